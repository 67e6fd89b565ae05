"""A search that goes on on another kind of processor, where the last bits may differ."""

import pytest

from sametrials.common.errors import SearchError
from sametrials.trials import fingerprint
from sametrials.trials.record import read_record
from searched import contents
from simulated import trials_begun

OLD, NEW = "native: AuthenticAMD avx avx2 fma", "native: GenuineIntel avx avx2 fma avx512f"


@pytest.fixture
def processor(monkeypatch):
    """Go to a machine whose processor offers so much."""

    def go_to(instructions):
        monkeypatch.setattr(fingerprint, "in_words", lambda chosen: instructions)

    go_to(OLD)
    return go_to


def made_with(folder):
    records = map(read_record, sorted((folder / "trials").glob("*.json")))
    return [record.fingerprint["instructions"] for record in records]


def test_records_of_another_processor_are_set_aside_in_a_line_and_taken_back(
    run, begun, folder, processor
):
    first, _ = run(n_calls=6)
    assert made_with(folder) == [OLD] * 6
    before = contents(folder)
    trials_begun(begun)
    processor(NEW)
    _, said = run(n_calls=6)
    assert (
        f"6 trial records made with other instructions of the processor ({OLD}; here {NEW}" in said
    )
    assert "--config mix_processors=true uses them" in said
    assert trials_begun(begun) == list(range(6))
    assert made_with(folder) == [NEW] * 6
    processor(OLD)
    assert run(n_calls=6)[0] == first
    assert trials_begun(begun) == []
    assert contents(folder) == before


def test_mixed_processors_keep_all_records_and_mark_each(run, begun, folder, processor):
    run(n_calls=3)
    processor(NEW)
    trials_begun(begun)
    records, said = run(n_calls=6, mixes_processors=True)
    assert trials_begun(begun) == [3, 4, 5]
    assert made_with(folder) == [OLD] * 3 + [NEW] * 3
    assert f"3 of the trial records were made with other instructions ({OLD}; here {NEW})" in said
    assert run(n_calls=6, mixes_processors=True)[0] == records


def test_what_was_set_aside_comes_back_where_processors_are_mixed(run, begun, folder, processor):
    first, _ = run(n_calls=4)
    processor(NEW)
    run(n_calls=1)
    trials_begun(begun)
    records, _ = run(n_calls=5, mixes_processors=True)
    assert made_with(folder) == [NEW, *[OLD] * 3, NEW]
    assert trials_begun(begun) == [4]
    assert records[1:4] == first[1:]


def test_confirmations_of_another_processor_count_where_processors_are_mixed(run, begun, processor):
    run(n_calls=4, confirm=2)
    processor(NEW)
    trials_begun(begun)
    run(n_calls=4, confirm=2, mixes_processors=True)
    assert trials_begun(begun) == []
    run(n_calls=4, confirm=2)
    assert len(trials_begun(begun)) == 8


def test_a_job_on_another_processor_than_its_suggestion_is_refused(jobs, folder, processor):
    steps = jobs()
    steps.suggest(0)
    processor(NEW)
    with pytest.raises(
        SearchError, match=f"^trial 0: found instructions .* {NEW}, expected .* {OLD};"
    ):
        steps.train(0)
    assert not list((folder / "trials").glob("*.json"))


def test_jobs_on_mixed_processors_mark_each_record(jobs, run, begun, folder, processor):
    steps = jobs()
    steps.setup = steps.setup._replace(mixes_processors=True)
    for trial, here in enumerate((OLD, NEW, OLD)):
        steps.suggest(trial)
        processor(here)
        steps.train(trial)
    assert made_with(folder) == [OLD, NEW, OLD]
    trials_begun(begun)
    run(n_calls=3, mixes_processors=True)
    assert trials_begun(begun) == []
