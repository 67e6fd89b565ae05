"""Check the search space: its dimensions, their conditions, and the points to try first."""

import math
import sys
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Any

from sametrials.config.check_constraints import check_constraints
from sametrials.config.check_enqueue import read_enqueue
from sametrials.config.messages import KeyPath, show
from sametrials.config.points import read_point
from sametrials.config.schema_reader import Reader
from sametrials.study.conditions import conditions_of
from sametrials.study.dimension import LOG, NORMAL, Choice, dimension_of
from sametrials.study.space import Space

ROUNDING = 1e-9
"""So much of a step may be missing from the distance between the bounds."""


def check_space(reader: Reader, plain: dict) -> None:
    """Check each dimension, then conditions and given points where these are sound."""
    for name, entry in reader.sound_entries(plain, "search_space").items():
        _check_dimension(reader, entry, ("search_space", name))
    space, values = plain.get("search_space"), plain.get("default_parameters")
    _check_pairs(reader, space)
    if not isinstance(space, dict) or not _has_sound_names(reader):
        return
    _check_conditions(reader, space)
    if reader.is_sound("search_space") and all(
        dimension_of(entry).size == 1 for entry in space.values()
    ):
        wanted = "a dimension with more than one value (put what is fixed into constants)"
        reader.complain(("search_space",), "only single values", wanted)
    if isinstance(values, dict):
        path = ("default_parameters",)
        plain["default_parameters"] = read_point(reader, space, values, path)
    if isinstance(plain.get("enqueue"), list):
        read_enqueue(reader, plain)
    check_constraints(reader, plain)


def _has_sound_names(reader: Reader) -> bool:
    return not any(path[0] == "search_space" and len(path) <= 2 for path in reader.problems if path)


def _check_pairs(reader: Reader, space: Any) -> None:
    """Check that no two figures of a pair of names (objective_2D_a_b) have the same name."""
    seen: dict[str, tuple] = {}
    for pair in combinations(map(str, space) if isinstance(space, dict) else (), 2):
        other = seen.setdefault("_".join(pair), pair)
        if other != pair:
            wanted = f"a name that makes {' and '.join(pair)} not read like {' and '.join(other)}"
            reader.complain(("search_space", pair[0]), "an ambiguous name", wanted)


def _check_dimension(reader: Reader, entry: dict, path: KeyPath) -> None:
    if entry["type"] not in ("real", "integer"):
        return
    low, high = entry["low"], entry["high"]
    if not math.isfinite(high - low):
        reader.complain((*path, "low"), show(low), f"a number less far from high ({high})")
    elif low > high:
        reader.complain((*path, "low"), show(low), f"a number not above high ({high})")
    elif entry["prior"] == LOG and low <= 0:
        reader.complain((*path, "low"), show(low), "a number > 0, since prior is log-uniform")
    elif entry["prior"] == LOG and low < sys.float_info.min:
        wanted = f"a number >= {sys.float_info.min:.3g}, of whose logarithm no digit is lost"
        reader.complain((*path, "low"), show(low), wanted)
    else:
        _check_prior(reader, entry, path)
        _check_steps(reader, entry, path)


def _check_prior(reader: Reader, entry: Mapping, path: KeyPath) -> None:
    is_normal = entry["prior"] == NORMAL
    for key in ("mean", "sd"):
        given = entry.get(key) is not None
        if is_normal and not given:
            reader.complain((*path, key), "nothing", "a number, since prior is normal")
        elif not is_normal and given:
            wanted = f"nothing, since prior is {entry['prior']} (it is for normal)"
            reader.complain((*path, key), show(entry[key]), wanted)
    low, high = entry["low"], entry["high"]
    mean = entry.get("mean")
    if is_normal and mean is not None and not low <= mean <= high:
        reader.complain((*path, "mean"), show(mean), f"a number from {low} to {high}")


