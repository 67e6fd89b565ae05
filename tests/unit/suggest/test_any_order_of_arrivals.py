"""Suggestions are the same in every order in which the window lets trials end."""

from hypothesis import given
from hypothesis import strategies as st

from sametrials.config.make_study import make_study
from sametrials.study.settings import Study
from sametrials.suggest.window import Search
from simulated import record_of

DIMENSIONS = st.one_of(
    st.builds(
        lambda low, width: {"type": "real", "low": low, "high": low + width},
        *(st.floats(-10, 10), st.floats(0.5, 10)),
    ),
    st.builds(
        lambda low, width: {"type": "integer", "low": low, "high": low + width},
        *(st.integers(-10, 10), st.integers(1, 10)),
    ),
    st.just({"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"}),
    st.just({"type": "categorical", "categories": ["relu", "sigmoid", "tanh"]}),
)


@st.composite
def studies(draw) -> Study:
    space = draw(st.lists(DIMENSIONS, min_size=1, max_size=3))
    settings = {
        "optimizer": draw(st.sampled_from(["gp", "random", "forest"])),
        "n_calls": draw(st.integers(5, 8)),
        "window": draw(st.integers(1, 5)),
        "seed": draw(st.integers(0, 9)),
        "pruning": draw(st.sampled_from(["none", "median"])),
    }
    if settings["optimizer"] != "random":
        settings["n_initial_points"] = 4
    return make_study({f"x{i}": each for i, each in enumerate(space)}, settings, None)


def value_of(trial: int, point: dict) -> float | None:
    """Fail at times, and depend on the point otherwise."""
    spelt = repr(sorted(point.items()))
    return None if trial % 5 == 3 else sum(map(ord, spelt)) % 100 / 100


def searched(study: Study, workers: int, arrival) -> list:
    """Run a study; `arrival` chooses which of the running trials ends next."""
    search = Search(study)
    while not search.done:
        while len(search.running) < workers and (trial := search.next_trial()) is not None:
            search.start(trial, search.suggest(trial))
        trial = arrival(sorted(search.running))
        point = search.running[trial]
        value = value_of(trial, point)
        history = {"val_accuracy": [] if value is None else [value / 2, value]}
        search.finish(record_of(trial, value, hyper_parameters=point, history=history))
    return [(record.trial, record.hyper_parameters) for record in search.in_order()]


@given(studies(), st.integers(2, 5), st.data())
def test_suggestions_do_not_depend_on_the_order_of_arrivals(study, workers, data):
    in_turn = searched(study, 1, lambda running: running[0])
    mixed = searched(study, workers, lambda running: data.draw(st.sampled_from(running)))
    assert mixed == in_turn
