import numpy as np
import pytest
from skopt.space import Space as SkoptSpace
from skopt.utils import normalize_dimensions

from sametrials.study.skopt_space import dict_to_point, dimensions
from sametrials.study.space import Space
from sametrials.suggest.encoding import Encoding

CLASSICAL = {
    "rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
    "momentum": {"type": "real", "low": -0.5, "high": 0.9, "prior": "uniform"},
    "layers": {"type": "integer", "low": 1, "high": 5, "prior": "uniform"},
    "nodes": {"type": "integer", "low": 4, "high": 512, "prior": "log-uniform"},
    "activation": {"type": "categorical", "categories": ["relu", "tanh", "elu"]},
    "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
}
STEPS = {
    "dropout": {"type": "real", "low": 0.0, "high": 0.5, "prior": "uniform", "step": 0.1},
    "units": {"type": "integer", "low": 8, "high": 128, "prior": "uniform", "step": 8},
    "batch": {"type": "integer", "low": 16, "high": 256, "prior": "uniform", "base": 2},
    "size": {"type": "ordinal", "values": ["small", "medium", "large"]},
    "decay": {"type": "real", "low": -1.0, "high": 3.0, "prior": "normal", "mean": 0.0, "sd": 1.0},
    "kind": {"type": "categorical", "categories": [1, 1.0, True, "1", None]},
    "fixed": {"type": "integer", "low": 3, "high": 3, "prior": "uniform"},
}
CONDITIONS = {
    "solver": {"type": "categorical", "categories": ["sgd", "adam", "lion"]},
    "layers": {"type": "integer", "low": 1, "high": 3, "prior": "uniform"},
    "momentum": CLASSICAL["momentum"] | {"when": {"solver": "sgd"}},
    "size": STEPS["size"] | {"when": {"layers": ">= 2"}},
    "activation": CLASSICAL["activation"] | {"when": {"size": ["medium", "large"], "layers": 3}},
    "nesterov": {"type": "categorical", "categories": [True, False], "when": {"momentum": "> 0"}},
}
SPACES = {"classical": CLASSICAL, "steps": STEPS, "conditions": CONDITIONS}


def points_of(entries, number=300):
    space, draws = Space(entries), np.random.default_rng(1).random((number, len(entries)))
    return [space.at(draw) for draw in draws]


def test_numbers_and_categories_are_encoded_as_scikit_optimize_does():
    points, encoding = points_of(CLASSICAL), Encoding(CLASSICAL)
    dims = dimensions(CLASSICAL)
    skopt = SkoptSpace(normalize_dimensions(dims))
    theirs = skopt.transform([dict_to_point(dims, point) for point in points])
    assert encoding.encode(points).tolist() == np.asarray(theirs).tolist()  # to the last bit
    rows = np.random.default_rng(2).random(theirs.shape)
    back = [dict_to_point(dims, point) for point in encoding.decode(rows)]
    assert back == skopt.inverse_transform(rows)


@pytest.mark.parametrize("name", SPACES)
def test_points_are_what_they_were_after_encoding_and_back(name):
    encoding, points = Encoding(SPACES[name]), points_of(SPACES[name])
    rows = encoding.encode(points)
    assert rows.min() >= 0
    assert rows.max() <= 1
    for point, back in zip(points, encoding.decode(rows), strict=True):
        assert list(map(type, back.values())) == list(map(type, point.values()))
        assert back == {
            key: pytest.approx(value) if isinstance(value, float) else value
            for key, value in point.items()
        }


@pytest.mark.parametrize("name", SPACES)
def test_any_row_is_rounded_to_a_point_of_the_space(name):
    encoding = Encoding(SPACES[name])
    rows = encoding.rounded(
        np.random.default_rng(3).random((500, len(encoding.dimension_of_column)))
    )
    assert all(map(Space(SPACES[name]).holds, encoding.decode(rows)))
    assert encoding.rounded(rows) == pytest.approx(rows)


def test_an_order_has_a_column_and_a_single_value_has_none():
    encoding = Encoding(STEPS)
    assert encoding.dimension_of_column.tolist() == [0, 1, 2, 3, 4, *[5] * 5]
    assert encoding.is_unordered.tolist() == [False] * 5 + [True] * 5
    sizes = encoding.encode_values("size", ["small", "medium", "large"])
    assert sizes.tolist() == [[0], [0.5], [1]]
    assert encoding.encode_values("batch", [16, 64, 256]).tolist() == [[0], [0.5], [1]]
    assert encoding.encode_values("fixed", [3]).shape == (1, 0)


def test_points_that_differ_in_what_does_not_exist_there_have_the_same_row():
    encoding = Encoding(CONDITIONS)
    rows = encoding.rounded(np.random.default_rng(4).random((2000, 10)))
    points = encoding.decode(rows)
    assert len({tuple(row) for row in rows}) == len({repr(point) for point in points})
    without = rows[[point["momentum"] is None for point in points]]
    assert set(without[:, encoding.columns_of("momentum")].ravel()) == {0.5}
    assert set(without[:, encoding.columns_of("nesterov")].ravel()) == {0.5}
    off = rows[[point["activation"] is None for point in points]]
    assert set(off[:, encoding.columns_of("activation")].ravel()) == {0.0}


def test_what_exists_is_told_by_column():
    encoding = Encoding(CONDITIONS)
    point = {"solver": "adam", "layers": 3, "momentum": None, "size": "large"}
    row = encoding.encode([point | {"activation": "elu", "nesterov": None}])
    assert encoding.exists(row).tolist() == [
        [True] * 3 + [True, False, True] + [True] * 3 + [False]
    ]