def _check_steps(reader: Reader, entry: Mapping, path: KeyPath) -> None:
    """Check that the last value is `high`."""
    low, high, base, step = entry["low"], entry["high"], entry.get("base"), entry.get("step")
    if base is not None:
        other = "step" if step is not None else "prior" if entry["prior"] != "uniform" else None
        if other:
            wanted = "nothing, since base is given (the values have equal shares)"
            reader.complain((*path, other), show(entry[other]), wanted)
        elif low < 1:
            reader.complain((*path, "low"), show(low), "an integer >= 1, since base is given")
        else:
            _check_last(reader, high, [*dimension_of(entry)][-1], path)
    elif step is not None:
        number = (high - low) / step
        if abs(number - round(number)) > ROUNDING * max(1, number):
            last = float(f"{low + math.floor(number) * step:.12g}")
            last = int(last) if isinstance(low, int) else last
            _check_last(reader, high, last, path)


def _check_last(reader: Reader, high: float, last: float, path: KeyPath) -> None:
    if last != high:
        reader.complain((*path, "high"), show(high), f"the last of the values, such as {last}")


def _check_conditions(reader: Reader, space: Mapping[str, Mapping]) -> None:
    """Check that conditions name others, can be met, and do not turn in a circle."""
    sound = {name for name in space if reader.is_sound("search_space", name)}
    dimensions = {name: dimension_of(space[name]) for name in sound}
    for name in space:
        for other, wanted in (space[name].get("when") or {}).items() if name in sound else ():
            path = ("search_space", name, "when", other)
            if other not in space or other == name:
                known = ", ".join(each for each in space if each != name)
                reader.complain(path, "no other hyper-parameter", f"one of {known}")
            elif other in sound:
                try:
                    conditions_of({other: wanted}, dimensions)
                except ValueError as error:
                    reader.complain(path, show(wanted), str(error))
    if not reader.is_sound("search_space"):
        return
    circle = _circle(space)
    if circle:
        path = ("search_space", circle[0], "when")
        found = f"a circle: {' needs '.join([*circle, circle[0]])}"
        reader.complain(path, found, "conditions that end at a hyper-parameter without any")
    if reader.is_sound("search_space"):
        _check_that_each_can_exist(reader, space)


def _circle(space: Mapping[str, Mapping]) -> list[str]:
    """Find a circle of conditions, from its first name in the space on; none if there is none."""
    try:
        TopologicalSorter({name: space[name].get("when") or {} for name in space}).prepare()
    except CycleError as error:
        needs = list(reversed(error.args[1][1:]))  # each needs the next one, and the last the first
        first = min(map(list(space).index, needs))
        place = needs.index(list(space)[first])
        return [*needs[place:], *needs[:place]]
    return []


def _check_that_each_can_exist(reader: Reader, space: Mapping[str, Mapping]) -> None:
    """Check that the conditions of each hyper-parameter, and of those that it needs, agree.

    Each is about values of another one, so they agree if each other one has a value that meets all.
    """
    whole = Space(space)

    def needed(name: str) -> list:
        own = list(whole.conditions.get(name, ()))
        return own + [each for condition in own for each in needed(condition.other)]

    for name in whole.conditions:
        for other in {condition.other for condition in needed(name)}:
            wanted = [condition for condition in needed(name) if condition.other == other]
            if not _can_meet(whole, other, wanted):
                found = f"conditions of {other} that no value meets"
                reader.complain(("search_space", name, "when"), found, "others, or none")


def _can_meet(space: Space, name: str, conditions: list) -> bool:
    dimension = space.dimensions[name]
    if isinstance(dimension, Choice):
        candidates = list(dimension.values)
    else:
        # Where a comparison changes: at its number, and just beside it.
        numbers = [value for each in conditions for value in (*each.values, each.number)]
        beside = 1 if dimension.is_integer else ROUNDING * (dimension.high - dimension.low)
        nearby = [number + shift for number in numbers for shift in (-beside, 0, beside)]
        candidates = [dimension.nearest(each) for each in [*nearby, dimension.low, dimension.high]]
    return any(all(each.holds(value) for each in conditions) for value in candidates)
