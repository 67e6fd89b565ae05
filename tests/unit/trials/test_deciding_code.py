"""Code of ours that decides a trial counts by its version, the user's by its content."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import deciding_parts
from sametrials.common.python_imports import imported_files
from sametrials.tasks import shown
from sametrials.tasks.command import declared as command
from sametrials.tasks.cross_validated import declared as cross_validated
from sametrials.tasks.keras_network import code as keras_network
from sametrials.tasks.keras_network.training.built_in import MODELS
from sametrials.tasks.python_function import declared as python_function
from sametrials.tasks.reported import declared as reported
from sametrials.trials import deciding_code, fingerprint
from sametrials.trials.deciding_code import LIBRARY, Part, code_digest, code_of
from sametrials.trials.fingerprint import settings_digest, settings_parts

PARTS = tuple(deciding_parts.parts())
TRAINING = keras_network.TRAINING.folder
MODULES = sorted(file.relative_to(LIBRARY).as_posix() for file in LIBRARY.rglob("*.py"))

NETWORK = {"trial": None, "model": None, "objective": {}}
FOLDS = {"metric": "val_error", "direction": "minimize", "folds": 3}


@pytest.fixture
def library(tmp_path) -> Path:
    """A copy of the library in whose code something can be changed."""
    folder = tmp_path / "scripts" / "sametrials"
    shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return folder


def digests(library: Path = LIBRARY) -> dict[str, dict[str, str]]:
    """The digests of the files of each part, to which the golden values are compared."""
    return {part: code_of(part, library) for part in PARTS}


def moved(before: dict, after: dict) -> list[str]:
    return [part for part in before if before[part] != after[part]]


def append(file: Path, statement: str) -> None:
    file.write_text(f"{file.read_text()}\n{statement}\n")


# The digests of our code, by which a change is seen


def test_a_module_of_a_folder_that_decides_is_covered_by_the_digest_of_its_part_alone():
    names = {part: set(files) for part, files in digests().items()}
    for name in MODULES:
        holders = [part for part in PARTS if name.startswith(f"{part}/")]
        assert [part for part in PARTS if name in names[part]] == holders
        assert len(holders) <= 1
    assert all(names.values())


def test_a_statement_moves_the_digest_of_the_part_it_stands_in_and_of_no_other(library):
    """Of one module of each part, and of all that are of no part at once."""
    before = digests(library)
    assert before == digests()
    for name in MODULES:
        if not name.startswith(PARTS):
            append(library / name, "something = 1")
    assert digests(library) == before
    for part in PARTS:
        append(next((library / part).glob("[a-z]*.py")), "something = 1")
        assert moved(before, digests(library)) == [part]
        before = digests(library)


@pytest.mark.parametrize("part", PARTS)
def test_a_new_module_decides_by_the_folder_that_it_is_put_in(library, part):
    before = digests(library)
    (library / part / "deeper").mkdir()
    (library / part / "deeper" / "new.py").write_text("nodes = 1")
    after = digests(library)
    assert moved(before, after) == [part]
    assert set(after[part]) - set(before[part]) == {f"{part}/deeper/new.py"}


@pytest.mark.parametrize("model", sorted(set(MODELS.values())))
def test_our_own_models_import_from_their_folder_alone(model):
    """What they imported from elsewhere in the library would be of no part."""
    files = imported_files(LIBRARY / TRAINING / f"{model}.py", LIBRARY.parent)
    names = {each.relative_to(LIBRARY).as_posix() for each in files if each.name != "__init__.py"}
    assert {name for name in names if not name.startswith(f"{TRAINING}/")} == set()


def test_words_and_layout_do_not_count(library):
    before = digests(library)
    for name in ("suggest/suggestion.py", f"{TRAINING}/model.py"):
        source = (library / name).read_text()
        docstring = source.split('"""')[1]
        changed = source.replace(docstring, "Other words.", 1).replace("\n\n\n", "\n\n\n\n")
        (library / name).write_text("# A comment.\n" + changed)
    assert digests(library) == before


SOURCE = '''
def f(x, *, y=None):
    """Say something."""
    print(f"{x:.{y}f}", f"{x!r} {y=}")
    return [None, True, 1.5, "ä€", b"\\x00", {**x}, lambda: ...]
'''


def test_the_digest_of_a_file_is_the_same_on_each_python(tmp_path):
    (tmp_path / "a.py").write_text(SOURCE, encoding="utf-8")
    digest = code_digest(tmp_path / "a.py")
    assert digest == "65831e7f1cda4674f81c23f3b38dc60cccf0b51e38d7b7ea3dc235f7a3eb725d"


