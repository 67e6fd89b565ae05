"""Check the data set that the configuration describes, and fill in what follows from its format."""

from collections.abc import Mapping
from pathlib import Path

from sametrials.config.messages import show
from sametrials.config.schema_reader import Reader
from sametrials.data.idx_head import idx_holds_images
from sametrials.data.kind import CLASSIFICATION, SKLEARN, kind_with_reason
from sametrials.data.sources import BUILT_IN
from sametrials.data.table_head import TABLES
from sametrials.data.unreadable import UnreadableError

FORMATS_OF = {
    "mirrors": ("idx",),
    "files": ("idx",),
    "path": ("idx", "npz", "images", "table"),
    "scale": ("table", "sklearn", "npz"),
    "arrays": ("npz",),
    **dict.fromkeys(("size", "colour"), ("images",)),
    **dict.fromkeys(
        ("target", "use", "leave_out", "group", "missing", "separator"),
        ("table",),
    ),
}
"""The formats that a key is for; all others are for every format."""

IDX_VALIDATION = 5000
"""How many images are held out where nothing is said, as in the tutorial."""

SMALLEST = {"train": 2, "validation": 1, "test": 1}


def check_dataset(reader: Reader, plain: dict, keys: Mapping[str, Mapping]) -> None:
    """Check the section `dataset`, and fill in format, task, split and sizes where they are null.

    Parameters
    ----------
    reader
        Collects the problems; its notes say what the target was taken for.
    plain
        The configuration read so far.
    keys
        The schemas of the section's keys.
    """
    dataset = plain.get("dataset")
    if not isinstance(dataset, dict):
        return
    for key, smallest in SMALLEST.items():
        _check_size(reader, dataset, key, smallest)
    _check_folds(reader, dataset)
    if not reader.is_sound("dataset", "name") or not reader.is_sound("dataset", "format"):
        return
    if not _check_format(reader, dataset):
        return
    for key, formats in FORMATS_OF.items():
        if dataset["format"] in formats or not reader.is_sound("dataset", key):
            continue
        if dataset[key] != keys[key]["default"]:
            wanted = (
                f"nothing, since the format is {dataset['format']}: this key is for "
                f"{' and '.join(formats)} only"
            )
            reader.complain(("dataset", key), show(dataset[key]), wanted)
    check = {"idx": _check_idx, "sklearn": _check_sklearn}.get(dataset["format"], _check_path)
    check(reader, dataset)
    if reader.is_sound("dataset"):
        _fill_in(reader, dataset)
    _check_sizes(reader, dataset)


def _check_size(reader: Reader, dataset: dict, key: str, smallest: int) -> None:
    size = dataset.get(key)
    if size is None or not reader.is_sound("dataset", key):
        return
    if size < smallest if isinstance(size, int) else size >= 1:
        wanted = f"an integer >= {smallest}, a share between 0 and 1, or null"
        reader.complain(("dataset", key), show(size), wanted)


def _check_folds(reader: Reader, dataset: dict) -> None:
    folds, validation = dataset.get("cross_validation"), dataset.get("validation")
    if folds is not None and validation is not None and reader.is_sound("dataset", "validation"):
        wanted = "null, since cross_validation makes each fold the validation part once"
        reader.complain(("dataset", "validation"), show(validation), wanted)


def _check_format(reader: Reader, dataset: dict) -> bool:
    """Check that the format is known and fits the name; returns whether it does."""
    name = dataset["name"]
    if dataset["format"] is None:
        if name in BUILT_IN or dataset.get("files") is not None or dataset.get("path") is None:
            dataset["format"] = "idx"
        else:
            wanted = f"the format of {show(dataset['path'])}: idx, npz, images or table"
            reader.complain(("dataset", "format"), "nothing", wanted)
            return False
    if name in BUILT_IN and dataset["format"] not in ("idx", "sklearn"):
        wanted = f"a name of your own, since {name} is built in and its format is idx"
        reader.complain(("dataset", "name"), name, wanted)
        return False
    return True


def _check_idx(reader: Reader, dataset: dict) -> None:
    sound = reader.is_sound("dataset", "validation") and reader.is_sound(
        "dataset", "cross_validation"
    )
    if sound and dataset["validation"] is None and dataset["cross_validation"] is None:
        dataset["validation"] = IDX_VALIDATION
    if not reader.is_sound("dataset", "path"):
        return
    if dataset["path"] is not None:
        _check_idx_folder(reader, dataset)
        return
    if not reader.is_sound("dataset", "files"):
        return
    name, path = dataset["name"], ("dataset", "files")
    if name in BUILT_IN and dataset["files"] is not None:
        wanted = f"null, since {name} is built in (give the data set another name, or use mirrors)"
        reader.complain(path, "a mapping", wanted)
    if name not in BUILT_IN and dataset["files"] is None:
        wanted = (
            f"the four files of {name}, which is not built in ({', '.join(BUILT_IN)} are), or a "
            "format with a path"
        )
        reader.complain(path, "nothing", wanted)


def _check_idx_folder(reader: Reader, dataset: dict) -> None:
    """Check a folder with the four files, which are not fetched."""
    name, path = dataset["name"], ("dataset", "path")
    if name in BUILT_IN:
        wanted = f"null, since {name} is built in (give the data set another name)"
        reader.complain(path, show(dataset["path"]), wanted)
        return
    for key in ("files", "mirrors"):
        if reader.is_sound("dataset", key) and dataset[key]:
            wanted = "nothing, since dataset.path names the folder with the files"
            reader.complain(("dataset", key), show(dataset[key]), wanted)
    _check_file(reader, dataset)
    if not reader.is_sound("dataset", "path"):
        return
    try:
        idx_holds_images(dataset["path"])
    except UnreadableError as error:
        reader.complain(path, error.found, error.expected)


