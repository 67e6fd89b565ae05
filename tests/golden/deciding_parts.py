"""All parts of the library that decide trials: where each is declared, and what its code is."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from sametrials.common.python_imports import imported_files
from sametrials.tasks.command import declared as command
from sametrials.tasks.cross_validated import declared as cross_validated
from sametrials.tasks.keras_network import code as keras_network
from sametrials.tasks.keras_network.training.built_in import MODELS
from sametrials.tasks.python_function import declared as python_function
from sametrials.tasks.reported import declared as reported
from sametrials.trials import deciding_code
from sametrials.trials.deciding_code import Part, code_digests

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "scripts/sametrials"


def parts() -> dict[str, tuple[Part, ModuleType]]:
    """Map the folder of each part to the part and the module that declares it."""
    declared = [
        *((part, deciding_code) for part in deciding_code.ENGINE),
        (keras_network.TRAINING, keras_network),
        (python_function.TRAINING, python_function),
        (command.TRAINING, command),
        (reported.REPORTED, reported),
        (cross_validated.TRAINING, cross_validated),
    ]
    return {part.folder: (part, module) for part, module in declared}


def place_of(folder: str) -> str:
    """Return the file in which the version of a part stands."""
    _, module = parts()[folder]
    return Path(module.__file__).relative_to(ROOT).as_posix()


def code_of(folder: str, library: Path = LIBRARY) -> dict[str, str]:
    """Map each file of a part to its digest.

    To the networks belong the modules elsewhere in the library that our own models import.
    """
    files = {*(library / folder).rglob("*.py")}
    if folder == keras_network.TRAINING.folder:
        files.update(_imported_by_our_models(library / folder, library.parent))
    return code_digests(sorted(files), library)


def _imported_by_our_models(training: Path, scripts: Path) -> Iterator[Path]:
    for module in MODELS.values():
        for file in imported_files(training / f"{module}.py", scripts):
            if file.name != "__init__.py":
                yield file
