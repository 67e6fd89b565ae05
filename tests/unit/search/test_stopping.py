import shutil

import pytest

from sametrials.trials.ranking import incumbent
from searched import table
from simulated import ACCURACY, LOSS, trials_begun


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
