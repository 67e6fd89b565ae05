"""The arguments of `minimize` and `Study` as the settings of a study."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from sametrials.common.errors import ConfigError
from sametrials.config.make_study import make_study
from sametrials.library.dimensions import NamedSpace
from sametrials.study.objective import MAXIMIZE, MINIMIZE
from sametrials.study.settings import Study


class FurtherSettings(TypedDict, total=False):
    """The settings that few need; config/README.md describes each, and has its default.

    `where` is that of its `constraints`.
    """

    initial_point_generator: str
    xi: float
    kappa: float
    lie: str
    forest: str
    grid: Mapping[str, int]
    points: Sequence[Any]
    target: float | None
    stop_after: Mapping[str, int] | None
    max_hours: float | None
    trial_timeout: float | None
    where: Sequence[str]


ADVICE = {
    "random_state": "seed",
    "n_random_starts": "n_initial_points",
    "n_startup_trials": "n_initial_points",
    "base_estimator": "optimizer",
    "dimensions": "space",
    "n_trials": "n_calls",
    "n_jobs": "workers",
    "timeout": "max_hours",
    "storage": "folder",
    "callbacks": "callback",
}
"""What an argument of scikit-optimize or Optuna is called here."""

PLACES = {
    "constraints": "",
    "search_space": "space",
    "default_parameters": "x0",
    "objective": "",
    "study": "",
}
"""What the sections of a configuration are called here."""


def study_of_arguments(
    space: NamedSpace,
    arguments: Mapping[str, Any],
    x0: Any,
    enqueue: Any,
    objective: Mapping[str, Any],
    further: Mapping[str, Any],
) -> Study:
    """Check the arguments of a search and make its study.

    Parameters
    ----------
    space
        The search space.
    arguments
        Settings of the study by name; one that is None is left out.
    x0
        The first point, a list or a dictionary; None if it is not given.
    enqueue
        The points after that, each a list or a dictionary, which may leave out values.
    objective
        The keys metric and direction.
    further
        The settings that the user gave beside the arguments that have a name.

    Raises
    ------
    ConfigError
        With one line for each problem: the argument, what was found, what was expected.
    """
    _check_names(further, arguments)
    direction = objective["direction"]
    if direction not in (MINIMIZE, MAXIMIZE):
        raise ConfigError(
            f"direction: found {direction!r:.60}, expected {MINIMIZE!r} or {MAXIMIZE!r}"
        )
    settings = {name: value for name, value in arguments.items() if value is not None}
    settings |= {name: value for name, value in further.items() if name != "where"}
    if "points" in settings:
        settings["points"] = _named(space, settings["points"], "points")
    further_points = _named(space, enqueue, "enqueue")
    first = None if x0 is None else space.named(_only_point(x0), "x0")
    try:
        where = further.get("where", ())
        return make_study(space.entries, settings, first, objective, further_points, where)
    except ConfigError as error:
        raise ConfigError("\n".join(map(_as_argument, str(error).splitlines()))) from None


def _named(space: NamedSpace, points: Any, what: str) -> Any:
    """Return a list of points as dictionaries; what is no list is left to the schema."""
    if not isinstance(points, Sequence) or isinstance(points, str):
        return points
    return [space.named(point, f"{what}[{number}]") for number, point in enumerate(points)]


def _only_point(x0: Any) -> Any:
    """Return the point of `x0`, which may be a list of one, as of scikit-optimize."""
    is_list = isinstance(x0, Sequence) and not isinstance(x0, str)
    if not is_list or not x0 or not all(isinstance(each, list | tuple | Mapping) for each in x0):
        return x0
    if len(x0) > 1:
        raise ConfigError(
            f"x0: found {len(x0)} points, expected one, the first trial: enqueue takes those to "
            "try after it (optimizer='manual' tries a list of points alone)"
        )
    return x0[0]


def _check_names(further: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
    known = [*arguments, *FurtherSettings.__annotations__]
    for name in further:
        if name in known:
            continue
        hint = f" ({ADVICE[name]} is what you look for)" if name in ADVICE else ""
        raise ConfigError(
            f"{name}: found an argument of this name, expected one of {', '.join(known)}{hint}"
        )


def _as_argument(line: str) -> str:
    """Name the argument in place of the key of a configuration."""
    for section, name in PLACES.items():
        found = re.match(rf"{section}(\.(?=\w)|(?=[\[:]))", line)
        if found:
            rest = line[found.end() :]
            joint = "" if not name or rest[0] in "[:" else "."
            return f"{name}{joint}{rest}".removeprefix(": ")
    return line
