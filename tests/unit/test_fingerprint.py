import shutil
from dataclasses import replace

import pytest

from hpo import deciding
from hpo import fingerprint as module
from hpo.trials.deciding_code import code_digests, deciding_files
from hpo.trials.fingerprint import fingerprint, package_versions, settings_digest
from hpo.trials.record import TrialRecord

TRAINING = {"epochs": 3, "batch_size": 128, "precision": "float32"}


def digest_of(study, training=TRAINING, constants=None, data="data", model=None) -> str:
    return settings_digest(study, training, constants or {}, data, code_digests(model))


def test_the_digest_changes_with_all_that_decides_a_trial_and_not_with_n_calls(study):
    digest = digest_of(study)
    assert digest_of(replace(study, n_calls=99)) == digest
    others = {
        digest_of(replace(study, seed=2)),
        digest_of(study, training={**TRAINING, "epochs": 4}),
        digest_of(study, constants={"dropout": 0.2}),
        digest_of(study, data="other data"),
    }
    assert len(others | {digest}) == 5


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A copy of the library in whose code something can be changed."""
    folder = tmp_path / "hpo"
    shutil.copytree(deciding.FOLDER, folder)
    monkeypatch.setattr(deciding, "FOLDER", folder)
    return folder


DECIDING = {
    *("__init__", "backend", "fitting", "model", "model_file", "training"),
    *("acquisition", "designs", "grid", "pruning", "search", "space"),
    *("strategies", "study", "suggest", "surrogate"),
}


def test_the_code_that_decides_is_all_that_a_suggestion_or_a_training_is_made_of():
    assert {file.stem for file in deciding_files()} == DECIDING


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_the_digest_changes_with_what_a_deciding_module_does(study, library, name):
    digest = digest_of(study)
    file = library / f"{name}.py"
    file.write_text(file.read_text() + "\nsomething = 1\n")
    assert digest_of(study) != digest


@pytest.mark.parametrize(
    "statement", ["import hpo.layers", "from hpo import layers", "from . import layers"]
)
def test_a_module_that_the_model_imports_decides_too(study, library, statement):
    model = library / "model.py"
    model.write_text(model.read_text() + f"\n{statement}\n")
    (library / "layers.py").write_text("nodes = 1")
    digest = digest_of(study)
    (library / "layers.py").write_text("nodes = 2")
    assert digest_of(study) != digest


def test_a_module_of_the_model_decides_whatever_it_is_called(study, library):
    (library / "blocks").mkdir()
    model = library / "model.py"
    model.write_text(model.read_text() + "\nfrom hpo.blocks import config\n")
    (library / "blocks" / "config.py").write_text("nodes = 1")
    digest = digest_of(study)
    (library / "blocks" / "config.py").write_text("nodes = 2")
    assert digest_of(study) != digest


def test_the_digest_does_not_change_with_words_and_layout(study, library):
    digest = digest_of(study)
    file = library / "model.py"
    source = file.read_text()
    assert '"""Make and compile' in source
    file.write_text("# A comment.\n" + source.replace('"""Make and compile', '"""Compile'))
    assert digest_of(study) == digest


@pytest.fixture
def own_model(tmp_path):
    """A model file of the user's that imports a module beside it."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "layers.py").write_text("nodes = 1")
    (folder / "my_model.py").write_text("import layers\ndef create_model(): return layers.nodes")
    return folder / "my_model.py"


def test_the_user_s_model_decides_but_not_its_comments_or_where_it_lies(study, own_model):
    digest = digest_of(study, model=own_model)
    assert digest != digest_of(study)
    own_model.write_text("# A comment.\n" + own_model.read_text())
    own_model = shutil.move(own_model.parent, own_model.parent.parent / "moved") / own_model.name
    assert digest_of(study, model=own_model) == digest
    own_model.write_text(own_model.read_text() + " + 1")
    assert digest_of(study, model=own_model) != digest


def test_what_the_user_s_model_imports_from_beside_it_decides_too(study, own_model):
    digest = digest_of(study, model=own_model)
    own_model.with_name("other.py").write_text("nodes = 3")
    assert digest_of(study, model=own_model) == digest
    own_model.with_name("layers.py").write_text("nodes = 2")
    assert digest_of(study, model=own_model) != digest


def test_the_digest_changes_with_a_package(study, monkeypatch):
    digest = digest_of(study)
    monkeypatch.setattr(module, "package_versions", lambda: {**package_versions(), "keras": "4"})
    assert digest_of(study) != digest


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
