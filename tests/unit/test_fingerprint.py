import shutil
from dataclasses import replace

import pytest

from hpo import fingerprint as module
from hpo.fingerprint import deciding_files, fingerprint, package_versions, settings_digest
from hpo.records import TrialRecord

TRAINING = {"epochs": 3, "batch_size": 128, "precision": "float32"}


def test_the_digest_changes_with_all_that_decides_a_trial_and_not_with_n_calls(study):
    digest = settings_digest(study, TRAINING, "data")
    assert settings_digest(replace(study, n_calls=99), TRAINING, "data") == digest
    others = {
        settings_digest(replace(study, seed=2), TRAINING, "data"),
        settings_digest(study, {**TRAINING, "epochs": 4}, "data"),
        settings_digest(study, TRAINING, "other data"),
    }
    assert len(others | {digest}) == 4


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A copy of the library in whose code something can be changed."""
    folder = tmp_path / "hpo"
    shutil.copytree(module.FOLDER, folder)
    monkeypatch.setattr(module, "FOLDER", folder)
    return folder


DECIDING = {
    *("backend", "model", "training"),
    *("pruning", "search", "space", "study", "suggest"),
}


def test_the_code_that_decides_is_all_that_a_suggestion_or_a_training_is_made_of():
    assert {file.stem for file in deciding_files()} == DECIDING


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_the_digest_changes_with_what_a_deciding_module_does(study, library, name):
    digest = settings_digest(study, TRAINING, "data")
    file = library / f"{name}.py"
    file.write_text(file.read_text() + "\nsomething = 1\n")
    assert settings_digest(study, TRAINING, "data") != digest


@pytest.mark.parametrize(
    "statement", ["import hpo.layers", "from hpo import layers", "from . import layers"]
)
def test_a_module_that_the_model_imports_decides_too(study, library, statement):
    model = library / "model.py"
    model.write_text(model.read_text() + f"\n{statement}\n")
    (library / "layers.py").write_text("nodes = 1")
    digest = settings_digest(study, TRAINING, "data")
    (library / "layers.py").write_text("nodes = 2")
    assert settings_digest(study, TRAINING, "data") != digest


def test_a_module_of_the_model_decides_whatever_it_is_called(study, library):
    (library / "blocks").mkdir()
    model = library / "model.py"
    model.write_text(model.read_text() + "\nfrom hpo.blocks import config\n")
    (library / "blocks" / "config.py").write_text("nodes = 1")
    digest = settings_digest(study, TRAINING, "data")
    (library / "blocks" / "config.py").write_text("nodes = 2")
    assert settings_digest(study, TRAINING, "data") != digest


def test_the_digest_does_not_change_with_words_and_layout(study, library):
    digest = settings_digest(study, TRAINING, "data")
    file = library / "model.py"
    source = file.read_text()
    assert '"""Make and compile' in source
    file.write_text("# A comment.\n" + source.replace('"""Make and compile', '"""Compile'))
    assert settings_digest(study, TRAINING, "data") == digest


def test_the_digest_changes_with_a_package(study, monkeypatch):
    digest = settings_digest(study, TRAINING, "data")
    monkeypatch.setattr(module, "package_versions", lambda: {**package_versions(), "keras": "4"})
    assert settings_digest(study, TRAINING, "data") != digest


def test_the_versions_are_those_that_are_installed():
    import sklearn

    assert package_versions()["scikit-learn"] == sklearn.__version__
    assert package_versions()["tensorflow"] == "2.19.1"


@pytest.mark.parametrize("change", [{"accuracy": 0.6}, {"hyper_parameters": {"a": 2}}])
def test_the_history_is_what_the_trials_before_were_and_gave(change):
    record = TrialRecord(0, "complete", {"a": 1}, 0.5)
    same = replace(record, worker=3, timings={"train": 1.0})
    assert fingerprint("s", [record], [0.1]) == fingerprint("s", [same], [0.1])
    assert fingerprint("s", [record], []) != fingerprint("s", [replace(record, **change)], [])
    assert fingerprint("s", [record], []) != fingerprint("s", [record], [0.1])
    assert fingerprint("s", [record], [])["settings"] == "s"
