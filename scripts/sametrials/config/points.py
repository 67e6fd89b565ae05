"""Read points of the search space that stand in the configuration."""

from collections.abc import Mapping
from typing import Any

from sametrials.config.messages import KeyPath, expected, show
from sametrials.config.schema_reader import Reader
from sametrials.study.dimension import Choice, dimension_of
from sametrials.study.space import HyperParameters, Space


def read_point(
    reader: Reader, entries: Mapping[str, Mapping], values: Any, path: KeyPath
) -> HyperParameters:
    """Read a point of the search space; an unsound dimension accepts any value.

    A number gets the type that it has in the search space. What a condition switches off may be
    left out, or null.
    """
    required = [name for name, entry in entries.items() if not entry.get("when")]
    schema = _schema_of_values(reader, entries) | {"required": required}
    given = reader.read(values, schema, path)
    if not reader.is_sound("search_space") or not reader.is_sound(*path):
        return given
    space = Space(entries)
    point = {name: _as_listed(space, name, given.get(name)) for name in entries}
    existing = space.existing(point)
    for name, entry in entries.items():
        if name not in existing and point[name] is not None:
            others = ", ".join(entry["when"])
            found, wanted = show(point[name]), f"nothing: it does not exist there (see {others})"
            reader.complain((*path, name), found, wanted)
        elif name in existing and not space.dimensions[name].holds(point[name]):
            wanted = expected(_value_schema({**entry, "when": None}))
            found = show(point[name]) if name in given else "nothing"
            reader.complain((*path, name), found, wanted)
    return point


def read_part(
    reader: Reader, entries: Mapping[str, Mapping], values: Any, path: KeyPath
) -> HyperParameters:
    """Read some values of a point. With a value stand those on which its conditions depend."""
    schema = _schema_of_values(reader, entries) | {"minProperties": 1}
    given = reader.read(values, schema, path)
    if not reader.is_sound("search_space") or not reader.is_sound(*path):
        return given
    space = Space(entries)
    # Null says that it does not exist, unless it is one of the values.
    part = {
        name: _as_listed(space, name, given[name])
        for name, dimension in space.dimensions.items()
        if name in given and (given[name] is not None or dimension.holds(None))
    }
    for name, value in part.items():
        for condition in space.conditions.get(name, ()):
            if condition.other not in part or not condition.holds(part[condition.other]):
                wanted = f"{condition.other} beside it, with a value for which it exists"
                reader.complain((*path, name), show(value), wanted)
        if not space.dimensions[name].holds(value):
            wanted = expected(_value_schema({**entries[name], "when": None}))
            reader.complain((*path, name), show(value), wanted)
    return part


def _schema_of_values(reader: Reader, entries: Mapping[str, Mapping]) -> dict:
    properties = {
        name: _value_schema(entry)
        if reader.is_sound("search_space", name)
        else {"title": "a value"}
        for name, entry in entries.items()
    }
    return {"type": "object", "properties": properties}


def _value_schema(entry: Mapping) -> dict:
    """Make the schema of a dimension's values, and null where a condition may switch it off."""
    null = ["null"] if entry.get("when") else []
    dimension = dimension_of(entry)
    if isinstance(dimension, Choice):
        values = [*dimension.values, *(None for _ in null)]
        null = ["null"] if None in values else []
        return {"type": ["string", "number", "boolean", *null], "enum": values}
    kind = {"real": "number", "integer": "integer"}[entry["type"]]
    bounds = {"type": [kind, *null], "minimum": entry["low"], "maximum": entry["high"]}
    if entry.get("step") is not None:
        low, high, step = entry["low"], entry["high"], entry["step"]
        bounds["title"] = f"a number from {low} to {high} in steps of {step}"
    return bounds


def _as_listed(space: Space, name: str, value: Any) -> Any:
    """Return a value as the search space has it: 3.0 is the category 3 if that is the only one."""
    dimension = space.dimensions[name]
    if not isinstance(dimension, Choice) or dimension.holds(value):
        return value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    equal = [each for each in dimension.values if is_number and each == value]
    return equal[0] if len(equal) == 1 and not isinstance(equal[0], bool) else value
