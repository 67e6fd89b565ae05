"""Put a problem into words: what was found, what a JSON schema expects, and where."""

import re
from collections.abc import Mapping
from typing import Any

from sametrials.common.addresses import hide_secrets

KeyPath = tuple[Any, ...]
"""Where a value stands: the keys and list positions that lead to it."""


def expected(schema: Mapping) -> str:
    """Describe what a schema expects, without the schemas of its parts."""
    types = types_of(schema)
    if "title" in schema:
        return schema["title"]
    if "enum" in schema:
        listed = [each for each in schema["enum"] if each is not None or "null" not in types]
        text = "one of " + ", ".join(map(_bare, listed))
    elif "const" in schema:
        text = _bare(schema["const"])
    else:
        words = {
            "integer": f"an integer{_range(schema)}",
            "number": f"a number{_range(schema)}",
            "string": "text",
            "boolean": "true or false",
            "array": f"a list{_at_least(schema.get('minItems'), 'item')}",
            "object": f"a mapping{_at_least(schema.get('minProperties'), 'key')}",
        }
        text = " or ".join(words[each] for each in types if each != "null")
    return f"{text} or null" if "null" in types else text


def show(value: Any) -> str:
    """Describe a value in one line, without the secrets of an address."""
    if value is None or isinstance(value, bool):
        return _bare(value)
    if isinstance(value, Mapping):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {_count(len(value), 'item')}" if value else "an empty list"
    if isinstance(value, str) and "://" in value:
        value = hide_secrets("%20".join(value.split(" ")))
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:76]} ..."


def path_text(path: KeyPath) -> str:
    """Format a place as in `search_space.activation.categories[0]`."""
    parts = (
        f".{key}" if isinstance(key, str) and re.fullmatch(r"[\w-]+", key) else f"[{key!r}]"
        for key in path
    )
    return "".join(parts).removeprefix(".")


def types_of(schema: Mapping) -> list[str]:
    """List the types that a schema accepts; none if it accepts all."""
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def _bare(value: Any) -> str:
    names = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return names[value]
    return value if isinstance(value, str) else repr(value)


def _range(schema: Mapping) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is not None:
        return f" from {low} to {high}"
    return "" if low is None else f" >= {low}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _at_least(number: int | None, noun: str) -> str:
    return f" of at least {_count(number, noun)}" if number else ""
