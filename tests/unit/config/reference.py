"""The reference of config.yaml's keys, made from the schema: config/README.md holds it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from sametrials.config.messages import expected
from sametrials.config.schema_reader import load_schema, resolve


class KeyDescription(NamedTuple):
    """A row of the reference: a key, and what the schema says of it."""

    key: str
    value: str
    default: str
    meaning: str


def describe(schema: Mapping, definitions: Mapping[str, dict], key: str = "") -> Iterator:
    """List every key below `schema` (KeyDescription), in the schema's order."""
    schema = resolve(schema, definitions)
    for alternative in schema.get("oneOf", ()):
        yield from describe(alternative, definitions, key)
    parts = dict(schema.get("properties", {}))
    if isinstance(schema.get("additionalProperties"), Mapping):
        parts["<name>"] = schema["additionalProperties"]
    for name, part in parts.items():
        part = resolve(part, definitions)
        path = f"{key}.{name}".removeprefix(".")
        default = "required" if name in schema.get("required", ()) else ""
        if "default" in part:
            default = f"`{_as_yaml(part['default'])}`"
        yield KeyDescription(path, expected(part), default, part["description"])
        yield from describe(part, definitions, path)


def reference_table() -> str:
    """Write the keys of config.yaml as a table in Markdown."""
    schema = load_schema()
    rows = describe(schema, schema["$defs"])
    lines = [" | ".join(("", f"`{row.key}`", *row[1:], "")).strip() for row in rows]
    return "\n".join(["| key | value | default | meaning |", "|---|---|---|---|", *lines]) + "\n"


def all_parts() -> list[tuple[str, dict]]:
    """List every schema inside the schema of config.yaml, with the key that it belongs to."""
    schema = load_schema()
    return list(_parts_of(schema, schema["$defs"]))


def _parts_of(schema: dict, definitions: dict, place: str = "config") -> Iterator[tuple[str, dict]]:
    schema = resolve(schema, definitions)
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from _parts_of(part, definitions, f"{place}.{name}")
    for i, part in enumerate(schema.get("oneOf", ())):
        yield from _parts_of(part, definitions, f"{place}({i})")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _parts_of(schema["additionalProperties"], definitions, f"{place}.*")
    if "items" in schema:
        yield from _parts_of(schema["items"], definitions, f"{place}[]")


def _as_yaml(value: object) -> str:
    text = yaml.safe_dump(value, default_flow_style=True)
    return text.removesuffix("\n").removesuffix("\n...")
