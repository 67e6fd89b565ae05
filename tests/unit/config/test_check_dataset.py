"""What the configuration says of the data set."""

import re

import pytest
from experiments import (
    ROOT,
    assert_one_line,
    assert_reader_and_jsonschema_agree,
    at,
    changed,
    name_of,
    problems,
    with_dataset,
)

from sametrials.config.schema_reader import load_schema
from sametrials.config.validate import validate_config

SHA256 = "0123456789abcdef" * 4


def own_files(**changes) -> dict:
    names = ("train_images", "train_labels", "test_images", "test_labels")
    files = {name: {"sha256": SHA256, "sources": [f"https://host/{name}.gz"]} for name in names}
    return {"name": "my-set", "files": files | changes}


# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (at("dataset", "name"), "../x", "dataset.name: found '../x', expected a name of up to 64 .*"),
    (at("dataset", "name"), "mnist\n", r"dataset.name: found 'mnist\n', expected a name of .*"),
    (at("dataset", "name"), None, "dataset.name: found null, expected a name of up to 64 .*"),
    (
        at("dataset", "name"),
        "my-set",
        "dataset.files: found nothing, expected the four files of my-.*",
    ),
    (
        at("dataset"),
        own_files() | {"name": "mnist"},
        "dataset.files: found a mapping, expected null, since mnist is built in .*",
    ),
    (
        at("dataset"),
        {"name": "my-set", "files": []},
        "dataset.files: found an empty list, expected .*",
    ),
    (
        at("dataset"),
        own_files(train_images={"sha256": "abc", "sources": ["https://host/x"]}),
        "dataset.files.train_images.sha256: found 'abc', expected 64 hexadecimal digits",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256}),
        "dataset.files.test_labels.sources: found nothing, expected a list of at least 1 item",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256, "sources": ["http://host/x"]}),
        "dataset.files.test_labels.sources[0]: found 'http://host/x', expected an address .*",
    ),
    (
        at("dataset"),
        own_files(test_labels={"sha256": SHA256, "sources": ["data/x.gz"]}),
        "dataset.files.test_labels.sources[0]: found 'data/x.gz', expected an address .*",
    ),
    (
        at("dataset", "mirrors"),
        ["file://x"],
        "dataset.mirrors[0]: found 'file://x', expected an .*",
    ),
    (
        at("dataset", "mirrors"),
        ["http://me:SECRET@host/x?SECRET"],
        "dataset.mirrors[0]: found 'http://***@host/x?***', expected an address .*",
    ),
    (
        at("dataset", "mirrors"),
        ["https://me:SECRET SECRET@host/x"],
        "dataset.mirrors[0]: found 'https://***@host/x', expected an address .*",
    ),
    (
        at("dataset", "mirrors"),
        "https://me:SECRET@host/x",
        "dataset.mirrors: found 'https://***@host/x', expected a list",
    ),
    (at("dataset", "mirrors"), None, "dataset.mirrors: found null, expected a list"),
    (
        at("dataset", "validation"),
        0,
        "dataset.validation: found 0, expected an integer >= 1, a share between 0 and 1, or null",
    ),
    (at("dataset", "validation"), 1.5, "dataset.validation: found 1.5, expected an integer .*"),
    (at("dataset", "validation"), -0.1, "dataset.validation: found -0.1, expected an integer .*"),
    (
        at("dataset", "train"),
        5000,
        "dataset.validation: found 5000, expected an integer below train .*",
    ),
    (
        at("dataset", "validation"),
        60_000,
        "dataset.validation: found 60000, expected an integer below the 60000 training images of "
        "mnist",
    ),
    (
        at("dataset", "train"),
        60_001,
        "dataset.train: found 60001, expected 60000 at most, the images that mnist has, or null",
    ),
    (
        at("dataset"),
        {"name": "fashion-mnist", "train": 60_000, "validation": 60_000},
        "dataset.validation: found 60000, expected an integer below train (60000)",
    ),
    (
        at("dataset"),
        {"name": "fashion-mnist", "test": 10_001},
        "dataset.test: found 10001, expected 10000 at most, the images that fashion-mnist has, or "
        "null",
    ),
    (at("dataset", "test"), 0, "dataset.test: found 0, expected an integer >= 1, a share .*"),
]

TABLE = {"name": "mine", "format": "table", "path": "config.yaml", "target": "y", "task": None}