# What stands in the fingerprint


def test_our_parts_count_by_their_versions_and_the_user_s_files_by_their_digests(own_model):
    (own_model.parent / "trial.py").write_text("def train(h, d, s, r): ...")
    function = {"file": str(own_model.parent / "trial.py")}
    identity = shown.code_identity({**NETWORK, "model": str(own_model)})
    assert set(identity) == {TRAINING, "model: my_model.py", "model: layers.py"}
    version = keras_network.TRAINING.version
    assert identity[TRAINING] == version
    assert shown.code_identity(NETWORK) == {TRAINING: version, "model": "model"}
    assert shown.code_identity({**NETWORK, "model": "mlp"}) == {TRAINING: version, "model": "mlp"}
    identity = shown.code_identity({**NETWORK, "trial": function, "objective": FOLDS})
    ours = {part.folder for part in (python_function.TRAINING, reported.REPORTED)}
    assert set(identity) == {*ours, cross_validated.TRAINING.folder, "trial: trial.py"}
    ours = {part.folder for part in (command.TRAINING, reported.REPORTED)}
    assert set(shown.code_identity({**NETWORK, "trial": {"file": None}})) == ours


@pytest.mark.parametrize("number", [0, 1])
def test_a_raised_version_of_the_engine_moves_the_fingerprint_of_all_trials(
    study, monkeypatch, number
):
    before, parts = settings_digest(study, {}), settings_parts(study, {})
    raised = list(deciding_code.ENGINE)
    raised[number] = Part(raised[number].folder, raised[number].version + 1)
    monkeypatch.setattr(fingerprint, "ENGINE", tuple(raised))
    assert settings_digest(study, {}) != before
    after = settings_parts(study, {})
    assert [name for name in parts if parts[name] != after[name]] == ["code of the search"]


def test_a_raised_version_of_a_task_moves_its_identity(monkeypatch):
    before = shown.code_identity(NETWORK)
    monkeypatch.setattr(keras_network, "TRAINING", Part(TRAINING, before[TRAINING] + 1))
    assert shown.code_identity(NETWORK) == before | {TRAINING: before[TRAINING] + 1}


IDENTITY = """
import sys
sys.path.insert(0, sys.argv[1])
from sametrials.tasks.shown import code_identity
from sametrials.trials.deciding_code import ENGINE, code_identity_of
print(code_identity_of(ENGINE), code_identity({"trial": None, "model": None, "objective": {}}))
"""


def test_a_changed_statement_of_ours_moves_no_fingerprint_once_it_is_noted(library):
    def identity() -> str:
        command = [sys.executable, "-c", IDENTITY, str(library.parent)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    before = identity()
    for part in PARTS:
        append(next((library / part).glob("[a-z]*.py")), "something = 1")
    edited = identity()
    assert edited.count("1, edited: ") == 3, "study, suggest and the network"
    noted = {part: code_of(part, library) for part in PARTS}
    (library / "trials" / "noted_code.json").write_text(json.dumps(noted))
    assert identity() == before
    append(library / "tasks/keras_network/training/model.py", "nodes = 2")
    assert identity().count("1, edited: ") == 1
    declared = library / "tasks/keras_network/code.py"
    declared.write_text(declared.read_text().replace("version=", "version=1 + "))
    assert identity() != before


@pytest.fixture
def own_model(tmp_path):
    """A model file of the user's that imports a module beside it."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "layers.py").write_text("nodes = 1")
    (folder / "my_model.py").write_text("import layers\ndef create_model(): return layers.nodes")
    return folder / "my_model.py"


def test_the_user_s_model_decides_but_not_its_comments_or_where_it_lies(own_model):
    digest = keras_network.code_identity(own_model)
    assert digest != keras_network.code_identity(None)
    own_model.write_text("# A comment.\n" + own_model.read_text())
    own_model = shutil.move(own_model.parent, own_model.parent.parent / "moved") / own_model.name
    assert keras_network.code_identity(own_model) == digest
    own_model.write_text(own_model.read_text() + " + 1")
    assert keras_network.code_identity(own_model) != digest


def test_what_the_user_s_model_imports_from_beside_it_decides_too(own_model):
    digest = keras_network.code_identity(own_model)
    own_model.with_name("other.py").write_text("nodes = 3")
    assert keras_network.code_identity(own_model) == digest
    own_model.with_name("layers.py").write_text("nodes = 2")
    assert keras_network.code_identity(own_model) != digest
