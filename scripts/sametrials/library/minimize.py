"""Minimise or maximise a function: the trials are those of the workflow, bit for bit."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Unpack

from sametrials.common.errors import ConfigError
from sametrials.library.course import Course, folder_path, warn
from sametrials.library.dimensions import NamedSpace, Space, named_space
from sametrials.library.function_identity import function_identity
from sametrials.library.function_task import FunctionTask
from sametrials.library.run_trials import Callback, run_trials
from sametrials.library.settings import FurtherSettings, study_of_arguments
from sametrials.library.worker_processes import pickled_function
from sametrials.search.progress import Progress
from sametrials.search.setup import setup_of
from sametrials.study.settings import Study

if TYPE_CHECKING:
    from sametrials.library.result import Result


def minimize(
    function: Callable[[Any], Any],
    space: Space,
    *,
    n_calls: int | None = None,
    seed: int = 3,
    workers: int = 1,
    folder: str | os.PathLike[str] | None = None,
    x0: Any = None,
    enqueue: Sequence[Any] = (),
    y0: None = None,
    callback: Callback | Sequence[Callback] | None = None,
    window: int = 5,
    optimizer: str = "gp",
    n_initial_points: int = 10,
    acq_func: str = "EI",
    direction: str = "minimize",
    metric: str = "result",
    version: str | int | None = None,
    retry_failed: bool = False,
    verbose: bool = False,
    **settings: Unpack[FurtherSettings],
) -> "Result":
    """Search for the point at which a function has its lowest value.

    The same arguments give the same trials, bit for bit: with any number of workers, in one go or
    killed and resumed, and the first trials of a longer search are those of a shorter one. The
    function must do its part: the same point must give it the same value. The random numbers of
    `random` and `numpy.random` are seeded before each call, with a seed of the trial's own.

    A call that raises, also `SystemExit`, or returns no finite number, is a failed trial. The
    search goes on, and keeps away from its point.

    Parameters
    ----------
    function
        Takes a point and returns a number. The point is a list of values if `space` is a list, as
        in scikit-optimize, and a dictionary if `space` is a mapping.
    space
        A list of `Real`, `Integer` and `Categorical`, or a mapping of names to them, or to entries
        as of `search_space` in config.yaml. See `sametrials.library.dimensions.named_space`.
    n_calls
        How many trials there are: 40 if it is left out, with `optimizer="grid"` or "manual" all.
    seed
        All choices of the search come from it; 0 ... 2**32 - 1.
    workers
        Number of processes that call the function. It changes how long the search takes, and
        nothing else. 1 calls it in this process. With more, it must be a function of a module, and
        at most `window` of them are busy. Each process uses as many threads as its libraries take.
    folder
        Where the trial records are kept, a JSON file each; nowhere if None. Called again with the
        same arguments, the search goes on from them. Records that were made with another space,
        seed, version or function are set aside in `superseded/`, and taken back when it returns.
    x0
        The first trial's point: a list of values or a dictionary. It counts as one of
        `n_initial_points`.
    enqueue
        The points of the trials after it, likewise. A dictionary may leave out values: those are of
        the point that the trial would have had. Not for `optimizer="grid"` and "manual".
    y0
        Not supported: a trial record is made by a call of the function.
    callback
        Called with the `Result` so far after each trial, in the order of their numbers; or a list
        of such functions. If one returns True, that trial is the last: it is the same one with any
        number of workers. It is called for the trials that a folder holds, too.
    window
        How many trials may be out at once: trial k is chosen from the results of trials 0 ...
        k - window. It is part of the search, like the seed; 1 is the sequential search.
    optimizer
        "gp", "forest", "gbrt", "random", "grid" or "manual".
    n_initial_points
        How many trials come before the surrogate is asked.
    acq_func
        "EI", "PI" or "LCB".
    direction
        "minimize", or "maximize" for the highest value.
    metric
        What the value is called in the records: a Python identifier.
    version
        Marks a change of the function that cannot be seen: another version sets old records aside.
        Seen are the function's code, and functions, classes and constants of its module that it
        uses by name, default arguments and those of `functools.partial`. Not seen are other
        modules, data, lists and dictionaries, and the attributes of objects.
    retry_failed
        Whether trials that the folder holds as failed are tried again.
    verbose
        Whether each finished trial is told on stdout.
    **settings
        `initial_point_generator`, `xi`, `kappa`, `lie`, `forest`, `grid`, `points`, `target`,
        `stop_after`, `max_hours`, `trial_timeout` (seconds), each as config/README.md describes it.

    Returns
    -------
    Result
        With `x`, `fun`, `x_iters`, `func_vals` as in scikit-optimize, `records` and `best`.

    Raises
    ------
    ConfigError
        An argument is wrong, or the function cannot go to another process. Nothing was called.
    SearchError
        The first three trials have failed, another search is at work in the folder, or a worker
        cannot be started.

    Examples
    --------
    >>> from sametrials import Real, minimize
    >>> def distance(x):
    ...     return (x[0] - 0.3) ** 2
    >>> result = minimize(distance, [Real(0.0, 1.0)], n_calls=15, seed=1)
    >>> len(result.x_iters), result.fun < 0.001
    (15, True)
    >>> again = minimize(distance, [Real(0.0, 1.0)], n_calls=15, seed=1)
    >>> again.x_iters == result.x_iters
    True
    >>> patient = {"enqueue": [[0.25]], "stop_after": {"no_improvement": 5}}
    >>> short = minimize(distance, [Real(0.0, 1.0)], n_calls=100, seed=1, **patient)
    >>> short.x_iters[0], len(short.x_iters) < 100
    ([0.25], True)
    """
    # scikit-optimize takes a second, which the worker processes need not wait for.
    from sametrials.library.result import result_of

    named = named_space(space)
    callbacks, path = _callbacks(callback), folder_path(folder)
    _check(function, workers, y0, settings)
    arguments = {
        "n_calls": n_calls,
        "seed": seed,
        "window": window,
        "optimizer": optimizer,
        "n_initial_points": n_initial_points,
        "acq_func": acq_func,
    }
    objective = {"metric": metric, "direction": direction}
    study = study_of_arguments(named, arguments, x0, enqueue, objective, settings)
    pickled = pickled_function(function) if workers > 1 else None
    task = task_of_function(function, pickled, named, study, version)
    setup = setup_of(study, task)
    name = "minimize" if path is None else path.name
    progress = Progress(sys.stdout, name, study, workers) if verbose else None
    course = Course(setup, path, warn if progress is None else progress.note, retry_failed)
    with course.locked() as check_lock, progress or nullcontext():
        if course.store is not None:
            course.store.tidy()
        records = run_trials(course, task, workers, check_lock, progress, callbacks)
    return result_of(study, records)


def task_of_function(
    function: Callable[[Any], Any],
    pickled: bytes | None,
    space: NamedSpace,
    study: Study,
    version: str | int | None,
) -> FunctionTask:
    """Make the task of calling a function."""
    if not isinstance(version, str | int | None):
        raise ConfigError(
            f"version: found {type(version).__name__}, expected a text, a whole number or None"
        )
    identity = function_identity(function)
    decides = {
        "function": identity["name"],
        "code": identity["code"],
        "version": version,
        "argument": "list" if space.as_list else "dictionary",
    }
    return FunctionTask(function, pickled, space, study.objective, decides)


def _callbacks(callback: Any) -> list[Callback]:
    callbacks = list(callback) if isinstance(callback, Sequence) else [callback]
    callbacks = [] if callback is None else callbacks
    for each in callbacks:
        if not callable(each):
            raise ConfigError(
                f"callback: found {type(each).__name__}, expected a function or a list of them"
            )
    return callbacks


def _check(function: Any, workers: Any, y0: Any, settings: FurtherSettings) -> None:
    if not callable(function):
        raise ConfigError(f"function: found {type(function).__name__}, expected a function")
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise ConfigError(f"workers: found {workers!r:.60}, expected a whole number >= 1")
    if y0 is not None:
        raise ConfigError(
            "y0: found a value, expected none: each trial record is made by a call of the "
            "function. Use Study, and tell the values that you know"
        )
    if settings.get("trial_timeout") is not None and workers == 1:
        raise ConfigError(
            "trial_timeout: found a limit with workers=1, expected none, or workers=2: a call in "
            "this process cannot be given up"
        )