def _check_sklearn(reader: Reader, dataset: dict) -> None:
    if dataset["name"] not in SKLEARN:
        wanted = f"one of {', '.join(SKLEARN)}, the sets that scikit-learn carries"
        reader.complain(("dataset", "name"), show(dataset["name"]), wanted)
    elif dataset.get("task") not in (None, SKLEARN[dataset["name"]]):
        wanted = f"{SKLEARN[dataset['name']]} or null, since that is what {dataset['name']} is for"
        reader.complain(("dataset", "task"), dataset["task"], wanted)


def _check_path(reader: Reader, dataset: dict) -> None:
    """Check the path, and the keys of a table or of images."""
    if reader.is_sound("dataset", "path"):
        _check_file(reader, dataset)
    if dataset["format"] == "table" and reader.is_sound("dataset", "target"):
        if dataset["target"] is None:
            reader.complain(("dataset", "target"), "nothing", "the column to predict, or several")
        elif isinstance(dataset["target"], list) and dataset["task"] == CLASSIFICATION:
            wanted = "regression or null, since there is a list of targets"
            reader.complain(("dataset", "task"), dataset["task"], wanted)
    if dataset["format"] == "table":
        _check_columns(reader, dataset)
    if dataset["format"] == "images" and dataset["task"] not in (None, CLASSIFICATION):
        wanted = "classification or null, since the folders of the images are classes"
        reader.complain(("dataset", "task"), dataset["task"], wanted)
    size = dataset.get("size")
    if isinstance(size, list) and reader.is_sound("dataset", "size") and len(size) != 2:
        wanted = "a list of height and width in pixels, or null"
        reader.complain(("dataset", "size"), show(size), wanted)


def _check_file(reader: Reader, dataset: dict) -> None:
    place, path = ("dataset", "path"), dataset["path"]
    is_folder = dataset["format"] in ("images", "idx")
    what = "a folder" if is_folder else "a file"
    if path is None:
        reader.complain(place, "nothing", f"{what}, since the format is {dataset['format']}")
        return
    if not _exists(path):
        wanted = (
            f"{what} that exists, relative to the folder that the workflow runs in, {Path.cwd()}"
        )
        reader.complain(place, f"{show(path)}, which does not exist", wanted)
    elif is_folder != Path(path).is_dir():
        found = f"{show(path)}, which is {'a file' if is_folder else 'a folder'}"
        reader.complain(place, found, f"{what}, since the format is {dataset['format']}")
    elif not is_folder and set("{}") & set(path):
        wanted = "a path without braces, which Snakemake takes for a wildcard"
        reader.complain(place, show(path), wanted)
    elif dataset["format"] == "table" and not path.lower().endswith(TABLES):
        reader.complain(place, show(path), f"a file that ends in {', '.join(TABLES)}")


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # too long a name, a null byte
        return False


def _check_columns(reader: Reader, dataset: dict) -> None:
    """Check that no column is asked for twice, in two ways."""
    if not all(reader.is_sound("dataset", key) for key in ("target", "use", "leave_out", "group")):
        return
    target = dataset["target"]
    taken = dict.fromkeys([target] if isinstance(target, str) else target or (), "a target")
    if dataset["group"] is not None:
        if dataset["group"] in taken:
            wanted = "another column than the target"
            reader.complain(("dataset", "group"), show(dataset["group"]), wanted)
        taken[dataset["group"]] = "the group"
    for key in ("use", "leave_out"):
        for i, name in enumerate(dataset[key] or ()):
            if name in taken:
                wanted = f"another column, since this one is {taken[name]}"
                reader.complain(("dataset", key, i), show(name), wanted)
    if dataset["group"] is not None and dataset["split"] == "stratified":
        wanted = "shuffled, last or null, since dataset.group keeps rows together"
        reader.complain(("dataset", "split"), "stratified", wanted)


def _fill_in(reader: Reader, dataset: dict) -> None:
    """Find out the task, and choose split and scale where they are null."""
    try:
        kind = kind_with_reason(dataset)
    except UnreadableError as error:
        reader.complain(("dataset", error.key), error.found, error.expected)
        return
    dataset["task"] = kind.task
    if kind.reason:
        reader.notes.append(f"dataset.task: {kind.reason}, so it is a {kind.task}")
    if dataset["split"] is None:
        drawn = "stratified" if kind.task == CLASSIFICATION and not dataset["group"] else "shuffled"
        dataset["split"] = "last" if dataset["format"] == "idx" else drawn
    if dataset["scale"] is None and dataset["format"] in FORMATS_OF["scale"]:
        dataset["scale"] = dataset["format"] != "npz"


def _check_sizes(reader: Reader, dataset: dict) -> None:
    """Check counts of images against each other, and against those of a built-in data set."""
    built_in = BUILT_IN.get(dataset["name"])
    for key in ("train", "test"):
        there_are = getattr(built_in, key, None)
        if reader.is_sound("dataset", key) and there_are and (dataset[key] or 0) > there_are:
            wanted = f"{there_are} at most, the images that {dataset['name']} has, or null"
            reader.complain(("dataset", key), show(dataset[key]), wanted)
    if not reader.is_sound("dataset", "train") or not reader.is_sound("dataset", "validation"):
        return
    train, validation = dataset["train"], dataset["validation"]
    if not isinstance(validation, int):
        return
    if isinstance(train, int) and validation >= train:
        wanted = f"an integer below train ({train})"
        reader.complain(("dataset", "validation"), show(validation), wanted)
    elif train is None and built_in and validation >= built_in.train:
        wanted = f"an integer below the {built_in.train} training images of {dataset['name']}"
        reader.complain(("dataset", "validation"), show(validation), wanted)