# Keys that do not go together; the path exists, and is no table.
MISFITS = [
    (
        {"name": "mine", "path": "a.csv"},
        "format: found nothing, expected the format of 'a.csv': idx, npz.*",
    ),
    (
        TABLE | {"name": "mnist"},
        "name: found mnist, expected a name of your own, since mnist is .*",
    ),
    (TABLE, "path: found 'config.yaml', expected a file that ends in .csv, .tsv, .csv.gz, .*"),
    (
        {"path": "a.csv"},
        "path: found 'a.csv', expected null, since mnist is built in (give the data set another .*",
    ),
    (
        {"target": "y"},
        "target: found 'y', expected nothing, since the format is idx: this key is .*",
    ),
    (
        {"missing": "impute"},
        "missing: found 'impute', expected nothing, since the format is idx: .*",
    ),
    (
        {"scale": False},
        "scale: found false, expected nothing, since the format is idx: this key is .*",
    ),
    (
        {"size": [8, 8]},
        "size: found a list of 2 items, expected nothing, since the format is idx.*",
    ),
    (
        {"format": "sklearn", "name": "mnist"},
        "name: found 'mnist', expected one of iris, digits, .*",
    ),
    (
        {"format": "sklearn", "name": "wine", "mirrors": ["https://host/x"]},
        "mirrors: found a list of 1 item, expected nothing, since the format is sklearn: .*",
    ),
    (
        {"format": "images", "name": "mine", "path": "config", "arrays": {"x": "a"}},
        "arrays: found a mapping, expected nothing, since the format is images: this key is for .*",
    ),
    (
        {
            "format": "npz",
            "name": "mine",
            "path": "config.yaml",
            "arrays": {"z": "a"},
            "task": None,
        },
        "arrays.z: found the name 'z', expected one of x, y, x_train, .*",
    ),
    (TABLE | {"group": "y"}, "group: found 'y', expected another column than the target"),
    (
        TABLE | {"leave_out": ["y"]},
        "leave_out[0]: found 'y', expected another column, since this .*",
    ),
    (TABLE | {"use": []}, "use: found an empty list, expected a list of columns or null"),
    (
        TABLE | {"target": []},
        "target: found an empty list, expected the name of a column, a list .*",
    ),
    (
        TABLE | {"target": ["y", "z"], "task": "classification"},
        "task: found classification, expected regression or null, since there is a list of targets",
    ),
    (
        TABLE | {"group": "p", "split": "stratified"},
        "split: found stratified, expected shuffled, last or null, since dataset.group keeps .*",
    ),
    ({"cross_validation": 1}, "cross_validation: found 1, expected an integer >= 2, or null"),
    ({"cross_validation": 2.5}, "cross_validation: found 2.5, expected an integer >= 2, or null"),
    (
        {"cross_validation": 5, "validation": 0.2},
        "validation: found 0.2, expected null, since cross_validation makes each fold the .*",
    ),
    (TABLE | {"separator": ";;"}, "separator: found ';;', expected a single character or null"),
    (
        TABLE | {"validation": 1.0, "train": 1},
        "train: found 1, expected an integer >= 2, a share .*",
    ),
]


@pytest.mark.parametrize(("section", "line"), MISFITS, ids=[line for _, line in MISFITS])
def test_keys_that_do_not_go_together_are_said_in_a_line(section, line, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = problems(changed(("dataset",), section))
    pattern = ".*".join(re.escape(part) for part in f"config: dataset.{line}".split(".*"))
    assert any(re.fullmatch(pattern, each) for each in found), found
    others = [each for each in found if not each.startswith("config: dataset.path: ")]
    assert len(others) <= 1


@pytest.mark.parametrize(
    ("section", "filled"),
    [
        (
            {},
            {"format": "idx", "task": "classification", "validation": 5000, "split": "last"},
        ),
        (
            {"cross_validation": 3},
            {"format": "idx", "validation": None, "split": "last"},
        ),
        (
            {"name": "wine", "format": "sklearn"},
            {"task": "classification", "split": "stratified", "scale": True, "validation": None},
        ),
        (
            {"name": "diabetes", "format": "sklearn", "scale": False},
            {"task": "regression", "split": "shuffled", "scale": False},
        ),
        (
            {"name": "mine", "format": "images", "path": "config"},
            {"task": "classification", "split": "stratified", "scale": None},
        ),
    ],
)
def test_what_follows_from_the_format_is_filled_in(section, filled, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = validate_config(with_dataset(section))["dataset"]
    assert filled.items() <= found.items()
    assert set(found) == set(load_schema()["properties"]["dataset"]["properties"])


def test_a_table_is_drawn_by_its_task_and_groups(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("x,p,y\n1,a,1.5\n2,b,no\n")
    section = {"name": "mine", "format": "table", "path": "a.csv", "target": "y"}
    notes = []

    def filled(**more):
        return validate_config(with_dataset(section | more), note=notes.append)["dataset"]

    assert filled()["split"] == "stratified"
    assert notes == ["config: dataset.task: y holds text, so it is a classification"]
    assert filled(group="p")["split"] == "shuffled"
    assert filled(target="x", task="regression")["split"] == "shuffled"
    again = filled()
    assert validate_config(with_dataset(again))["dataset"] == again


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_data_set_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_the_data_set(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def test_a_data_set_of_ones_own_is_valid():
    assert validate_config(with_dataset(own_files()))["dataset"]["validation"] == 5000


def test_all_images_of_a_built_in_data_set_can_be_used():
    dataset = {"name": "mnist", "train": 60_000, "validation": 59_999, "test": 10_000}
    assert dataset.items() <= validate_config(with_dataset(dataset))["dataset"].items()
    validate_config(changed(("dataset", "validation"), 59_999))


def test_a_data_set_of_ones_own_may_have_any_number_of_images():
    own = own_files() | {"train": 500_000, "validation": 100_000, "test": 100_000}
    assert validate_config(with_dataset(own))["dataset"]["train"] == 500_000
