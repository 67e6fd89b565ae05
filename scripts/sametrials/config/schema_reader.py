"""Read plain data by a JSON schema: fill in defaults, describe each problem in one line.

It understands the keywords that schemas/config.schema.yaml uses. `jsonschema` judges single
values; the walk through mappings and lists is done here, because it also fills in defaults, and
because jsonschema's own messages are written for the author of a schema, not for its user.
"""

import difflib
import numbers
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from sametrials.config.messages import KeyPath, expected, path_text, show, types_of

# The loader in C is eight times as fast; not every installation has it.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INSTALLED = Path(__file__).with_name("config.schema.yaml")
_IN_THE_REPOSITORY = Path(__file__).parents[3] / "schemas" / "config.schema.yaml"

# The wheel carries the schema beside this module (pyproject.toml).
CONFIG_SCHEMA = _INSTALLED if _INSTALLED.exists() else _IN_THE_REPOSITORY

# Numbers like 1e-6, which YAML 1.1 takes for text: it wants 1.0e-6.
_EXPONENT_NOTATION = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+")


def load_schema() -> dict:
    """Read the schema of config.yaml."""
    return yaml.load(CONFIG_SCHEMA.read_text(encoding="utf-8"), Loader=YAML_LOADER)  # noqa: S506 - safe


class Reader:
    """Reads values by a schema, and collects their problems.

    Parameters
    ----------
    definitions
        The schema's `$defs`.

    Attributes
    ----------
    problems : dict of KeyPath to str
        One line for each place that has a problem: the first one found there.
    notes : list of str
        Messages to the user about things that are no mistakes.
    """

    def __init__(self, definitions: Mapping[str, dict]):
        self.definitions = definitions
        self.problems: dict[KeyPath, str] = {}
        self.notes: list[str] = []

    def complain(self, path: KeyPath, found: str, expected: str) -> None:
        """Note a problem, unless there is one at this place already."""
        self.problems.setdefault(path, f"found {found}, expected {expected}")

    def is_sound(self, *path: Any) -> bool:
        """Tell whether no problem was found at this place, below it or above it."""
        return not any(problem[: len(path)] == path[: len(problem)] for problem in self.problems)

    def sound_entries(self, plain: Mapping, section: str) -> dict:
        """Return the sound entries of a top-level section; none if it is no mapping."""
        entries = plain.get(section)
        if not isinstance(entries, dict):
            return {}
        return {name: entry for name, entry in entries.items() if self.is_sound(section, name)}

    def lines(self, label: str = "") -> list[str]:
        """Format each problem as a line: label, place, what was found, what was expected."""
        return [
            ": ".join(filter(None, (label, path_text(path), problem)))
            for path, problem in self.problems.items()
        ]

    def read(self, value: Any, schema: Mapping, path: KeyPath = ()) -> Any:
        """Return `value` as plain data with the schema's defaults; note its problems.

        Use the result only where `is_sound`.
        """
        schema = self._alternative(value, resolve(schema, self.definitions))
        value = _plain(value, schema)
        if not _fits(value, schema):
            self.complain(path, show(value), expected(schema))
        elif isinstance(value, dict):
            return self._read_mapping(value, schema, path)
        elif isinstance(value, list):
            return self._read_list(value, schema, path)
        return value

    def check_keys(
        self,
        found: Iterable,
        known: Mapping[str, Mapping],
        required: Iterable[str],
        path: KeyPath,
        among: str = "one of",
    ) -> None:
        """Note unknown and missing keys; a misspelt key is not also reported as missing."""
        found = list(found)
        missing = [key for key in required if key not in found]
        for key in found:
            if key in known:
                continue
            guess = difflib.get_close_matches(str(key), known, n=1)
            hint = f" (did you mean {guess[0]}?)" if guess else ""
            self.complain((*path, key), "an unknown key", f"{among} {', '.join(known)}{hint}")
            missing = [key for key in missing if key not in guess]
        for key in missing:
            wanted = expected(resolve(known[key], self.definitions))
            self.complain((*path, key), "nothing", wanted)

    def _alternative(self, value: Any, schema: Mapping) -> Mapping:
        """Choose the schema of `oneOf` whose constant `type` is that of the value."""
        if "oneOf" not in schema:
            return schema
        schemas = [resolve(each, self.definitions) for each in schema["oneOf"]]
        by_type = {each["properties"]["type"]["const"]: each for each in schemas}
        found = value.get("type") if isinstance(value, Mapping) else None
        if isinstance(found, str) and found in by_type:
            return by_type[found]
        keys = {key: {} for each in schemas for key in each["properties"]}
        return {
            "type": "object",
            "required": ["type"],
            "additionalProperties": False,
            "properties": keys | {"type": {"enum": list(by_type)}},
        }

    def _read_mapping(self, value: dict, schema: Mapping, path: KeyPath) -> dict:
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties", False)
        names = resolve(schema.get("propertyNames", {}), self.definitions)
        if others is False:
            self.check_keys(value, properties, schema.get("required", ()), path)
        result = {}
        for key, part in properties.items():
            part = resolve(part, self.definitions)
            if key in value or "default" in part:
                result[key] = self.read(value.get(key, part.get("default")), part, (*path, key))
        for key in value:
            if key in properties or others is False:
                continue
            if not _fits(key, names):
                self.complain((*path, key), f"the name {show(key)}", expected(names))
            result[key] = self.read(value[key], others, (*path, key))
        return result

    def _read_list(self, value: list, schema: Mapping, path: KeyPath) -> list:
        schema_of_items = schema.get("items", {})
        items = [self.read(item, schema_of_items, (*path, i)) for i, item in enumerate(value)]
        for i, item in enumerate(items):
            # By their texts: 1, 1.0 and True are equal.
            if schema.get("uniqueItems") and repr(item) in map(repr, items[:i]):
                self.complain((*path, i), f"{show(item)} again", "each item only once")
        return items


