"""Check the constraints on points: what they say, and that they can be computed and be met."""

import random
from collections.abc import Iterator, Mapping

from sametrials.config.messages import KeyPath, show
from sametrials.config.schema_reader import Reader
from sametrials.study.expressions import Expression
from sametrials.study.space import HyperParameters, Space

FEW, MANY = 500, 50_000
"""So many points are drawn to see whether constraints can be computed, and can be met."""

PATH = ("constraints", "where")


def check_constraints(reader: Reader, plain: Mapping) -> None:
    """Check each constraint by itself and at some points, then all of them, and the given points.

    Parameters
    ----------
    reader
        Collects the problems.
    plain
        The configuration, with the search space, whose names are sound, and given points.
    """
    if not reader.is_sound("constraints") or not plain["constraints"]["where"]:
        return
    known = list(plain["search_space"])
    for number, text in enumerate(plain["constraints"]["where"]):
        try:
            names = Expression(text).names
        except ValueError as error:
            reader.problems[*PATH, number] = str(error)
            continue
        for name in sorted(names - {*known}):
            wanted = f"names of hyper-parameters: {', '.join(known)}"
            reader.complain((*PATH, number), f"the name {name} in {text!r}", wanted)
        if not names:
            wanted = "an expression with the name of a hyper-parameter"
            reader.complain((*PATH, number), show(text), wanted)
    if not reader.is_sound("search_space") or not reader.is_sound("constraints"):
        return
    space = Space(plain["search_space"], plain["constraints"]["where"])
    for number, constraint in enumerate(space.constraints):
        _check_that_it_can_be_computed(reader, space, constraint, (*PATH, number))
    if reader.is_sound("constraints"):
        if all(space.unmet(point) for point in _drawn(space, MANY)):
            found = f"constraints that none of {MANY:,} points meets that were drawn"
            reader.complain(PATH, found, "constraints that can be met together")
        _check_given(reader, space, plain)


def _check_that_it_can_be_computed(
    reader: Reader, space: Space, constraint: Expression, path: KeyPath
) -> None:
    for point in _drawn(space, FEW):
        if constraint.names <= space.existing(point):
            try:
                constraint(point)
            except ValueError as error:
                names = sorted(constraint.names)
                place = ", ".join(f"{name} {show(point[name])}" for name in names)
                found = f"{show(constraint.text)}, which cannot be computed at {place} ({error})"
                reader.complain(path, found, "one that can be at each point")
                return


def _check_given(reader: Reader, space: Space, plain: Mapping) -> None:
    """Check the points that stand in the configuration, in whole; those of a study come later."""
    given = {("default_parameters",): plain.get("default_parameters")}
    given |= {("enqueue", number): point for number, point in enumerate(plain["enqueue"])}
    for path, point in given.items():
        if point is not None and reader.is_sound(*path):
            whole = {name: point.get(name) for name in space.dimensions}
            if space.holds(whole):  # what is enqueued may be a part
                complain_of_unmet(reader, space, whole, path)


def complain_of_unmet(reader: Reader, space: Space, point: HyperParameters, path: KeyPath) -> None:
    """Note that a point does not meet a constraint."""
    unmet = space.unmet(point)
    if unmet:
        reader.complain(path, "a point that does not meet it", f"{unmet[0]} (constraints.where)")


def _drawn(space: Space, number: int) -> Iterator[HyperParameters]:
    """Draw points, the same each time: first the corners that all low and all high values make."""
    size = len(space.dimensions)
    yield space.at([0.0] * size)
    yield space.at([1.0] * size)
    generator = random.Random(0)  # noqa: S311 - not for secrets
    for _ in range(number):
        yield space.at([generator.random() for _ in range(size)])
