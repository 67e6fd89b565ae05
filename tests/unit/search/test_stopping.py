import shutil
from dataclasses import replace

import pytest

from sametrials.search.setup import setup_of
from sametrials.trials.ranking import incumbent
from searched import search_until_killed, table
from simulated import ACCURACY, LOSS, SimulatedTask, trials_begun


@pytest.mark.parametrize("workers", [1, 3, 8])
def test_the_search_ends_with_the_first_trial_that_reaches_the_target(run, folder, workers):
    whole, _ = run()
    shutil.rmtree(folder)
    target = sorted(record.value for record in whole)[-3]
    first = next(record.trial for record in whole if record.value >= target)
    records, said = run(workers, target=target)
    assert table(records) == table(whole[: first + 1])
    assert f"trial {first} has reached the target (validation accuracy {target:g})" in said
    best = incumbent(ACCURACY, records).trial
    assert [model.stem for model in (folder / "trials").glob("*.model")] == [f"{best:04d}"]
    logs = {log.name[:4] for log in (folder / "tensorboard").iterdir()}
    assert logs == {record.stem for record in (folder / "trials").glob("*.json")}


def test_a_search_that_reached_its_target_goes_on_when_it_is_raised(run, begun, folder):
    whole, _ = run()
    shutil.rmtree(folder)
    target = sorted(record.value for record in whole)[-3]
    short, _ = run(workers=1, target=target)
    trials_begun(begun)
    records, _ = run(workers=1)
    assert table(records) == table(whole)
    assert trials_begun(begun) == list(range(len(short), 12))


def test_a_search_out_of_time_ends_with_what_is_there_and_goes_on_with_more(run, folder):
    whole, _ = run()
    shutil.rmtree(folder)
    records, said = run(max_hours=0)
    assert table(records) == table(whole[: len(records)])
    assert len(records) < 12
    assert f"max_hours (0), is reached after {len(records)} of 12 trials" in said
    assert table(run()[0]) == table(whole)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_loss_that_is_minimised_reaches_its_target_from_above(run, folder, workers):
    whole, _ = run(objective=LOSS)
    shutil.rmtree(folder)
    target = sorted(record.value for record in whole)[2]
    first = next(record.trial for record in whole if record.value <= target)
    records, said = run(workers, objective=LOSS, target=target)
    assert table(records, LOSS) == table(whole[: first + 1], LOSS)
    assert f"trial {first} has reached the target (validation loss {target:g})" in said


PATIENT = {"stop_after": {"no_improvement": 5}}
"""The five trials after the initial design, 0 to 3, are worse than trial 3; trial 9 is better."""


@pytest.mark.parametrize("objective", [ACCURACY, LOSS])
@pytest.mark.parametrize("workers", [1, 3, 8])
def test_the_search_ends_when_it_gets_no_better(run, folder, workers, objective):
    whole, _ = run(objective=objective)
    shutil.rmtree(folder)
    records, said = run(workers, objective=objective, **PATIENT)
    assert table(records, objective) == table(whole[:9], objective)
    assert objective.is_better(whole[9].value, records[3].value)
    why = "trial 8 is the last of 5 in a row that brought nothing better than trial 3 (stop_after)"
    assert why in said
    assert "trial 3 (stop_after)" in (folder / "status.html").read_text()
    assert [model.stem for model in (folder / "trials").glob("*.model")] == ["0003"]
    assert {log.name[:4] for log in (folder / "tensorboard").iterdir()} == {
        record.stem for record in (folder / "trials").glob("*.json")
    }


def test_a_search_that_was_killed_ends_with_the_same_trial(study, run, begun, folder):
    whole, _ = run(**PATIENT)
    shutil.rmtree(folder)
    (begun / "hang-6").touch()
    setup = setup_of(replace(study, **PATIENT), SimulatedTask(begun))
    # While trial 6 hangs, 7 and 8 finish.
    search_until_killed(setup, folder, lambda: (folder / "trials" / "0008.json").exists())
    (begun / "hang-6").unlink()
    assert not (folder / "trials" / "0006.json").exists()
    records, said = run(1, **PATIENT)
    assert table(records) == table(whole)
    assert "trial 8 is the last of 5 in a row" in said


@pytest.mark.parametrize("later", [{"stop_after": None}, {"stop_after": {"no_improvement": 8}}])
def test_a_search_that_got_no_better_goes_on_when_it_is_more_patient(run, begun, folder, later):
    whole, _ = run()
    shutil.rmtree(folder)
    run(1, **PATIENT)
    trials_begun(begun)
    records, said = run(1, **later)
    assert table(records) == table(whole)
    assert trials_begun(begun) == [9, 10, 11]
    assert "not used" not in said
    assert table(run(1, **PATIENT)[0]) == table(whole[:9])
    assert trials_begun(begun) == [3]  # for its model alone


def test_a_trial_that_failed_is_no_improvement_and_one_that_is_tried_again_may_be(
    run, begun, folder
):
    whole, _ = run()
    shutil.rmtree(folder)
    (begun / "raise-3").touch()
    failed, said = run(**PATIENT)
    assert (len(failed), failed[3].state) == (12, "failed")
    assert "stop_after" not in said
    (begun / "raise-3").unlink()
    assert table(run(retry_failed=True, **PATIENT)[0]) == table(whole[:9])
