import numpy as np
import pandas as pd
import pytest
from drawn import ACCURACY, LOSS, categorical, integer, real, with_values

from sametrials.common.csv_tables import write_csv
from sametrials.common.errors import DataError
from sametrials.figures.shared.study_trials import read_study_trials
from sametrials.results.trial_tables import hyper_parameters_table, trials_table

AS_CONFIGURED = {"metric": "val_accuracy", "direction": "maximize", "epoch": "last"}
SPACE = {
    "rate": real(1e-9, 1.0, "log-uniform"),
    "layers": integer(1, 5),
    "text": categorical("1", "01", "1.50", "True", "None", "NA", "", "a, b"),
    "number": categorical(1, 0.1, 1e-7, 300),
    "switch": categorical(False, True),
    "mixed": categorical(1, 1.0, True, "1", None, "=1"),
    "momentum": real(0.0, 0.9) | {"when": {"switch": True}},
    "size": {"type": "ordinal", "values": ["s", "m", 3], "when": {"layers": ">= 3"}},
}


@pytest.fixture
def table(tmp_path):
    return tmp_path / "trials.csv"


def written(table, points, values, states, objective=ACCURACY):
    rows = [
        {"rank": 9, "trial": number, "state": state, objective.column: value}
        for number, (value, state) in enumerate(zip(values, states, strict=True))
    ]
    space = {name: SPACE[name] for name in points[0]}
    cells = hyper_parameters_table(points, space)
    write_csv(pd.concat([pd.DataFrame(rows), cells], axis=1)[::-1], table)
    return table


def test_every_value_comes_back_as_it_is_in_the_search_space(table):
    points = [
        {
            "rate": 1e-6 + 1e-16 * place,
            "layers": 1 + place % 5,
            "text": text,
            "number": SPACE["number"]["categories"][place % 4],
            "switch": place % 2 == 0,
            "mixed": SPACE["mixed"]["categories"][place % 6],
            "momentum": 0.1 * place if place % 2 == 0 else None,
            "size": SPACE["size"]["values"][place % 3] if place % 5 >= 2 else None,
        }
        for place, text in enumerate(SPACE["text"]["categories"])
    ]
    written(table, points, [0.5] * len(points), ["complete"] * len(points))
    found = read_study_trials(table, SPACE, AS_CONFIGURED)
    assert found.points == points
    for one, other in zip(found.points, points, strict=True):
        assert [type(value) for value in one.values()] == [type(value) for value in other.values()]


def test_trials_are_in_the_order_of_their_numbers_and_failed_ones_have_no_value(table):
    points = [{"rate": 0.1}] * 3
    written(table, points, [0.7, None, 0.9], ["complete", "failed", "pruned"])
    found = read_study_trials(table, {"rate": SPACE["rate"]}, AS_CONFIGURED)
    np.testing.assert_array_equal(found.values, [0.7, np.nan, 0.9])
    assert found.states.tolist() == ["complete", "failed", "pruned"]


def test_the_value_is_in_the_column_of_the_objective(table):
    written(table, [{"rate": 0.1}], [3.5], ["complete"], LOSS)
    found = read_study_trials(table, {"rate": SPACE["rate"]}, LOSS.identity())
    assert found.objective == LOSS
    assert found.values.tolist() == [3.5]


def test_a_study_without_trials_is_read(table):
    write_csv(trials_table(ACCURACY, []), table)
    found = read_study_trials(table, SPACE, AS_CONFIGURED)
    assert (found.points, found.best, len(found.values)) == ([], None, 0)


def test_a_value_outside_the_search_space_is_told(table):
    written(table, [{"switch": True}], [0.5], ["complete"])
    table.write_text(table.read_text().replace("True", "perhaps"))
    with pytest.raises(DataError, match="found switch 'perhaps', expected one of False, True"):
        read_study_trials(table, {"switch": SPACE["switch"]}, AS_CONFIGURED)


def test_the_best_is_a_complete_one_of_equals_the_first():
    states = ["failed", "pruned", "complete", "complete", "complete"]
    values = [0.99, 0.98, 0.5, 0.9, 0.9]
    assert with_values(values, states).best == 3
    assert with_values(values, states, LOSS).best == 2
    assert with_values([0.5, 0.4, 0.4], objective=LOSS).best == 1


def test_without_a_complete_trial_there_is_no_best():
    assert with_values([0.5, 0.5], ["failed", "pruned"]).best is None
    assert with_values([]).best is None


def test_only_dimensions_that_vary_are_shown():
    found = with_values([0.5])._replace(search_space=SPACE | {"constant": categorical("only")})
    assert [dimension.name for dimension in found.dimensions] == list(SPACE)
