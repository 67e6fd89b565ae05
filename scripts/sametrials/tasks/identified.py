"""Digests of files and versions of packages that a configuration names as deciding a trial."""

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from sametrials.common.errors import ConfigError
from sametrials.common.files import sha256_of_file


def file_digests(files: Iterable[str | Path], key: str) -> dict[str, str]:
    """Map files, by their names in the configuration, to the SHA-256 of their content.

    Raises
    ------
    ConfigError
        One cannot be read; the message names the key of the configuration and the file.
    """
    return {str(file): _digest(file, key) for file in files}


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """Look up the installed versions of the packages that `trial.packages` names.

    Raises
    ------
    ConfigError
        One is not installed.
    """
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            raise ConfigError(
                f"trial.packages: found no installed package {name}, expected one beside the "
                f"workflow's own: install it (pip install {name}), or take it off the list"
            ) from None
    return found


def _digest(file: str | Path, key: str) -> str:
    try:
        return sha256_of_file(file)
    except OSError as error:
        raise ConfigError(f"{key}: found {error.strerror} at {file}, expected a file") from error
