"""The result of a search, as the workflow itself wrote it.

Apart from `hpo.figures.test_set.predicted_test_set`, so that what shows no search space does not import
scikit-optimize, which takes half the time of such a figure.
"""

from pathlib import Path

import skopt
from scipy.optimize import OptimizeResult


def load_result(path: str | Path) -> OptimizeResult:
    """Read the result of a search: `fun` and `func_vals` are negative accuracies.

    Unpickling can run any code: read only what the workflow itself wrote.
    """
    return skopt.load(path)
