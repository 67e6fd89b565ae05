"""The examples of data of one's own in config/README.md."""

import re

import numpy as np
import pytest
import yaml
from experiments import ROOT, with_dataset

from sametrials.config.validate import validate_config

README = (ROOT / "config" / "README.md").read_text()
EXAMPLES = re.findall(r"```yaml\ndataset: (\{.*\})", README.split("\n## Data of your own\n")[1])


@pytest.fixture
def files(tmp_path, monkeypatch):
    """What the examples name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "patients.csv").write_text("id,age,outcome\n1,20,ill\n2,30,well\n")
    (tmp_path / "photos").mkdir()
    (tmp_path / "letters").mkdir()
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (tmp_path / "letters" / f"{name}-ubyte").write_bytes(bytes([0, 0, 8, 3]) + bytes(12))
    np.savez("spectra.npz", intensities=np.zeros((4, 9)), substance=["a", "b", "a", "b"])


def test_there_is_an_example_of_each_format():
    assert {yaml.safe_load(text)["format"] for text in EXAMPLES} == {
        *("table", "images", "npz", "sklearn", "idx")
    }


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_example_is_valid(text, files):
    section = yaml.safe_load(text)
    found = validate_config(with_dataset(section))["dataset"]
    assert section.items() <= found.items()
    assert found["task"] == "classification"
