import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from sametrials.suggest.acquisition import acquisition, maximise
from sametrials.suggest.encoding import Encoding

SPACE = Encoding(
    {
        "rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
        "layers": {"type": "integer", "low": 1, "high": 5, "prior": "uniform"},
        "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
    }
)
NONE = np.empty((0, 3))


@pytest.mark.parametrize(("mean", "deviation"), [(0.3, 1.0), (-2.0, 0.5), (1.0, 0.3)])
def test_expected_improvement_is_the_logarithm_of_the_integral(mean, deviation):
    integral, _ = quad(
        lambda y: (0.2 - y) * norm.pdf(y, mean, deviation), mean - 9 * deviation, 0.2
    )
    found = acquisition("EI", np.array([mean]), np.array([deviation]), best=0.2, xi=0)
    assert np.exp(found) == pytest.approx(integral, rel=1e-6)


def test_expected_improvement_orders_points_however_hopeless():
    mean = np.concatenate([np.linspace(-5, 50, 500), np.geomspace(51, 1e6, 500)])
    found = acquisition("EI", mean, np.ones(1000), best=0)
    assert np.all(np.isfinite(found))
    assert np.all(np.diff(found) < 0)


def test_probability_of_improvement_and_confidence_bound_are_as_defined():
    mean, deviation = np.array([0.0, 1.0]), np.array([1.0, 2.0])
    assert np.exp(acquisition("PI", mean, deviation, best=-1, xi=0)) == pytest.approx(
        norm.cdf([-1, -1])
    )
    assert acquisition("LCB", mean, deviation, best=-1, kappa=2) == pytest.approx([2, 3])


@pytest.mark.parametrize("name", ["EI", "PI"])
def test_a_larger_xi_explores_more(name):
    mean, deviation = np.array([-0.5, 0.0]), np.array([0.1, 1.0])  # near and sure; far and not
    modest, bold = (acquisition(name, mean, deviation, best=0, xi=xi) for xi in (0, 2))
    assert modest.argmax() == 0
    assert bold.argmax() == 1


def test_a_model_that_is_sure_of_everything_gives_finite_values():
    for name in ("EI", "PI", "LCB"):
        assert np.all(np.isfinite(acquisition(name, np.array([1.0]), np.zeros(1), best=0)))


def test_the_maximum_is_found_and_is_a_point_of_the_space():
    target = np.array([0.345, 0.75, 1.0])

    def score(points):
        assert set(points[:, 1]) <= {0, 0.25, 0.5, 0.75, 1}  # before it is judged
        assert set(points[:, 2]) <= {0, 1}
        return -np.sum((points - target) ** 2, axis=1)

    for seed in range(5):
        rate, layers, activation = maximise(score, SPACE, NONE, NONE, seed).values()
        assert np.log10(rate) == pytest.approx(-6 + 4 * 0.345, abs=0.04)
        assert (layers, activation) == (4, "sigmoid")


def test_a_start_is_improved_where_random_points_do_not_come():
    peak = np.array([0.1234, 0.5, 0.0])

    def score(points):
        return -np.log10(1e-9 + np.abs(points - peak).max(axis=1)) * (points[:, 1] == 0.5)

    start = np.array([[0.12341, 0.5, 0.0]])
    point = maximise(score, SPACE, start, NONE, seed=0)
    assert np.log10(point["rate"]) == pytest.approx(-6 + 4 * 0.1234, abs=1e-4)


def test_the_seed_decides():
    def score(points):
        return -np.abs(points[:, 0] - 0.5)

    points = [maximise(score, SPACE, NONE, NONE, seed) for seed in (1, 1, 2)]
    assert points[0] == points[1] != points[2]


def small_space(high):
    return Encoding(
        {
            "n": {"type": "integer", "low": 0, "high": high, "prior": "uniform"},
            "c": {"type": "categorical", "categories": ["a", "b"]},
        }
    )


def test_a_taken_point_is_passed_over_for_the_next_best():
    encoding = small_space(high=9)

    def score(points):
        return points[:, 0] + 0.01 * points[:, 1]

    taken = np.empty((0, 2))
    found = []
    for _ in range(20):
        point = maximise(score, encoding, taken[:1], taken, seed=0)
        found.append((point["n"], point["c"]))
        taken = np.vstack([taken, encoding.encode([point])])
    assert found[:4] == [(9, "b"), (9, "a"), (8, "b"), (8, "a")]
    assert len(set(found)) == 20


def test_in_a_space_that_is_tried_out_the_best_is_repeated():
    encoding = small_space(high=3)
    everything = encoding.encode([{"n": n, "c": c} for n in range(4) for c in ("a", "b")])

    def score(points):
        return points[:, 0] - points[:, 1]

    point = maximise(score, encoding, everything, everything, seed=0)
    assert point == {"n": 3, "c": "a"}
