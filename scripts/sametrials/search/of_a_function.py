"""Search for the best hyper-parameters of any Python function, in this process, without files."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sametrials.common.texts import describe_exception, one_line, text_of, traceback_of
from sametrials.config.make_study import make_study
from sametrials.search.clock import Clock
from sametrials.study.space import HyperParameters
from sametrials.suggest.window import Search
from sametrials.trials.record import TrialRecord

DEFAULT_OBJECTIVE = {"metric": "result", "direction": "maximize"}


def run_study(
    space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    function: Callable[[HyperParameters], float],
    default_parameters: Mapping[str, Any] | None = None,
    objective: Mapping[str, Any] | None = None,
    enqueue: Sequence[Mapping[str, Any]] = (),
    where: Sequence[str] = (),
) -> list[TrialRecord]:
    """Search for the best hyper-parameters of any Python function, without files.

    A call that raises, also `SystemExit`, or returns something that is no finite number, is a
    failed trial.

    Parameters
    ----------
    space
        The search space as in config.yaml: name to type, low, high, prior or categories.
    study
        The settings of a study as in config.yaml, and its `seed`; what is left out has the
        default of the schema. `pruning`, `trial_timeout` and `confirm` do nothing here.
    function
        Takes a dictionary of hyper-parameters, returns the value of the objective.
    default_parameters
        The first trial, if it is picked by hand.
    objective
        As in config.yaml: the name of the metric that the function returns, and which direction is
        better. Left out, it is called "result" and maximised.
    enqueue
        Points to try first, after the default parameters, in whole or in part.
    where
        Constraints that each point must meet, such as "batch_size * units <= 8192".

    Returns
    -------
    list of TrialRecord
        In the order of their numbers.

    Raises
    ------
    ConfigError
        The space, the study, the default parameters or the objective are wrong.
    SearchError
        The first trials have all failed.
    """
    settings = {"metric": DEFAULT_OBJECTIVE["metric"], **(objective or DEFAULT_OBJECTIVE)}
    search = Search(make_study(space, study, default_parameters, settings, enqueue, where))
    metric = search.study.objective.metric
    clock = Clock(search.study)
    while not search.done and not clock.out_of_time(search):
        trial = search.next_trial()
        start, started = time.time(), time.perf_counter()
        hyper_parameters = search.suggest(trial)
        suggested = time.perf_counter()
        absent = search.study.space.absent(hyper_parameters)
        in_order = search.study.shown_space
        present = {name: hyper_parameters[name] for name in in_order if name not in absent}
        result = _call(function, present, metric)
        search.finish(
            TrialRecord(
                trial=trial,
                hyper_parameters=hyper_parameters,
                metric=metric,
                timings={
                    "start": start,
                    "suggest": suggested - started,
                    "train": time.perf_counter() - suggested,
                },
                **result,
            )
        )
    return search.in_order()


def _call(function: Callable, hyper_parameters: HyperParameters, metric: str) -> dict[str, Any]:
    """Call a function; return the state, value, error and traceback of a record."""
    try:
        return judge(function(dict(hyper_parameters)), metric)
    except (Exception, SystemExit) as error:
        return {
            "state": "failed",
            "value": None,
            "error": describe_exception(error),
            "traceback": traceback_of(error),
        }


def judge(value: Any, metric: str) -> dict[str, Any]:
    """Return the state, value and error of a trial from what its function has returned.

    Raises
    ------
    OverflowError
        It is a whole number that no float can hold.
    """
    number = math.nan if isinstance(value, str) else _float(value)
    if not math.isfinite(number):
        error = f"found {text_of(value)} as {metric}, expected a finite number"
        return {"state": "failed", "value": None, "error": one_line(error)}
    return {"state": "complete", "value": number}


def _float(value: Any) -> float:
    """Convert a number (of NumPy, too) to a float; NaN if it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
