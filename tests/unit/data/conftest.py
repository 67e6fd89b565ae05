"""What several tests of data need."""

import gzip
import threading
from pathlib import Path

import pytest
from idx_files import idx_bytes, images, labels
from served import Server

from sametrials.data.sources import IDX_FILES
from sametrials.data.split import split_dataset

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "downloads"


@pytest.fixture
def small(tmp_path):
    """A function that writes a data set of 20 + 6 images and splits it; returns the .npz path."""
    content = {
        "train_images": images(20),
        "train_labels": labels(20),
        "test_images": images(6, first=100),
        "test_labels": labels(6),
    }

    def make(output="small.npz", train=None, validation=5, test=None, **other):
        replaced = {key: other.pop(key) for key in content if key in other}
        paths = {}
        for key, array in (content | replaced).items():
            paths[key] = tmp_path / IDX_FILES[key]
            paths[key].write_bytes(idx_bytes(array))
        output = tmp_path / output
        sizes = {"train": train, "validation": validation, "test": test}
        split_dataset(**paths, output=output, **sizes, **other)
        return output

    return make


@pytest.fixture(scope="module")
def fixture_files(tmp_path_factory):
    """Return the unzipped files of tests/data, by their key in config.yaml."""
    folder = tmp_path_factory.mktemp("raw")
    paths = {key: folder / name for key, name in IDX_FILES.items()}
    for path in paths.values():
        path.write_bytes(gzip.decompress((DATA / f"{path.name}.gz").read_bytes()))
    return paths
