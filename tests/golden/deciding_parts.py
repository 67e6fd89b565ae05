"""All parts of the library that decide trials, and where each is declared."""

from pathlib import Path
from types import ModuleType

from sametrials.tasks.command import declared as command
from sametrials.tasks.cross_validated import declared as cross_validated
from sametrials.tasks.keras_network import code as keras_network
from sametrials.tasks.python_function import declared as python_function
from sametrials.tasks.reported import declared as reported
from sametrials.trials import deciding_code
from sametrials.trials.deciding_code import Part

ROOT = Path(__file__).parents[2]


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
