"""What the configuration says of the data set."""

import pytest
from experiments import assert_one_line, assert_reader_and_jsonschema_agree, at, changed, name_of

from hpo.config.validate import validate_config

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


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_data_set_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_the_data_set(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def test_a_data_set_of_ones_own_is_valid():
    assert validate_config(changed(("dataset",), own_files()))["dataset"]["validation"] == 5000


def test_all_images_of_a_built_in_data_set_can_be_used():
    dataset = {"name": "mnist", "train": 60_000, "validation": 59_999, "test": 10_000}
    assert dataset.items() <= validate_config(changed(("dataset",), dataset))["dataset"].items()
    validate_config(changed(("dataset", "validation"), 59_999))


def test_a_data_set_of_ones_own_may_have_any_number_of_images():
    own = own_files() | {"train": 500_000, "validation": 100_000, "test": 100_000}
    assert validate_config(changed(("dataset",), own))["dataset"]["train"] == 500_000
