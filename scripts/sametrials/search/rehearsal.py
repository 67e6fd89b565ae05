"""Try a task at a few points before the first trial: a mistake is told in seconds, not in hours."""

import shutil
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sametrials.common.errors import SearchError
from sametrials.common.logs import describe
from sametrials.common.texts import one_line
from sametrials.search.make_job import ANY
from sametrials.search.setup import Setup
from sametrials.search.worker_pool import Failure, WorkerPool
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters, values_of
from sametrials.tasks.task import Rehearsal
from sametrials.trials.job import Job

N_POINTS = 4
"""At most so many points are tried: a bad one among them refuses nothing."""

LONGEST = 300
"""Number of characters of a reason that is shown; the log has all of it."""


def rehearse(setup: Setup, folder: str | Path) -> None:
    """Try the first points of a study until one works in all stages of the task's rehearsal.

    Parameters
    ----------
    setup
        The study, and the rehearsal of its task; nothing happens if that has no stages.
    folder
        For what a rehearsal saves; removed before and afterwards.

    Raises
    ------
    SearchError
        No point works; the message has the reason of the first one, in a line.
    """
    if not setup.rehearsal:
        return
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)
    failures = []
    try:
        with ExitStack() as stack:
            pools = [
                stack.enter_context(WorkerPool(1, _Caught(stage), setup.study.trial_timeout))
                for stage in setup.rehearsal
            ]
            for number, point in enumerate(first_points(setup.study)):
                job = Job(
                    trial=number,
                    hyper_parameters=point,
                    seed=setup.study.training_seed(number),
                    log_dir=Path(folder) / f"{number}",
                    model_path=Path(folder) / f"{number}{setup.model_suffix}",
                    save_up_to=ANY,
                    absent=setup.study.space.absent(point),
                )
                failure = _first_failure(pools, job)
                if failure is None:
                    return
                print(f"rehearsal of {job}:\n{failure.traceback or failure.message}", flush=True)
                failures.append(failure)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    raise SearchError(
        f"found no point that can be trained and evaluated, of {len(failures)} that were tried in "
        f"small before the first trial: {one_line(failures[0].message, LONGEST)}"
    )


def first_points(study: Study) -> list[HyperParameters]:
    """List points that a study begins with, each once: those that need no earlier result."""
    from sametrials.suggest.designs import design_point  # a second's import, which few jobs need

    points: list[HyperParameters] = []
    for trial in range(min(N_POINTS, len(study.points) or N_POINTS)):
        point = design_point(study, trial, set(map(values_of, points)))
        if point not in points:
            points.append(point)
    return points


def _first_failure(pools: list[WorkerPool], job: Job) -> Failure | None:
    for pool in pools:
        pool.start(job)
        finished = []
        while not finished:
            finished = pool.wait(seconds=1)
        failure = finished[0].failure or finished[0].result
        if failure is not None:
            return failure
    return None


@dataclass(frozen=True)
class _Caught:
    """Makes a stage whose exceptions are results: another point may do better at once."""

    make: Callable[[], Rehearsal]

    def __call__(self) -> Callable[[Job], Failure | None]:
        return partial(_failure_of, self.make())


def _failure_of(stage: Rehearsal, job: Job) -> Failure | None:
    try:
        stage(job)
    except (Exception, SystemExit) as error:
        return Failure(describe(error), traceback.format_exc())
    return None
