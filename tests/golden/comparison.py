"""Compare the golden values that are noted with those of the code as it is.

Each part has its version and its values by the names of the cases, in golden.json, and the digests
of its files, in noted_code.json of the library.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deciding_parts import parts, place_of
from sametrials.common.files import atomic_path
from sametrials.trials.deciding_code import NOTED_CODE, code_of, noted_code
from sametrials.trials.fingerprint import ENGINE_PACKAGES, package_version

GOLDEN = Path(__file__).with_name("golden.json")

SHOWN = 6
"""Most names in a message."""


def packages() -> dict[str, str]:
    """Look up the versions of the packages that values depend on."""
    engine = {name: package_version(name) for name in ENGINE_PACKAGES}
    tensorflow = package_version("tensorflow", "tensorflow-cpu")
    return engine | {"tensorflow": tensorflow, "keras": package_version("keras")}


def found(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a part as it is, as what is noted does."""
    return {"version": parts()[part][0].version, "code": code_of(part), "values": dict(values)}


def problem(part: str, noted: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """Say what a part has that is not noted, and what to do; None if all is as noted.

    Parameters
    ----------
    part
        Its folder.
    noted, now
        It as it is noted, and as it is (`found`).
    """
    if now["version"] != noted["version"]:
        return (
            f"{part}: its version is {now['version']}, the golden values are of version "
            f"{noted['version']}: run `make golden`"
        )
    before, after = noted["values"], now["values"]
    if changed := changed_values(noted, now):
        return (
            f"{part}: {len(changed)} of {len(before)} golden values differ ({_listed(changed)}): "
            f"results have changed; raise its version in {place_of(part)}, then `make golden`; or "
            "undo the change"
        )
    if other := sorted({*before} ^ {*after}):
        return f"{part}: cases were added or removed ({_listed(other)}): run `make golden`"
    if files := changed_files(noted, now):
        return (
            f"the code of {part} has changed ({_listed(files)}) and its golden values are the "
            "same; if it decides nothing new, run `make golden`, which notes that; else raise its "
            f"version in {place_of(part)} before"
        )
    return None


def changed_values(noted: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Name the cases whose values differ in any bit."""
    both = [name for name in noted["values"] if name in now["values"]]
    return [
        name
        for name in both
        if json.dumps(noted["values"][name]) != json.dumps(now["values"][name])
    ]


def changed_files(noted: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Name the files of a part that were changed, added or removed."""
    before, after = noted["code"], now["code"]
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def read_golden(values: Path = GOLDEN, code: Path = NOTED_CODE) -> dict[str, Any]:
    """Read what is noted: `packages` and `parts`."""
    noted, digests = json.loads(values.read_text()), noted_code(code)
    for part, each in noted["parts"].items():
        each["code"] = digests.get(part, {})
    return noted


def write_golden(noted: Mapping[str, Any], values: Path = GOLDEN, code: Path = NOTED_CODE) -> None:
    """Write what is noted, each file atomically, with a line for each file and each value."""
    parts = {
        part: {key: each[key] for key in ("version", "values")}
        for part, each in noted["parts"].items()
    }
    digests = {part: each["code"] for part, each in noted["parts"].items()}
    for path, content in ((values, {**noted, "parts": parts}), (code, digests)):
        with atomic_path(path) as temporary:
            temporary.write_text(_text(content, depth=4) + "\n")


def _text(content: Any, depth: int, indent: str = "") -> str:
    """Write JSON, mappings down to a depth with a line for each key."""
    if depth == 0 or not isinstance(content, Mapping) or not content:
        return json.dumps(content, allow_nan=False)
    inner = indent + " "
    lines = [
        f"{inner}{json.dumps(key)}: {_text(each, depth - 1, inner)}"
        for key, each in content.items()
    ]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _listed(names: Sequence[str]) -> str:
    more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more])
