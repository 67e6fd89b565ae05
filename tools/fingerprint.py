"""Print what to compare between two machines that gave other trials.

    PYTHONPATH=scripts:tests/golden python tools/fingerprint.py results

First the machine and the packages, then digests of small computations, last the studies in a
folder of results. The first line that differs says where the machines part.
"""

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from comparison import changed_values, packages, read_golden
from sametrials.common.errors import ConfigError
from sametrials.common.files import sha256_of_file
from sametrials.common.instructions import AVX2, NATIVE, check_processor, in_words
from sametrials.common.processor import processor_name
from sametrials.trials.record import read_record

COMPUTE = Path(__file__).parents[1] / "tests" / "golden" / "compute.py"


def of_the_machine() -> Iterator[tuple[str, str]]:
    """Describe the machine and its packages."""
    yield "processor", processor_name()
    yield "instructions", in_words(NATIVE)
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "C library", " ".join(platform.libc_ver()) or "unknown"
    yield "Python", platform.python_version()
    yield from packages().items()


def of_computations(instructions: str) -> Iterator[tuple[str, str]]:
    """Compute the golden values; give a digest of each part, and whether they are as noted."""
    command = [sys.executable, COMPUTE, "--instructions", instructions]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    noted = read_golden()["parts"]
    for part, values in json.loads(done.stdout).items():
        digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
        changed = changed_values(noted[part], {"values": values})
        said = (
            f"{len(changed)} of {len(values)} unlike golden.json" if changed else "as golden.json"
        )
        yield f"{instructions}: {part}", f"{digest} ({said})"


def of_a_study(folder: Path) -> Iterator[tuple[str, str]]:
    """Describe what the records of a study were made from, and its table."""
    records = [read_record(path) for path in sorted((folder / "trials").glob("[0-9]*.json"))]
    for key in ("settings", "instructions"):
        found = dict.fromkeys(record.fingerprint.get(key, "unknown") for record in records)
        yield f"{folder.name}: {key}", "; ".join(found)
    versions = dict.fromkeys(json.dumps(record.versions) for record in records)
    for each in versions:
        yield f"{folder.name}: versions", ", ".join(map(" ".join, json.loads(each).items()))
    table = folder / "trials.csv"
    yield f"{folder.name}: trials.csv", sha256_of_file(table) if table.exists() else "not there"


def main(results: Path) -> None:
    """Print a line for each thing to compare."""
    lines = [of_the_machine()]
    try:
        check_processor(AVX2)
        lines.append(of_computations(AVX2))
    except ConfigError as error:
        print(error, file=sys.stderr)
    lines.append(of_computations(NATIVE))
    data = sorted((results / "data").glob("*.npz"))
    lines.append((f"data: {file.name}", sha256_of_file(file)) for file in data)
    lines.extend(of_a_study(path.parent) for path in sorted(results.glob("*/trials")))
    for part in lines:
        for name, value in part:
            print(f"{name:<40} {value}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
