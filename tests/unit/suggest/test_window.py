from collections import Counter
from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError
from sametrials.search.make_job import expected_fingerprint
from sametrials.suggest.suggestion import suggest
from sametrials.suggest.window import Search
from sametrials.trials.ranking import best_of
from sametrials.trials.record import TrialRecord
from simulated import ACCURACY, DEFAULT_PARAMETERS, LOSS, accuracy, record_of


def test_a_trial_may_start_once_all_it_may_see_is_finished(study):
    search = Search(study)  # a window of 3
    for trial in range(3):
        assert search.next_trial() == trial
        search.start(trial, {})
    assert search.next_trial() is None
    for overtaking in (2, 1):
        search.finish(record_of(overtaking, 0.5))
        assert search.next_trial() is None  # trial 3 must see trial 0
    search.finish(record_of(0, 0.5))
    assert search.next_trial() == 3


@pytest.mark.parametrize(
    ("changes", "values"),
    [
        ({"target": 0.9}, [(0, 0.5), (2, 0.95), (3, 0.99), (1, 0.92)]),
        ({"target": 0.1, "objective": LOSS}, [(0, 0.5), (2, 0.05), (3, 0.01), (1, 0.1)]),
    ],
)
def test_a_trial_after_the_one_that_reached_the_target_does_not_count(study, changes, values):
    search = Search(replace(study, **changes))
    for trial, value in values:
        search.finish(record_of(trial, value))
    assert search.done
    assert [record.trial for record in search.in_order()] == [0, 1]
    assert search.best(9) == best_of(search.study.objective, search.in_order(), 9)


@pytest.mark.parametrize(
    ("changes", "far", "near"),
    [({"target": 0.9}, 0.89, 0.9), ({"target": 0.1, "objective": LOSS}, 0.11, 0.1)],
)
def test_only_a_complete_trial_that_is_good_enough_reaches_the_target(study, changes, far, near):
    search = Search(replace(study, **changes))
    for record in (record_of(0, far), record_of(1, near, "pruned"), record_of(2, None)):
        search.finish(record)
        assert search.n_trials == 12
    search.finish(record_of(3, near))
    assert search.n_trials == 4


def test_a_search_whose_first_trials_all_fail_is_given_up(study):
    search = Search(study)
    search.finish(record_of(2, None, error="third"))
    search.finish(record_of(0, None, error="first", traceback="in line 1"))
    with pytest.raises(
        SearchError, match=r"first 3 trials have failed.* Trial 0: first\n"
    ) as error:
        search.finish(record_of(1, None, error="second"))
    assert error.value.__notes__ == ["in line 1"]


def test_a_search_goes_on_where_one_of_the_first_trials_succeeds(study):
    search = Search(study)
    for trial, value in enumerate([None, 0.5, None, None, None]):
        search.finish(record_of(trial, value))
    assert search.next_trial() == 5


ENTRIES = [DEFAULT_PARAMETERS | {"num_dense_nodes": 20 + i} for i in range(300)]

GRID = {"learning_rate": 9, "num_dense_layers": 5, "num_dense_nodes": 9}

OPTIMIZERS = [
    {"optimizer": "random", "pruning": "median"},
    {"optimizer": "grid", "grid": GRID},
    {"optimizer": "manual", "points": ENTRIES},
    {"n_initial_points": 300, "initial_point_generator": "sobol", "window": 300},
]


@pytest.mark.parametrize("changes", OPTIMIZERS)
def test_a_suggestion_without_a_surrogate_is_that_from_all_records(study, changes):
    study = replace(study, **changes)
    search = Search(study)
    for trial in range(12):
        point = search.suggest(trial)
        visible = study.n_visible(trial)
        pending = [record.hyper_parameters for record in search.in_order()[visible:]]
        assert point == suggest(study, trial, search.finished_before(trial), pending)
        search.finish(finished(trial, point))


@pytest.mark.parametrize("changes", OPTIMIZERS)
def test_what_a_trial_costs_does_not_grow_with_the_number_of_trials(study, changes, monkeypatch):
    """Counted are the records that are looked up, and what is read of them."""
    looked_at = Counter()

    class Records(dict):
        def __getitem__(self, trial):
            looked_at[n] += 1
            return super().__getitem__(trial)

        def __contains__(self, trial):
            looked_at[n] += 1
            return super().__contains__(trial)

        def __iter__(self):
            looked_at[n] += len(self)
            return super().__iter__()

    class Watched(TrialRecord):
        def __getattribute__(self, name):
            looked_at[n] += 1
            return super().__getattribute__(name)

    for n in (50, 200):
        search = Search(replace(study, n_calls=n, **changes))
        search.records = Records()
        while (trial := search.next_trial()) is not None:
            expected_fingerprint(search, "settings", trial)
            search.start(trial, search.suggest(trial))
            point = search.running[trial]
            search.finish(Watched(**vars(finished(trial, point))))
            search.best(3)
    assert looked_at[200] <= 4.2 * looked_at[50]


def finished(trial, point):
    return record_of(
        trial, accuracy(point), hyper_parameters=point, history={"val_accuracy": [0.5]}
    )


def test_the_best_trials_are_the_complete_ones_with_the_lowest_cost(study):
    search, states = Search(study), ["failed", "complete", "pruned", "complete", "complete"]
    for trial, state in enumerate(states):
        value = None if state == "failed" else [0, 0.5, 0.9, 0.7, 0.5][trial]
        search.finish(record_of(trial, value, state))
    assert [record.trial for record in search.best(9)] == [3, 1, 4]
    assert search.best(2) == best_of(ACCURACY, search.in_order(), 2)


def test_the_history_of_a_trial_changes_with_each_record_that_it_sees_and_no_other(study):
    def history(changed, trial=9):  # it sees trials 0 to 6
        search = Search(study)
        for number in range(9):
            search.finish(record_of(number, 0.9 if number == changed else 0.5))
        return search.history(trial)

    assert len({history(changed) for changed in range(7)} | {history(None)}) == 8
    assert history(7) == history(8) == history(None)
    assert history(0, trial=3) == history(None, trial=3)  # of the initial design
