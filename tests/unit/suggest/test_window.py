from dataclasses import replace

import pytest

from hpo.common.errors import SearchError
from hpo.suggest.window import Search
from simulated import LOSS, record_of


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
