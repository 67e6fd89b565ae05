"""Check the points that are tried first (`enqueue`)."""

from collections.abc import Mapping
from typing import Any

from sametrials.config.check_study import point_schema
from sametrials.config.messages import KeyPath, path_text, show
from sametrials.config.schema_reader import Reader
from sametrials.study.optimizers import OPTIMIZERS, chooses_points
from sametrials.study.phases import has_surrogate


def read_enqueue(reader: Reader, plain: dict) -> None:
    """Read the points by the search space, whose names are sound; one may leave out values.

    A whole point that is tried before is a mistake. Points in part may be equal: each is completed
    with other values.
    """
    space, tried = plain["search_space"], [plain.get("default_parameters")]
    part = point_schema(reader, space) | {"required": [], "minProperties": 1}
    points = reader.read(plain["enqueue"], {"type": "array", "items": part}, ("enqueue",))
    for number, point in enumerate(points):
        if isinstance(point, dict) and len(point) == len(space) and point in tried:
            before = tried.index(point)
            which = f"enqueue[{before - 1}]" if before else "the first trial"
            reader.complain(("enqueue", number), f"{which} again", "each whole point only once")
        tried.append(point)
    plain["enqueue"] = points


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
