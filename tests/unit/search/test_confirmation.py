import math
import shutil
from statistics import fmean

import pytest

from sametrials.results.confirmation_table import confirmation_table
from sametrials.trials.ranking import choose_best, incumbent
from sametrials.trials.record import read_record
from sametrials.trials.trial_files import TrialFiles
from simulated import ACCURACY, LOSS, trials_begun


@pytest.fixture
def run_noisy(run, begun):
    """Run the study where the seed of a training decides half of its accuracy."""
    (begun / "noisy").touch()

    def run_noisy(workers=2, **changes):
        records, said = run(workers, **changes)
        return records, run.confirmations, said

    return run_noisy


def test_each_of_the_best_is_trained_again_under_two_new_seeds(run_noisy, begun, folder):
    records, confirmations, said = run_noisy(confirm=3)
    best = highest(records, 3)
    assert list(confirmations) == best
    assert sorted(trials_begun(begun)) == sorted([*range(12), *best, *best])
    for trial, again in confirmations.items():
        seeds = {each.seed for each in (records[trial], *again)}
        assert len(seeds) == 3
        assert [each.hyper_parameters for each in again] == [records[trial].hyper_parameters] * 2
        files = [TrialFiles(folder).of_new_seed(number).record(trial) for number in range(2)]
        assert [read_record(file) for file in files] == list(again)
    assert f"trial {best[0]} under a new seed: accuracy 0." in said
    assert "0 more to confirm the best" in said


def highest(records, n) -> list[int]:
    return [each.trial for each in sorted(records, key=lambda each: -each.value)[:n]]


def test_the_model_that_is_kept_is_that_of_the_best_mean(run_noisy, folder):
    chosen = set()
    for seed in range(5):
        records, confirmations, _ = run_noisy(confirm=4, seed=seed, settings=str(seed))
        means = {
            trial: fmean([records[trial].value, *(each.value for each in again)])
            for trial, again in confirmations.items()
        }
        best = max(means, key=means.get)
        assert choose_best(ACCURACY, records, confirmations).trial == best
        [model] = (folder / "trials").glob("*.model")
        assert model.stem == f"{best:04d}"
        chosen.add(best == incumbent(ACCURACY, records).trial)
    assert False in chosen  # the search was lucky


def test_the_number_of_workers_and_a_crash_change_no_confirmation(run_noisy, begun, folder):
    tables = set()
    for workers in (1, 3):
        tables.add(table(*run_noisy(workers, confirm=3)[:2]))
        shutil.rmtree(folder)
    run_noisy(confirm=3)
    lost = sorted((folder / "confirmations").glob("*/trials/*.json"))[3]
    trial = int(lost.stem)
    lost.unlink()
    trials_begun(begun)
    tables.add(table(*run_noisy(1, confirm=3)[:2]))
    assert trials_begun(begun) == [trial]
    assert len(tables) == 1


def table(records, confirmations) -> str:
    return confirmation_table(ACCURACY, records, confirmations).to_csv()


def test_only_what_is_missing_is_trained(run_noisy, begun, folder):
    first = run_noisy(confirm=2)[1]
    trials_begun(begun)
    run_noisy(confirm=0)
    run_noisy(confirm=2)
    begun_again = trials_begun(begun)
    more = run_noisy(confirm=3)[1]
    [added] = set(more) - set(first)
    assert {trial: more[trial] for trial in first} == first
    assert set(trials_begun(begun)) - set(begun_again) <= {added, *first}
    assert len(list((folder / "confirmations").glob("*/trials/*.json"))) == 6


def test_other_settings_set_confirmations_aside_and_bring_them_back(run_noisy, begun, folder):
    first = run_noisy(confirm=2, settings="first")[1]
    run_noisy(confirm=2, settings="second")
    trials_begun(begun)
    assert run_noisy(confirm=2, settings="first")[1] == first
    assert trials_begun(begun) == []


def test_a_trial_that_fails_under_new_seeds_is_retried_on_request(run, begun, folder):
    records, _ = run()
    best = incumbent(ACCURACY, records).trial
    (begun / f"raise-{best}").touch()
    trials_begun(begun)
    run(confirm=2)
    assert [each.state for each in run.confirmations[best]] == ["failed", "failed"]
    [model] = (folder / "trials").glob("*.model")
    assert model.stem != f"{best:04d}"
    (begun / f"raise-{best}").unlink()
    run(confirm=2)
    assert run.confirmations[best][0].state == "failed"
    run(confirm=2, retry_failed=True)
    assert [each.state for each in run.confirmations[best]] == ["complete", "complete"]
    [model] = (folder / "trials").glob("*.model")
    assert model.stem == f"{best:04d}"


def test_a_trial_still_out_when_the_target_is_reached_is_no_confirmation(run, begun, folder):
    records, _ = run(optimizer="random")
    best = incumbent(ACCURACY, records[1:8])
    shutil.rmtree(folder)
    # The next one is done while the best one, which takes as long every time, is trained again.
    (begun / f"nap-{best.trial}").write_text("3")
    (begun / f"nap-{best.trial + 1}").write_text("4")
    ended, said = run(3, optimizer="random", target=best.value, confirm=1)
    assert ended[-1].hyper_parameters == best.hyper_parameters
    assert list(run.confirmations) == [best.trial]
    assert said.count(" under a new seed") == said.count(f"{best.trial} under a new seed") == 2


def test_the_model_of_the_chosen_one_is_there_already(run_noisy, begun):
    for seed in range(3):
        _, confirmations, said = run_noisy(confirm=4, seed=seed, settings=str(seed))
        assert "trained again" not in said
        assert sorted(trials_begun(begun)) == sorted([*range(12), *confirmations, *confirmations])


def test_under_a_minimised_objective_the_lowest_are_trained_again_and_the_lowest_mean_is_kept(
    run_noisy, begun, folder
):
    records, confirmations, said = run_noisy(confirm=3, objective=LOSS)
    lowest = sorted(records, key=lambda record: record.value)[:3]
    assert list(confirmations) == [record.trial for record in lowest]
    means = {
        record.trial: fmean([record.value, *(each.value for each in confirmations[record.trial])])
        for record in lowest
    }
    [model] = (folder / "trials").glob("*.model")
    assert int(model.stem) == min(means, key=means.get)
    assert f"trial {lowest[0].trial} under a new seed: val_loss " in said
    first = confirmation_table(LOSS, records, confirmations).to_csv()
    shutil.rmtree(folder)
    again = run_noisy(3, confirm=3, objective=LOSS)
    assert confirmation_table(LOSS, *again[:2]).to_csv() == first


def test_a_failed_confirmation_without_a_worst_value_ranks_last(run, begun, folder):
    records, _ = run(objective=LOSS)
    best = incumbent(LOSS, records).trial
    (begun / f"raise-{best}").touch()
    run(confirm=2, objective=LOSS)
    rows = confirmation_table(LOSS, records, run.confirmations).to_dict("records")
    assert rows[-1]["trial"] == best
    assert math.isnan(rows[-1]["mean_val_loss"])
    assert math.isfinite(rows[0]["mean_val_loss"])
    [model] = (folder / "trials").glob("*.model")
    assert int(model.stem) == rows[0]["trial"]
