from dataclasses import replace

import pytest

from hpo import fingerprint as module
from hpo.fingerprint import fingerprint, package_versions, settings_digest
from hpo.imports import imported_files
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


def test_the_digest_changes_with_the_source_of_each_deciding_module(study, monkeypatch):
    digest = settings_digest(study, TRAINING, "data")
    for name in module.DECIDING_MODULES:
        monkeypatch.setattr(
            module,
            "sha256_of_file",
            lambda path, name=name: "changed" if path.stem == name else path.stem,
        )
        changed = settings_digest(study, TRAINING, "data")
        monkeypatch.setattr(module, "sha256_of_file", lambda path: path.stem)
        assert changed != settings_digest(study, TRAINING, "data")
        monkeypatch.undo()
    assert settings_digest(study, TRAINING, "data") == digest


def test_no_module_that_a_suggestion_or_a_training_is_made_of_is_forgotten():
    folder = module.Path(module.__file__).parent
    made_of = {
        file.stem
        for name in ("suggest", "training")
        for file in imported_files(folder / f"{name}.py", folder.parent)
    } | {"suggest", "training"}
    # These carry values from one place to another, and decide none.
    assert made_of - {"datasets", "errors", "files", "records", "trial"} == set(
        module.DECIDING_MODULES
    )


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
    assert fingerprint("s", [record]) == fingerprint("s", [same])
    assert fingerprint("s", [record]) != fingerprint("s", [replace(record, **change)])
    assert fingerprint("s", [record])["settings"] == "s"
