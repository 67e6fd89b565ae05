"""Check the keys of a study against each other and against the search space."""

import math
import re
from collections.abc import Mapping
from typing import Any

from sametrials.config.check_constraints import complain_of_unmet
from sametrials.config.messages import KeyPath, show
from sametrials.config.points import read_point
from sametrials.config.schema_reader import Reader
from sametrials.study.dimension import dimension_of
from sametrials.study.grid import grid_size, grid_values
from sametrials.study.objective import Objective
from sametrials.study.optimizers import OPTIMIZERS, unmet_need
from sametrials.study.phases import has_surrogate, n_first
from sametrials.study.space import Space, values_of

_NEVER_NEGATIVE = re.compile(r"(^|_)(error|crossentropy|deviance|mse|mae|rmse)(_\d+)?$")


def check_study(
    reader: Reader, study: dict, path: KeyPath, plain: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """Check a study, collect its problems, and fill in what follows from the search space.

    Parameters
    ----------
    reader
        Collects the problems.
    study
        The study as read by its schema, without problems.
    path
        Its place in the configuration.
    plain
        The configuration, with the search space and the default parameters.
    given
        The study before its defaults were filled in.
    """
    _check_uses(reader, study, path)
    _check_target(reader, study, path, plain)
    if has_surrogate(study) and study["n_calls"] < study["n_initial_points"]:
        wanted = f"an integer >= n_initial_points ({study['n_initial_points']}), or fewer of these"
        reader.complain((*path, "n_calls"), show(study["n_calls"]), wanted)
    if not (reader.is_sound("search_space") and reader.is_sound("default_parameters")):
        return
    _check_number_of_points(reader, study, path, plain, given)
    if reader.is_sound(*path) and study["confirm"] > study["n_calls"]:
        wanted = f"an integer <= n_calls ({study['n_calls']})"
        reader.complain((*path, "confirm"), show(study["confirm"]), wanted)
    if reader.is_sound(*path):
        _check_stop_after(reader, study, path)


def _check_number_of_points(
    reader: Reader, study: dict, path: KeyPath, plain: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """Check that there are as many points as trials; without `n_calls`, all of them are tried."""
    setting = OPTIMIZERS[study["optimizer"]].all_points
    if setting is None:
        return
    if not reader.is_sound("constraints"):
        return
    n_points = READERS[setting](reader, study, path, plain)
    if not reader.is_sound(*path):
        return
    if "n_calls" not in given:
        study["n_calls"] = n_points
    elif study["n_calls"] > n_points:
        wanted = f"an integer <= {n_points}, the number of points (the default is all of them)"
        reader.complain((*path, "n_calls"), show(study["n_calls"]), wanted)


def _check_uses(reader: Reader, study: dict, path: KeyPath) -> None:
    """Check that settings which the study does not use have their defaults."""
    defaults = reader.definitions["study"]["properties"]
    for name, value in study.items():
        need = unmet_need(study, name)
        if need is not None and value != defaults[name]["default"]:
            other, values = need
            wanted = f"nothing, since {other} is {study[other]} (it is for {', '.join(values)})"
            reader.complain((*path, name), show(value), wanted)


def _check_target(reader: Reader, study: dict, path: KeyPath, plain: Mapping[str, Any]) -> None:
    """Check that the objective can have the value that ends the search."""
    if study["target"] is None or not reader.is_sound("objective"):
        return
    objective = Objective(**plain["objective"])
    metric, target = objective.metric, study["target"]
    if objective.range and not objective.range[0] <= target <= objective.range[1]:
        low, high = objective.range
        hint = " (99 % is 0.99)" if objective.is_share else ""
        wanted = f"a value of {metric}, from {low:g} to {high:g}{hint}"
        reader.complain((*path, "target"), show(target), wanted)
    ours = plain.get("model", "") is None and plain.get("trial") is None
    our_loss = ours and objective.test_metric == "loss"
    if target < 0 and (our_loss or _NEVER_NEGATIVE.search(metric)):
        reader.complain((*path, "target"), show(target), f"a value of {metric}, 0 or more")


def _check_stop_after(reader: Reader, study: dict, path: KeyPath) -> None:
    """Check that so many trials without an improvement can end the search before `n_calls`."""
    if study["stop_after"] is None:
        return
    n_after = study["n_calls"] - n_first(study)
    if study["stop_after"]["no_improvement"] >= n_after:
        found = show(study["stop_after"]["no_improvement"])
        first = "the initial design" if has_surrogate(study) else "the first"
        wanted = (
            f"an integer below the number of trials after {first} ({n_after}), or a larger "
            "n_calls: it can never end the search"
        )
        reader.complain((*path, "stop_after", "no_improvement"), found, wanted)


def _read_grid(reader: Reader, study: dict, path: KeyPath, plain: Mapping[str, Any]) -> int:
    """Read the numbers of values; return the number of points, default parameters included."""
    space, default = plain["search_space"], plain["default_parameters"]
    schema = reader.definitions["study"]["properties"]["grid"]["additionalProperties"]
    sizes = {}
    for name, entry in space.items():
        size = dimension_of(entry).size
        if size == math.inf:
            sizes[name] = schema
        elif entry["type"] == "integer" and entry.get("base") is None and size > 1:
            limits = {key: min(schema[key], size) for key in ("maximum", "default")}
            sizes[name] = schema | limits
    wanted = {"type": "object", "properties": sizes}
    study["grid"] = reader.read(study["grid"], wanted, (*path, "grid"))
    if not reader.is_sound(*path):
        return 0
    values = grid_values(space, study["grid"])
    try:
        size = grid_size(Space(space, plain["constraints"]["where"]), values)
    except ValueError as error:
        reader.problems[*path, "grid"] = f"found {error}"
        return 0
    # Where it does not exist, a value is None.
    off_grid = default is not None and any(
        default[name] is not None and default[name] not in values[name] for name in space
    )
    return size + off_grid


def _read_points(reader: Reader, study: dict, path: KeyPath, plain: Mapping[str, Any]) -> int:
    """Read a list of distinct points; return their number, default parameters included."""
    space, default = plain["search_space"], plain["default_parameters"]
    path = (*path, "points")
    points_of_any_names = {"type": "object", "additionalProperties": {}}
    wanted = {"type": "array", "items": points_of_any_names, "minItems": 1}
    given = reader.read(study["points"], wanted, path)
    if not reader.is_sound(*path):
        return 0
    points = [read_point(reader, space, each, (*path, i)) for i, each in enumerate(given)]
    if not reader.is_sound(*path):
        return 0
    whole = Space(space, plain["constraints"]["where"])
    for i, point in enumerate(points):
        complain_of_unmet(reader, whole, point, (*path, i))
    known = [values_of(point) for point in points]
    for i, values in enumerate(known):
        if values in known[:i]:
            reader.complain((*path, i), "a mapping again", "each item only once")
    study["points"] = points
    return len(points) + (default is not None and values_of(default) not in known)


READERS = {"grid": _read_grid, "points": _read_points}
"""For each setting that fixes all points: the function that reads it and counts the points."""
