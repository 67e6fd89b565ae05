"""What the rules and pages know of a program that the configuration names."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.tasks.reported.declared import REPORTED
from sametrials.trials.deciding_code import Part, code_identity_of

MODEL_SUFFIX = ".model"

TRAINING = Part("tasks/command/training", version=1)
"""All code in this folder decides the outcome of a trial."""


def check_program(word: str) -> None:
    """Check that the first word of a command is a program: a file, or one of the search path.

    Raises
    ------
    ConfigError
        It is none.
    """
    if shutil.which(word) is not None:
        return
    if Path(word).is_file():
        raise ConfigError(
            f"found the file {word}, which may not be executed, expected a program; make it "
            f"executable (chmod +x {word}), or put its interpreter before it: [python, {word}]"
        )
    hint = f" (did you mean ./{word}?)" if os.sep not in word and Path(f"./{word}").exists() else ""
    raise ConfigError(
        f"found {word}, expected a program: the path of a file, or a name of the search path{hint}"
    )


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what a program can show of its best trial: nothing but its metrics."""
    return ()


def users_files(config: Mapping[str, Any]) -> list[Path]:
    """List the files that decide a trial: the words of the command that are some, and `files`."""
    trial = config["trial"]
    words = [Path(word) for word in trial["command"]]
    of_the_folder = [path for path in words if not path.is_absolute() and path.is_file()]
    return list(dict.fromkeys([*of_the_folder, *map(Path, trial["files"])]))


def code_identity(config: Mapping[str, Any]) -> dict[str, int]:
    """Return the versions of our parts that decide a trial."""
    return code_identity_of([TRAINING, REPORTED])


def in_words(config: Mapping[str, Any]) -> str:
    """Name what carries out a trial: the command."""
    return " ".join(config["trial"]["command"])
