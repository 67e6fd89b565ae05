"""A study: everything that decides which hyper-parameters are tried, and in which order."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sametrials.study import phases
from sametrials.study.objective import Objective
from sametrials.study.optimizers import chooses_points, surrogate_of, unmet_need
from sametrials.study.space import HyperParameters, Space, in_canonical_order

ENDINGS = ("n_calls", "target", "stop_after", "max_hours", "trial_timeout")
"""The settings that say when a search, or a trial, ends."""


def derived_seed(seed: int, purpose: str, trial: int = 0) -> int:
    """Derive a seed in 0 ... 2**32 - 1 for one purpose and one trial from that of a study.

    A hash, unlike the state of a random number generator, can be computed for trial 37 without
    running trials 0 to 36, and does not change with the version of any package.
    """
    digest = hashlib.sha256(f"{seed} {purpose} {trial}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


@dataclass(frozen=True)
class Study:
    """The settings of a search, as in config.yaml (where each is described).

    Those in ENDINGS say when the search ends, `confirm` what happens then; all others decide its
    course, but for `order`, the names of the hyper-parameters in the order in which they are shown.
    """

    search_space: Mapping[str, Mapping]
    default_parameters: HyperParameters | None
    enqueue: Sequence[HyperParameters]
    objective: Objective
    seed: int
    optimizer: str
    grid: Mapping[str, int]
    points: Sequence[HyperParameters]
    forest: str
    acq_func: str
    xi: float
    kappa: float
    lie: str
    n_calls: int
    n_initial_points: int
    initial_point_generator: str
    window: int
    pruning: str
    target: float | None
    stop_after: Mapping[str, int] | None
    max_hours: float | None
    trial_timeout: float | None
    confirm: int
    order: Sequence[str] = ()
    where: Sequence[str] = ()

    @cached_property
    def space(self) -> Space:
        """The search space, with its dimensions."""
        return Space(self.search_space, self.where)

    @property
    def shown_space(self) -> dict[str, Mapping]:
        """The entries of the search space in the order in which they are shown."""
        return {name: self.search_space[name] for name in self.order or self.search_space}

    @property
    def has_surrogate(self) -> bool:
        """Whether the optimizer has a surrogate."""
        return phases.has_surrogate(vars(self))

    @property
    def surrogate(self) -> str:
        """The kind of its surrogate; results of a study without one show a Gaussian process."""
        return surrogate_of(vars(self))

    def n_visible(self, trial: int) -> int:
        """Return how many of the first trials must be finished before `trial` is suggested."""
        return phases.n_visible(self.window, trial)

    def in_initial_design(self, trial: int) -> bool:
        """Tell whether a trial belongs to the initial design, before the surrogate is used."""
        return phases.in_initial_design(vars(self), trial)

    def learns_from_trials(self, trial: int) -> bool:
        """Tell whether the hyper-parameters of a trial depend on the results of earlier trials."""
        return phases.learns_from_trials(vars(self), trial)

    def seed_of(self, purpose: str, trial: int = 0) -> int:
        """Derive a seed in 0 ... 2**32 - 1 for one purpose and one trial of this study."""
        return derived_seed(self.seed, purpose, trial)

    def training_seed(self, trial: int, new: int = 0) -> int:
        """Derive the seed of a trial's training; `new` numbers the seeds of `confirm`, from 1."""
        return self.seed_of(f"training {new}" if new else "training", trial)

    def identity(self) -> dict:
        """List the settings that decide the course of the search, for the fingerprint.

        Left out are those in ENDINGS, `confirm`, `order`, `points` (each decides one trial only),
        and settings that the study does not use, such as an empty `enqueue` or `where`.
        """
        settings = {each.name: getattr(self, each.name) for each in fields(self)}
        deciding = {
            name: value
            for name, value in settings.items()
            if name not in (*ENDINGS, "points", "confirm", "order")
            and unmet_need(settings, name) is None
        }
        if not (self.enqueue and chooses_points(settings)):
            del deciding["enqueue"]
        if not self.where:
            del deciding["where"]
        # Without what is not given: a new key shall not make other studies of old ones.
        space = [
            [name, {key: part for key, part in entry.items() if part is not None}]
            for name, entry in self.search_space.items()
        ]
        return deciding | {"search_space": space, "objective": self.objective.identity()}


def study_of(checked: Mapping[str, Any]) -> Study:
    """Make a study from checked settings; they are not checked again.

    The order of the search space, and of points, does not count: they get the canonical one
    (`sametrials.study.space.in_canonical_order`). It is kept for showing.

    Parameters
    ----------
    checked
        The keys search_space, constraints, default_parameters, enqueue and objective of the
        configuration, and under `study` the settings of the study.
    """
    space = in_canonical_order(checked["search_space"])
    default, points = checked["default_parameters"], checked["study"]["points"]
    return Study(
        search_space=space,
        default_parameters=None if default is None else {name: default[name] for name in space},
        enqueue=[
            {name: each[name] for name in space if name in each} for each in checked["enqueue"]
        ],
        objective=Objective(**checked["objective"]),
        order=tuple(checked["search_space"]),
        where=tuple(checked["constraints"]["where"]),
        **{**checked["study"], "points": [{name: each[name] for name in space} for each in points]},
    )
