"""Check the points that are tried first (`enqueue`)."""

from collections.abc import Mapping
from typing import Any

from sametrials.config.messages import KeyPath, path_text, show
from sametrials.config.points import read_part
from sametrials.config.schema_reader import Reader
from sametrials.study.optimizers import OPTIMIZERS, chooses_points
from sametrials.study.phases import has_surrogate
from sametrials.study.space import Space, values_of


def read_enqueue(reader: Reader, plain: dict) -> None:
    """Read the points by the search space, whose names are sound; one may leave out values.

    A whole point that is tried before is a mistake. Points in part may be equal: each is completed
    with other values.
    """
    space, default = plain["search_space"], plain.get("default_parameters")
    points = [
        read_part(reader, space, point, ("enqueue", number))
        for number, point in enumerate(plain["enqueue"])
    ]
    if reader.is_sound("search_space") and reader.is_sound("enqueue"):
        whole = Space(space)
        tried = [default if reader.is_sound("default_parameters") else None, *points]
        known = [None if each is None else _text(whole, each) for each in tried]
        for number, text in enumerate(known[1:]):
            before = known.index(text)
            if text is not None and before <= number:
                which = f"enqueue[{before - 1}]" if before else "the first trial"
                reader.complain(("enqueue", number), f"{which} again", "each whole point only once")
    plain["enqueue"] = points


def _text(space: Space, point: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the texts of a whole point, by which it is told from others; None of a part."""
    whole = {name: point.get(name) for name in space.dimensions}
    return values_of(whole) if space.holds(whole) else None


def check_enqueue(
    reader: Reader, plain: Mapping[str, Any], studies: Mapping[KeyPath, Mapping[str, Any]]
) -> None:
    """Check that the points fit the studies, and note which studies have no use for them.

    Parameters
    ----------
    reader
        Collects the problems.
    plain
        The configuration, with the default parameters.
    studies
        The settings of each study by its place in the configuration, without problems.
    """
    if not (plain["enqueue"] and reader.is_sound("enqueue")):
        return
    users = {path: study for path, study in studies.items() if chooses_points(study)}
    others = {path: study["optimizer"] for path, study in studies.items() if path not in users}
    if not users:
        optimizers = " and ".join(dict.fromkeys(others.values()))
        able = ", ".join(name for name in OPTIMIZERS if chooses_points({"optimizer": name}))
        wanted = f"nothing, since optimizer is {optimizers} (it is for {able})"
        reader.complain(("enqueue",), show(plain["enqueue"]), wanted)
    elif others:
        places = ", ".join(map(path_text, others))
        reader.notes.append(f"enqueue is not for {places}, whose points are all fixed")
    n_given = len(plain["enqueue"]) + (plain["default_parameters"] is not None)
    for path, study in users.items():
        setting = "n_initial_points" if has_surrogate(study) else "n_calls"
        if study[setting] < n_given:
            wanted = f"an integer >= {n_given}, since so many points are given"
            reader.complain((*path, setting), show(study[setting]), wanted)