def resolve(schema: Mapping, definitions: Mapping[str, dict]) -> dict:
    """Replace `$ref` by its definition; keys beside `$ref` take precedence."""
    if "$ref" not in schema:
        return dict(schema)
    definition = resolve(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return definition | {key: part for key, part in schema.items() if key != "$ref"}


def _is_number(_checker: Any, value: Any) -> bool:
    is_real = isinstance(value, int | float) and not isinstance(value, bool)
    return is_real and abs(value) <= sys.float_info.max  # neither infinity nor NaN


def _is_integer(checker: Any, value: Any) -> bool:
    return _is_number(checker, value) and value == int(value)


_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {"number": _is_number, "integer": _is_integer}
    ),
)
ANY_SCALAR = {"string", "number", "boolean", "null"}
"""Where all of these may stand, text is text: "null" is not null there."""

_KEYWORDS_OF_PARTS = {
    *("properties", "additionalProperties", "propertyNames", "required"),
    *("items", "uniqueItems"),
}


def _fits(value: Any, schema: Mapping) -> bool:
    """Tell whether a value fits the schema, apart from its parts."""
    own = {key: rule for key, rule in schema.items() if key not in _KEYWORDS_OF_PARTS}
    return _Validator(own).is_valid(value)


def _plain(value: Any, schema: Mapping) -> Any:
    """Turn subclasses (OrderedDict, np.float64, ...) into Python's own types.

    Where the schema expects a number, text that reads as one is converted, and a whole number gets
    the expected type: 40.0 becomes an int, 1 a float. Where it expects a boolean and no text,
    "true" becomes True, since Snakemake's --config passes text.
    """
    types = types_of(schema)
    wants_number = "number" in types or "integer" in types
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str):
        value = str(value)
        takes_null = None in schema.get("enum", ()) or "null" in types
        if value == "null" and takes_null and not set(types) >= ANY_SCALAR:
            return None
        if "boolean" in types and "string" not in types:
            value = {"true": True, "false": False}.get(value.lower(), value)
        if wants_number and ("string" not in types or _EXPONENT_NOTATION.fullmatch(value)):
            value = _number(value)
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return value
    value = int(value) if isinstance(value, numbers.Integral) else float(value)
    if "integer" in types and isinstance(value, float) and value.is_integer():
        return int(value)
    if "number" in types and not {"string", "integer"} & set(types):
        return _number(value)
    return value


def _number(value: str | float) -> Any:
    try:
        return float(value)
    except (ValueError, OverflowError):
        return value
