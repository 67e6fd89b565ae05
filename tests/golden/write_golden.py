"""Note golden values and the code that gives them: `make golden`.

Changed values are refused, unless the version of their part was raised. Other packages may change
values, too: then the code must be the one that is noted.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comparison import (
    GOLDEN,
    NOTED_CODE,
    changed_files,
    changed_values,
    found,
    packages,
    problem,
    read_golden,
    write_golden,
)

COMPUTE = Path(__file__).with_name("compute.py")


def computed(*asked: str) -> dict[str, dict[str, Any]]:
    """Compute values in a process of its own, whose libraries are held to some instructions.

    Parameters
    ----------
    asked
        Parts or cases; none for all.
    """
    only = ["--only", *asked] if asked else []
    command = [sys.executable, str(COMPUTE), *only]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def refusal(part: str, noted: Mapping[str, Any], now: Mapping[str, Any], same: bool) -> str | None:
    """Say why a part may not be noted as it is; None if it may.

    Parameters
    ----------
    part, noted, now
        As of `comparison.problem`.
    same
        Whether the packages are those that are noted.
    """
    if now["version"] < noted["version"]:
        return (
            f"{part}: found version {now['version']}, expected {noted['version']} or a higher one"
        )
    by_packages = not same and not changed_files(noted, now)
    if now["version"] == noted["version"] and changed_values(noted, now) and not by_packages:
        return problem(part, noted, now)
    return None


def main() -> None:
    """Compute all values and write them, or say in a line why not."""
    noted = read_golden(GOLDEN, NOTED_CODE)
    parts = {part: found(part, values) for part, values in computed().items()}
    same = noted["packages"] == packages()
    refused = [
        refusal(part, noted["parts"][part], now, same)
        for part, now in parts.items()
        if part in noted["parts"]
    ]
    if lines := [line for line in refused if line]:
        sys.exit("\n".join(lines))
    write_golden({"packages": packages(), "parts": parts}, GOLDEN, NOTED_CODE)
    changed = [part for part, now in parts.items() if now != noted["parts"].get(part)]
    print(f"{GOLDEN.name}: noted {', '.join(changed) or 'nothing new'}")


if __name__ == "__main__":
    main()
