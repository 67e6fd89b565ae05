"""What a search has found, in the form that users of scikit-optimize know."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import OptimizeResult
from skopt.space import Space

from sametrials.results.optimize_result import optimize_result
from sametrials.study.settings import Study
from sametrials.study.skopt_space import as_lists, dimensions
from sametrials.suggest.suggestion import costs
from sametrials.trials.ranking import incumbent
from sametrials.trials.record import TrialRecord


class Result(OptimizeResult):  # type: ignore[misc] # SciPy has no types
    """The trials of a search; `skopt.dump`, `skopt.load` and `skopt.plots` take it.

    Attributes
    ----------
    x
        The best point: its values in the order of the search space.
    fun
        Its value as it is minimised: with `direction="maximize"` the negative of what the function
        returned. `best.value` is the value as it is. NaN if no trial has succeeded.
    x_iters
        The points of all trials; shape (n_trials, n_dimensions).
    func_vals
        Their values as `fun`; shape (n_trials,). A failed trial has that of the worst other one.
    records
        The trial records, in the order of their numbers.
    best
        The record of the best trial; None if no trial has succeeded.
    states
        How each trial ended: "complete" or "failed".
    models
        A surrogate fitted to all trials, for `skopt.plots`; none while the search goes on.
    space
        The search space as scikit-optimize has it.
    """

    x: list[Any]
    fun: float
    x_iters: list[list[Any]]
    func_vals: np.ndarray[Any, np.dtype[np.float64]]
    records: list[TrialRecord]
    best: TrialRecord | None
    states: list[str]
    models: list[Any]
    space: Any


def result_of(study: Study, records: Sequence[TrialRecord]) -> Result:
    """Make the result of a finished search, with a surrogate if a trial has succeeded."""
    best = incumbent(study.objective, records)
    if best is None:
        return result_so_far(study, records)
    result = Result(optimize_result(study, records))
    result.specs = {**result.specs, "function": "minimize"}
    result.records = list(records)
    result.best = best
    return result


def result_so_far(study: Study, records: Sequence[TrialRecord]) -> Result:
    """Make the result of a search that goes on: no surrogate is fitted."""
    dims = dimensions(study.shown_space)
    best = incumbent(study.objective, records)
    values = costs(study.objective, [record.value for record in records])
    if best is None:
        values = [math.nan] * len(records)
    shown = best or records[0]
    listed = as_lists(study.shown_space, [record.hyper_parameters for record in records])
    return Result(
        x=listed[records.index(shown)],
        fun=math.nan if best is None else min(values),
        x_iters=listed,
        func_vals=np.array(values),
        records=list(records),
        best=best,
        states=[record.state for record in records],
        models=[],
        space=Space(dims),
        random_state=None,
        specs={"args": {"n_calls": study.n_calls}, "function": "minimize"},
    )
