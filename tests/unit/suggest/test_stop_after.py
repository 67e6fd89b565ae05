"""A search ends when it gets no better: which trial that is follows from the records alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sametrials.config.make_study import make_study
from sametrials.suggest.window import Search
from simulated import LOSS, record_of

SPACE = {"x": {"type": "real", "low": 0, "high": 1}}


def search_of(records, arrivals=None, n_calls=20, objective=None, **settings):
    """Finish trials as they arrive, by number if nothing is said."""
    stop_after = settings.pop("stop_after")
    study = make_study(SPACE, {"n_calls": n_calls, **settings})
    search = Search(replace(study, stop_after=stop_after, objective=objective or study.objective))
    for trial in arrivals or range(len(records)):
        search.finish(records[trial])
    return search


def records_of(*values):
    """Make records of values; None has failed, and a value in a list was pruned."""
    return [
        record_of(trial, each[0], "pruned") if isinstance(each, list) else record_of(trial, each)
        for trial, each in enumerate(values)
    ]


def n_trials(*values, no_improvement, optimizer="random", **settings):
    stop_after = {"no_improvement": no_improvement}
    records = records_of(*values)
    return search_of(records, optimizer=optimizer, stop_after=stop_after, **settings).n_trials


def test_the_last_of_so_many_trials_that_are_no_better_ends_the_search():
    assert n_trials(0.5, 0.4, 0.6, 0.5, 0.5, no_improvement=3) == 20
    assert n_trials(0.5, 0.4, 0.6, 0.5, 0.5, 0.5, 0.9, no_improvement=3) == 6


@pytest.mark.parametrize("no_better", [0.6, 0.1, None, [0.9]])
def test_neither_an_equal_value_nor_a_failed_or_pruned_trial_is_an_improvement(no_better):
    assert n_trials(0.6, 0.5, no_better, 0.9, no_improvement=2) == 3


def test_of_a_loss_a_lower_value_is_the_better_one():
    assert n_trials(0.5, 0.6, 0.4, 0.5, 0.5, no_improvement=2, objective=LOSS) == 5


def test_the_trials_are_counted_from_the_end_of_the_initial_design():
    design = {"optimizer": "gp", "n_initial_points": 4}
    assert n_trials(0.9, *[0.1] * 9, no_improvement=2, **design) == 6
    assert n_trials(0.1, 0.1, 0.1, 0.1, 0.9, *[0.1] * 9, no_improvement=2, **design) == 7
    assert n_trials(0.9, *[0.1] * 9, no_improvement=2, optimizer="random") == 3


def test_as_long_as_no_trial_is_complete_there_is_nothing_to_improve_on():
    assert n_trials(None, None, no_improvement=1) == 20
    assert n_trials(None, None, 0.5, 0.4, no_improvement=1) == 4


def test_a_search_that_has_ended_offers_no_further_trial():
    search = search_of(
        records_of(0.9, 0.1, 0.1), optimizer="random", stop_after={"no_improvement": 2}
    )
    assert search.done
    assert search.next_trial() is None


@pytest.mark.parametrize("arrivals", [[0, 1, 2, 3], [3, 0, 1, 2], [0, 2, 3, 1]])
def test_a_better_trial_that_overtook_the_last_one_does_not_count(arrivals):
    records, stop_after = records_of(0.5, 0.4, 0.4, 0.9), {"no_improvement": 2}
    search = search_of(records, arrivals, optimizer="random", stop_after=stop_after)
    assert search.n_trials == 3
    assert [record.trial for record in search.in_order()] == [0, 1, 2]
    assert [record.trial for record in search.best(1)] == [0]


VALUES = st.sampled_from([0.1, 0.2, 0.3, 0.4, None, [0.9]])


def by_definition(values, patience, first):
    """Return how many trials count: the definition of config/README.md, word by word."""
    for k in range(len(values)):
        complete = {b: each for b, each in enumerate(values[: k + 1]) if isinstance(each, float)}
        if complete:
            best = min(complete, key=lambda b: (-complete[b], b))
            if k - max(best, first - 1) >= patience:
                return k + 1
    return 20


@given(
    st.lists(VALUES, min_size=19, max_size=19).map(lambda values: [0.2, *values]),
    st.integers(1, 4),
    st.sampled_from(["gp", "random"]),
    st.integers(2, 6),
    st.data(),
)
def test_the_end_is_that_of_the_definition_in_any_order_of_arrivals(
    values, patience, optimizer, window, data
):
    settings = {"optimizer": optimizer, "window": window}
    if optimizer == "gp":
        settings["n_initial_points"] = 5
    records, left, arrivals = records_of(*values), list(range(len(values))), []
    while left:
        arrivals.append(left.pop(data.draw(st.integers(0, min(window, len(left)) - 1))))
    search = search_of(records, arrivals, stop_after={"no_improvement": patience}, **settings)
    assert search.n_trials == by_definition(values, patience, 5 if optimizer == "gp" else 1)
