"""Where the time of a search went."""

from typing import NamedTuple

from sametrials.results.comparison import PHASES, StudyResults, seconds_to_end


class TimeSpent(NamedTuple):
    """Seconds of a search. Pauses between two runs do not count.

    Attributes
    ----------
    wall
        From its beginning to its end.
    workers
        How many processes trained trials. None if each trial was a job of its own: then more trials
        ran at once than there are names of workers.
    train, prepare, start_up, suggest
        Of all trials together: training; preparing them and saving models; waiting for a worker,
        which imports its libraries first; choosing hyper-parameters, while workers may train.
    idle
        Of all workers together: the rest of `wall`. None if `workers` is None.
    """

    wall: float
    workers: int | None
    train: float
    prepare: float
    start_up: float
    suggest: float
    idle: float | None

    @property
    def shares(self) -> dict[str, float]:
        """The share of the workers' time, 0 to 1, that each phase took."""
        parts = {
            "training": self.train,
            "preparing trainings and saving models": self.prepare,
            "starting worker processes (importing libraries)": self.start_up,
            "idle, or waiting for a suggestion": self.idle or 0.0,
        }
        together = sum(parts.values()) or 1.0
        return {name: seconds / together for name, seconds in parts.items()}


def time_spent(study: StudyResults) -> TimeSpent:
    """Sum up the timings of a study."""
    seconds = study.timings[list(PHASES)].fillna(0).sum()
    prepare = seconds["build"] + seconds["save"]
    wall = float(seconds_to_end(study).max())
    workers = max(1, study.timings["worker"].nunique())
    idle = workers * wall - (seconds["train"] + prepare + seconds["wait"])
    side_by_side = idle < -0.01 * wall  # more than one trial at a time under one name
    return TimeSpent(
        wall=wall,
        workers=None if side_by_side else workers,
        train=float(seconds["train"]),
        prepare=float(prepare),
        start_up=float(seconds["wait"]),
        suggest=float(seconds["suggest"]),
        idle=None if side_by_side else max(0.0, float(idle)),
    )
