"""Suggestions are the same in every order in which the window lets trials end, and of keys."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import sha256_of_json
from sametrials.config.make_study import make_study
from sametrials.figures.shared.study_trials import read_study_trials
from sametrials.results.trial_tables import trials_table
from sametrials.study.dimension import dimension_of
from sametrials.study.settings import Study, study_of
from sametrials.study.space import values_of
from sametrials.suggest.window import Search
from sametrials.trials.record import read_record, write_record
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
    st.just({"type": "real", "low": -1.0, "high": 3.0, "prior": "normal", "mean": 0.0, "sd": 1.0}),
    st.just({"type": "real", "low": 0.0, "high": 0.5, "step": 0.1}),
    st.just({"type": "integer", "low": 8, "high": 64, "step": 8}),
    st.just({"type": "integer", "low": 16, "high": 256, "base": 2}),
    st.just({"type": "ordinal", "values": ["small", "medium", "large"]}),
    st.just({"type": "categorical", "categories": ["relu", "sigmoid", "tanh"]}),
    st.just({"type": "categorical", "categories": [1, 1.0, True, "1", None]}),
)


@st.composite
def spaces(draw) -> dict[str, dict]:
    """Make a space in which a dimension may depend on a value of the one before it."""
    entries = draw(st.lists(DIMENSIONS, min_size=1, max_size=4))
    space: dict[str, dict] = {}
    for number, entry in enumerate(entries):
        if number and draw(st.booleans()):
            other = f"x{number - 1}"
            value = dimension_of(space[other]).at(0.6)
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            wanted = [value, [value], *([f">= {value!r}"] if is_number else [])]
            if space[other].get("categories", [])[:1] == [1]:
                wanted = wanted[:2]  # its values cannot be compared
            entry = entry | {"when": {other: draw(st.sampled_from(wanted))}}
        space[f"x{number}"] = entry
    return space


@st.composite
def studies(draw) -> Study:
    space = draw(spaces())
    chosen = {
        "optimizer": draw(st.sampled_from(["gp", "random", "forest"])),
        "n_calls": draw(st.integers(5, 8)),
        "window": draw(st.integers(1, 5)),
        "seed": draw(st.integers(0, 9)),
        "pruning": draw(st.sampled_from(["none", "median"])),
    }
    if chosen["optimizer"] != "random":
        chosen["n_initial_points"] = 4
    numbers = [name for name, entry in space.items() if entry["type"] in ("real", "integer")]
    where = []
    if numbers and draw(st.booleans()):
        name = draw(st.sampled_from(numbers))
        where = [f"{name} <= {dimension_of(space[name]).at(0.7)!r} or {name} ** 2 < 0"]
    return make_study(space, chosen, None, where=where)


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
    assert all(study.space.holds(point) for _, point in in_turn)
    assert not any(study.space.unmet(point) for _, point in in_turn)


@settings(max_examples=10)  # each is two searches
@given(studies())
def test_the_order_of_keys_decides_nothing(study):
    turned = {name: dict(reversed(study.search_space[name].items())) for name in study.search_space}
    other = study_of(
        {
            "search_space": dict(reversed(turned.items())),
            "default_parameters": None,
            "enqueue": [],
            "constraints": {"where": list(study.where)},
            "objective": study.objective.identity(),
            "study": {
                name: value
                for name, value in vars(study).items()
                if name not in ("search_space", "default_parameters", "enqueue", "objective")
                and name not in ("order", "space", "where")
            },
        }
    )
    assert sha256_of_json(other.identity()) == sha256_of_json(study.identity())
    assert searched(other, 1, min) == searched(study, 1, min)


@given(studies())
def test_points_come_back_from_records_and_tables(tmp_path_factory, study):
    folder = tmp_path_factory.mktemp("points")
    drawn = replace(study, optimizer="random")
    points = [point for _, point in searched(drawn, 1, min)]
    records = [record_of(trial, 0.5, hyper_parameters=point) for trial, point in enumerate(points)]
    for record in records:
        write_record(folder / f"{record.trial:04d}.json", record)
        back = read_record(folder / f"{record.trial:04d}.json").hyper_parameters
        assert values_of(back) == values_of(record.hyper_parameters)
    objective = study.objective
    write_csv(trials_table(objective, records, study.shown_space), folder / "trials.csv")
    table = read_study_trials(folder / "trials.csv", study.search_space, objective.identity())
    in_order = [{name: point[name] for name in study.search_space} for point in table.points]
    assert list(map(values_of, in_order)) == list(map(values_of, points))
