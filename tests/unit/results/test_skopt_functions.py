"""What scikit-optimize's own functions make of the result, with the packages that are pinned."""

import matplotlib.pyplot as plt
import pytest
import skopt
from skopt import plots

from sametrials.results.optimize_result import optimize_result, write_result

DRAWN = {
    "convergence": plots.plot_convergence,
    "regret": plots.plot_regret,
    "evaluations": plots.plot_evaluations,
    "objective": lambda result: plots.plot_objective(result, n_points=2, n_samples=2),
    "objective of two": lambda result: plots.plot_objective_2D(
        result, "learning_rate", "num_dense_nodes", n_points=2, n_samples=2
    ),
    "histogram": lambda result: plots.plot_histogram(result, "activation"),
}


@pytest.fixture
def result(study, records, tmp_path):
    write_result(optimize_result(study, records), tmp_path / "search_result.pkl")
    return skopt.load(tmp_path / "search_result.pkl")


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_drawn(result, name):
    DRAWN[name](result)
    assert plt.get_fignums()
    plt.close("all")


def test_its_minimum_is_expected_somewhere_in_the_space(result):
    point, _ = skopt.expected_minimum(result, n_random_starts=2, random_state=0)
    assert point in result.space


@pytest.mark.parametrize("minimize", [skopt.gp_minimize, skopt.forest_minimize])
def test_a_search_of_scikit_optimize_goes_on_from_it(result, minimize):
    def function(point):
        return 0.01 * point[1]

    further = minimize(
        function,
        result.space,
        x0=result.x_iters,
        y0=list(result.func_vals),
        n_calls=1,
        n_initial_points=0,
        random_state=0,
    )
    assert further.x_iters[:-1] == result.x_iters


def test_an_optimizer_of_scikit_optimize_takes_its_trials(result):
    optimizer = skopt.Optimizer(result.space, n_initial_points=2, random_state=0)
    told = optimizer.tell(result.x_iters, list(result.func_vals))
    assert optimizer.ask() in result.space
    assert told.fun == result.fun
