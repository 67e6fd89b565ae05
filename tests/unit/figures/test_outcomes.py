import numpy as np
from scipy.optimize import OptimizeResult

from hpo.figures.shared.outcomes import name_of_best, outcomes


def result(accuracies, **states):
    return OptimizeResult(func_vals=-np.array(accuracies, dtype=float), **states)


def test_a_failed_trial_has_no_accuracy():
    found = outcomes(result([0.5, 0.9, 0.5], states=["complete", "pruned", "failed"]))
    np.testing.assert_array_equal(found.accuracies, [0.5, 0.9, np.nan])
    assert found.states.tolist() == ["complete", "pruned", "failed"]


def test_the_best_is_a_complete_one_of_equals_the_first():
    states = ["failed", "pruned", "complete", "complete", "complete"]
    assert outcomes(result([0.99, 0.98, 0.5, 0.9, 0.9], states=states)).best == 3


def test_without_a_complete_trial_there_is_no_best():
    assert outcomes(result([0.5, 0.5], states=["failed", "pruned"])).best is None
    assert outcomes(result([], states=[])).best is None


def test_a_result_of_scikit_optimize_has_complete_trials_only():
    assert outcomes(result([0.5, 0.7])).states.tolist() == ["complete", "complete"]


def test_the_best_is_named_with_its_accuracy():
    assert name_of_best(0.99125, 7) == "best: 99.125 % in trial 7"
