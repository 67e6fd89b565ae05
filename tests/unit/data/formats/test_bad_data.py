"""Data that nothing can be learned from: refused in a line that says where, before any training."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import sametrials.data.memory
from sametrials.common.errors import UserError

TABLE = {"format": "table", "path": "a.csv", "target": "y"}
PHOTOS = {"format": "images", "path": "photos"}
NPZ = {"format": "npz", "path": "a.npz"}


def lines(*texts: str, end: str = "\n", encoding: str = "utf-8") -> Callable[[], None]:
    """Write a table of these lines."""
    return lambda: Path("a.csv").write_bytes((end.join(texts) + end).encode(encoding))


def table(header: str, row: str, count: int = 30, **replaced: str) -> Callable[[], None]:
    """Write a table of rows, `{i}` in which is their number; `row_7="..."` replaces the seventh."""
    rows = [row.format(i=i, j=i % 2) for i in range(1, count + 1)]
    for key, text in replaced.items():
        rows[int(key.removeprefix("row_")) - 1] = text
    return lines(header, *rows)


def good(**replaced: str) -> Callable[[], None]:
    return table("x,z,y", "{i},0.5,{j}", **replaced)


def image(path: str, size=(4, 3), kind="png") -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.arange(size[0] * size[1], dtype=np.uint8).reshape(size)).save(path, kind)
    return Path(path)


def photos(*more: Callable[[], object]) -> Callable[[], None]:
    def make() -> None:
        for name in ("cat", "dog"):
            for i in range(5):
                image(f"photos/{name}/{i}.png")
        for each in more:
            each()

    return make


def cut(path: str) -> Callable[[], None]:
    def make() -> None:
        rng = np.random.RandomState(0)
        Image.fromarray(rng.randint(0, 255, (90, 90)).astype(np.uint8)).save(path)
        Path(path).write_bytes(Path(path).read_bytes()[:2000])

    return make


def npz(**arrays) -> Callable[[], None]:
    return lambda: np.savez("a.npz", **arrays)


def text(path: str, content: bytes) -> Callable[[], object]:
    return lambda: Path(path).write_bytes(content)


def nothing() -> None:
    pass


X, Y = np.random.RandomState(0).rand(30, 3), np.arange(30) % 2


def with_value(array, place, value):
    array = array.copy()
    array[place] = value
    return array


BAD = {
    # What is not there, or not what it should be
    "path missing": (nothing, TABLE, "dataset.path: found 'a.csv', which does not exist, expected"),
    "no path": (nothing, {**TABLE, "path": None}, "dataset.path: found nothing, expected a file"),
    "a folder for a table": (
        lambda: Path("a.csv").mkdir(),
        TABLE,
        "dataset.path: found 'a.csv', which is a folder, expected a file, since the format is ta",
    ),
    "a file for images": (
        lambda: image("photos/a.png"),
        {**PHOTOS, "path": "photos/a.png"},
        "which is a file, expected a folder, since the format is images",
    ),
    "a table of an unknown kind": (
        text("a.xlsx", b"PK"),
        {**TABLE, "path": "a.xlsx"},
        "dataset.path: found 'a.xlsx', expected a file that ends in .csv, .tsv, .csv.gz, ",
    ),
    "no target": (good(), {**TABLE, "target": None}, "dataset.target: found nothing, expected the"),
    # Tables: the file
    "an empty file": (text("a.csv", b""), TABLE, "dataset.path: found a.csv, which is empty"),
    "blank lines only": (lines("", ""), TABLE, "dataset.path: found a.csv, which is empty"),
    "a header only": (lines("x,y"), TABLE, "dataset.target: found no value in y, expected"),
    "a header only, task given": (
        lines("x,y"),
        {**TABLE, "task": "classification"},
        "a.csv: found 0 rows below the header, expected at least 2",
    ),
    "one row": (lines("x,y", "1,2"), TABLE, "a.csv: found 1 rows below the header"),
    "another encoding": (
        lines("x,y", "1,caf\u00e9", "2,b", encoding="latin-1"),
        TABLE,
        "a.csv, which holds the byte 0xe9 that is not UTF-8, expected text in UTF-8",
    ),
    "another encoding far below": (
        lambda: Path("a.csv").write_bytes(b"x,y\n" + b"1,a\n2,b\n" * 9000 + b"caf\xe9,a\n"),
        TABLE,
        "dataset.path: found a.csv, which holds the byte 0xe9 that is not UTF-8, expected text in",
    ),
    "UTF-16": (
        lines("x,y", "1,2", encoding="utf-16"),
        TABLE,
        "a.csv, which holds the byte 0xff that is not UTF-8",
    ),
    "no gzip": (
        text("a.csv.gz", b"x,y\n1,2\n"),
        {**TABLE, "path": "a.csv.gz"},
        "dataset.path: found a.csv.gz: Not a gzipped file",
    ),
    "half a gzip": (
        lambda: Path("a.csv.gz").write_bytes(
            gzip.compress(b"x,y\n" + X.tobytes().hex().encode())[:90]
        ),
        {**TABLE, "path": "a.csv.gz"},
        "dataset.path: found a.csv.gz: Compressed file ended before",
    ),
    "a row too long": (
        good(row_4="4,0.5,1,7"),
        TABLE,
        "a.csv: found 4 values in row 4, expected 3, one f",
    ),
    "all rows too long": (
        table("x,y", "{i},{j},{i}"),
        TABLE,
        "a.csv: found 3 values in row 1, expected 2, one for each column",
    ),
    "a row too short": (
        good(row_4="4,0.5"),
        TABLE,
        "a.csv: found 2 values in row 4, expected 3, one",
    ),
    "another separator": (
        table("x;z;y", "{i};0.5;{j}"),
        TABLE,
        "dataset.target: found 'y', expected a column of a.csv: x;z;y; if another character separ",
    ),
    "a column twice": (
        table("x,x,y", "{i},0.5,{j}"),
        TABLE,
        "a.csv: found the column 'x' 2 times, expected one of each",
    ),
    # Tables: columns and values
    "the target is not there": (
        good(),
        {**TABLE, "target": "outcome"},
        "dataset.target: found 'outcome', expected a column of a.csv: x, z, y",
    ),
    "a column to use is not there": (
        good(),
        {**TABLE, "use": ["x", "w"]},
        "dataset.use: found 'w', expected a column of a.csv: x, z, y",
    ),
    "a column to leave out is not there": (
        good(),
        {**TABLE, "leave_out": ["w"]},
        "dataset.leave_out: found 'w', expected a column of a.csv: x, z, y",
    ),
    "the group is not there": (
        good(),
        {**TABLE, "group": "w"},
        "dataset.group: found 'w', expected a column of a.csv: x, z, y",
    ),
    "a single column": (
        table("y", "{j}"),
        TABLE,
        "a.csv: found no column to learn from beside the target, but ['y'], expected at least one",
    ),
    "the target missing in a row": (
        good(row_9="9,0.5,NA", row_12="12,0.5,"),
        TABLE,
        "a.csv, column 'y': found no value in row 9 and 1 more, expected one in each",
    ),
    "NaN in a target of numbers": (
        table("x,y", "{i},{i}.5", row_5="5,nan"),
        TABLE,
        "a.csv, column 'y': found no value in row 5, expected one in each",
    ),
    "infinity in a target of numbers": (
        table("x,y", "{i},{i}.5", row_5="5,inf"),
        TABLE,
        "a.csv, column 'y': found 'inf' in row 5, expected a finite number",
    ),
    "text in a target of numbers": (
        table("x,y", "{i},{i}.5", row_5="5,many"),
        {**TABLE, "task": "regression"},
        "a.csv, column 'y': found 'many' in row 5, expected a finite number",
    ),
    "fractions for classes": (
        table("x,y", "{i},{j}.5"),
        {**TABLE, "task": "classification"},
        "found the label 1.5 of example 1, expected a class: text or a whole number; set dataset.t",
    ),
    "text in a column of numbers": (
        good(row_7="seven,0.5,1"),
        TABLE,
        "a.csv, column 'x': found 'seven' in row 7, though 29 of 30 values are numbers; mend it",
    ),
    "a missing value": (
        good(row_3=",0.5,1"),
        TABLE,
        "a.csv, column 'x': found no value in row 3, expected one in each (blank, NA, None, nan ar",
    ),
    "an infinite value": (
        good(row_3="-inf,0.5,1"),
        TABLE,
        "a.csv, column 'x': found -inf in row 3, expected a finite number of at most 3.4e+38",
    ),
    "a value too large": (
        good(row_3="1e39,0.5,1"),
        TABLE,
        "a.csv, column 'x': found 1e+39 in row 3, expected a finite number of at most 3.4e+38",
    ),
    "a column without a value": (
        table("x,z,y", "{i},,{j}"),
        {**TABLE, "missing": "impute"},
        "found no value in the training part of the column 'z', expected some to fill",
    ),
    "a name for each row": (
        table("x,z,y", "{i},row {i},{j}", count=120),
        TABLE,
        "a.csv, column 'z': found 120 different texts, expected at most 100 categories; group them",
    ),
    "a column called as a category": (
        table("z,z=a,y", "a,{i},{j}"),
        TABLE,
        "found a column 'z=a' beside the category of that name, expected different names",
    ),
    "one class": (
        table("x,y", "{i},1"),
        TABLE,
        "found class 1 alone in the 18 training rows, expected several classes",
    ),
    "one value to predict": (
        table("x,y", "{i},1.5"),
        TABLE,
        "found y to be 1.5 in all 18 training rows, expected different values",
    ),
    "two thousand classes": (
        table("x,y", "{i},name {i}", count=2000),
        {**TABLE, "split": "last"},
        "found 2000 classes in 2000 examples, expected at most 1000; set dataset.task to regr",
    ),
    "a test part of unseen classes": (
        table("x,y", "{i},{j}", row_30="30,2"),
        {**TABLE, "split": "last"},
        "found class 2 (1 test rows) and not one of them in the 18 training rows, expected all",
    ),
    "one group": (
        table("x,p,y", "{i},anna,{j}"),
        {**TABLE, "group": "p"},
        "dataset.test: found 1 group of dataset.group left to take it from, expected at least one",
    ),
    "a group missing": (
        table("x,p,y", "{i},p{i},{j}", row_8="8,,1"),
        {**TABLE, "group": "p"},
        "a.csv, column 'p': found no value in row 8, expected one in each",
    ),
    "more held out than there is": (
        good(),
        {**TABLE, "validation": 20, "test": 10},
        "dataset.validation is 20, but must be at least 1 and less than the 20 training rows",
    ),
    "more used than there is": (
        good(),
        {**TABLE, "train": 31},
        "dataset.train is 31, but must be between 1 and the 30 rows that there are",
    ),
    # Images
    "an empty folder": (
        lambda: Path("photos").mkdir(),
        PHOTOS,
        "photos: found no PNG, JPEG or WebP image, expected a folder for each class",
    ),
    "a folder without images": (
        photos(lambda: Path("photos/eel").mkdir(), lambda: Path("photos/eel/a.txt").touch()),
        PHOTOS,
        "photos/eel: found no PNG, JPEG or WebP image",
    ),
    "images outside of classes": (
        photos(lambda: image("photos/a.png")),
        PHOTOS,
        "photos/a.png: found an image that is not directly in the folder of a class, expected pho",
    ),
    "images too deep": (
        photos(lambda: image("photos/cat/young/a.png")),
        PHOTOS,
        "photos/cat/young/a.png: found an image that is not directly in the folder of a class",
    ),
    "a truncated PNG": (
        photos(lambda: None, cut("b.png"), lambda: Path("b.png").rename("photos/dog/b.png")),
        {**PHOTOS, "size": [4, 3]},
        "found broken images: photos/dog/b.png (",
    ),
    "text called PNG": (
        photos(text("b.png", b"no image"), lambda: Path("b.png").rename("photos/cat/b.png")),
        PHOTOS,
        "found broken images: photos/cat/b.png (no image that Pillow knows); mend or remove them",
    ),
    "an empty JPEG": (
        photos(text("b.jpg", b""), lambda: Path("b.jpg").rename("photos/cat/b.jpg")),
        PHOTOS,
        "found broken images: photos/cat/b.jpg (no image that Pillow knows)",
    ),
    "two sizes": (
        photos(lambda: image("photos/cat/9.png", size=(5, 3))),
        PHOTOS,
        "dataset.size: found photos/cat/0.png of 4 x 3 pixels and photos/cat/9.png of 5 x 3, exp",
    ),
    "one folder": (
        lambda: [image(f"photos/cat/{i}.png") for i in range(9)],
        PHOTOS,
        "found class cat alone in the 5 training images",
    ),
    "a class in the test folder alone": (
        lambda: [
            image(f"photos/{part}/{name}/{i}.png")
            for part, names in {"train": "ab", "validation": "ab", "test": "abc"}.items()
            for name in names
            for i in range(4)
        ],
        PHOTOS,
        "found class c (4 test images) and not one of them in the 8 training images",
    ),
    "three lengths for a size": (
        photos(),
        {**PHOTOS, "size": [8, 8, 3]},
        "dataset.size: found a list of 3 items, expected a list of height and width in pixels",
    ),
    "a regression of images": (
        photos(),
        {**PHOTOS, "task": "regression"},
        "dataset.task: found regression, expected classification or null, since the folders",
    ),
    # Arrays
    "no npz": (text("a.npz", b"PK none"), NPZ, "dataset.path: found a.npz: File is not a zip file"),
    "half an npz": (
        lambda: (npz(x=X, y=Y)(), Path("a.npz").write_bytes(Path("a.npz").read_bytes()[:300])),
        NPZ,
        "dataset.path: found a.npz: File is not a zip file",
    ),
    "no y": (npz(x=X), NPZ, "dataset.arrays: found no y_train, expected an array of a.npz: x; map"),
    "no x": (
        npz(y=Y),
        NPZ,
        "a.npz: found the arrays y, expected x_train or x; map them in dataset",
    ),
    "a name that is not there": (
        npz(x=X, y=Y),
        {**NPZ, "arrays": {"x": "pictures"}},
        "a.npz: found no array 'pictures' for x_train, expected one of x, y",
    ),
    "a test part without labels": (
        npz(x=X, y=Y, x_test=X),
        NPZ,
        "a.npz: found the arrays x, y, x_test, expected y_test; map them in dataset.arrays",
    ),
    "lengths that differ": (
        npz(x=X, y=Y[:29]),
        NPZ,
        "a.npz: found y of the shape (29,) and x of the shape (30, 3), expected as many labels",
    ),
    "shapes that differ": (
        npz(x=X, y=Y, x_test=X[:, :2], y_test=Y),
        NPZ,
        "a.npz: found the x of test to be float32 of the shape (30, 2), and that of train float32",
    ),
    "NaN in an array": (
        npz(x=with_value(X, (4, 2), np.nan), y=Y),
        NPZ,
        "a.npz, x[4, 2]: found nan, expected a finite number",
    ),
    "NaN in the targets of an array": (
        npz(x=X, y=with_value(X[:, 0], 4, np.nan)),
        {**NPZ, "split": "last"},
        "y_train[4]: found nan, expected a finite number",
    ),
    "text for examples": (npz(x=X.astype(str), y=Y), NPZ, "a.npz, x: found values of the type <U"),
    "complex examples": (npz(x=X + 1j, y=Y), NPZ, "a.npz, x: found values of the type complex128"),
    "Python objects": (
        lambda: np.savez("a.npz", x=X, y=np.array([{}] * 30)),
        NPZ,
        "found y of the type |O in a.npz, expected numbers or text, saved without pickle",
    ),
    "one dimension": (npz(x=X[:, 0], y=Y), NPZ, "a.npz, x: found the shape (30,), expected N x"),
    "no examples": (
        npz(x=X[:0], y=Y[:0]),
        {**NPZ, "task": "classification"},
        "a.npz, x: found the shape (0, 3), expected N x columns or more dimensions, and examples",
    ),
    "a column for each class": (
        npz(x=X, y=np.eye(30, dtype=int)),
        {**NPZ, "task": "classification"},
        "found 30 values for each example in y_train, expected one label; set dataset.task to regr",
    ),
    # Sets of scikit-learn
    "an unknown set": (
        nothing,
        {"name": "boston", "format": "sklearn"},
        "dataset.name: found 'boston', expected one of iris, digits, wine, breast_cancer, diabetes",
    ),
    "a regression of classes": (
        nothing,
        {"name": "wine", "format": "sklearn", "task": "regression"},
        "dataset.task: found regression, expected classification or null, since that is what wine",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_data_are_refused_in_a_line_that_says_where(prepare, tmp_path, name):
    make, section, message = BAD[name]
    make()
    with pytest.raises(UserError) as caught:
        prepare(**section)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (
        "expected" in str(caught.value)
        or "must be" in str(caught.value)
        or "mend" in str(caught.value)
    )
    assert not (tmp_path / "out").exists()


def test_there_are_forty_bad_inputs_and_more():
    assert len(BAD) > 60


@pytest.mark.parametrize(
    ("make", "section", "size"),
    [
        (table("x,y", "{i},{j}", count=2000), TABLE, "0.0 GB"),
        (npz(x=np.zeros((900, 300)), y=np.arange(900) % 2), NPZ, "0.0 GB"),
        (photos(), {**PHOTOS, "size": [900, 900]}, "0.0 GB"),
    ],
    ids=["table", "npz", "images"],
)
def test_what_is_too_large_for_the_memory_is_refused_with_its_size(
    prepare, monkeypatch, make, section, size
):
    make()
    monkeypatch.setattr(sametrials.data.memory, "available_memory", lambda: 10_000)
    message = (
        f"found {size} of numbers, which take 3 times as much memory while they are split, exp"
    )
    with pytest.raises(UserError, match=message):
        prepare(**section)
