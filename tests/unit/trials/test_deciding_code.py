"""What decides a trial follows from the folders that its code stands in."""

import shutil
from pathlib import Path

import pytest

from sametrials.tasks.keras_network import code
from sametrials.trials import deciding_code

MODULES = sorted(
    file.relative_to(deciding_code.LIBRARY).as_posix()
    for file in deciding_code.LIBRARY.rglob("*.py")
)
ENGINE = ("study/", "suggest/")
TRAINING = "tasks/keras_network/training/"


@pytest.fixture
def library(tmp_path, monkeypatch) -> Path:
    """A copy of the library in whose code something can be changed."""
    folder = tmp_path / "scripts" / "sametrials"
    shutil.copytree(
        deciding_code.LIBRARY, folder, ignore=shutil.ignore_patterns("__pycache__", ".*")
    )
    monkeypatch.setattr(deciding_code, "LIBRARY", folder)
    monkeypatch.setattr(code, "LIBRARY", folder)
    monkeypatch.setattr(code, "TRAINING", folder / TRAINING)
    return folder


def digests(model=None) -> list[dict[str, str]]:
    return [deciding_code.engine_code(), code.training_code(model)]


def append(file: Path, statement: str) -> None:
    file.write_text(f"{file.read_text()}\n{statement}\n")


def test_a_statement_moves_the_fingerprint_of_the_folder_it_stands_in_and_no_other(library):
    """Of each module that decides, one after the other, and of all others at once."""
    before = digests()
    deciding = [name for name in MODULES if name.startswith((*ENGINE, TRAINING))]
    for name in set(MODULES) - set(deciding):
        append(library / name, "something = 1")
    assert digests() == before
    moved = {}
    for name in deciding:
        source = (library / name).read_text()
        append(library / name, "something = 1")
        moved[name] = [now != then for now, then in zip(digests(), before, strict=True)]
        (library / name).write_text(source)
    assert digests() == before
    assert moved == {
        name: [name.startswith(ENGINE), name.startswith(TRAINING)] for name in deciding
    }
    assert {tuple(each) for each in moved.values()} == {(0, 1), (1, 0)}


def test_the_digests_are_named_for_the_files_and_do_not_depend_on_where_the_library_is(request):
    engine, training = digests()
    request.getfixturevalue("library")
    assert digests() == [engine, training]
    assert set(engine) == {f"sametrials/{name}" for name in MODULES if name.startswith(ENGINE)}
    assert set(training) == {f"sametrials/{name}" for name in MODULES if name.startswith(TRAINING)}


@pytest.mark.parametrize("folder", [*ENGINE, TRAINING])
def test_a_new_module_decides_by_the_folder_that_it_is_put_in(library, folder):
    before = digests()
    (library / folder / "deeper").mkdir()
    (library / folder / "deeper" / "new.py").write_text("nodes = 1")
    names = [set(now) - set(then) for now, then in zip(digests(), before, strict=True)]
    new = {f"sametrials/{folder}deeper/new.py"}
    assert names == ([set(), new] if folder == TRAINING else [new, set()])


@pytest.mark.parametrize(
    "statement",
    ["import sametrials.layers", "from sametrials import layers", "from .... import layers"],
)
def test_a_module_that_the_model_imports_decides_too(library, statement):
    append(library / TRAINING / "model.py", statement)
    (library / "layers.py").write_text("nodes = 1")
    engine, training = digests()
    (library / "layers.py").write_text("nodes = 2")
    assert digests()[0] == engine
    assert digests()[1] != training


def test_a_module_of_the_model_decides_whatever_it_is_called(library):
    (library / "blocks").mkdir()
    append(library / TRAINING / "model.py", "from sametrials.blocks import config")
    (library / "blocks" / "config.py").write_text("nodes = 1")
    before = digests()
    (library / "blocks" / "config.py").write_text("nodes = 2")
    assert digests() != before


def test_words_and_layout_do_not_count(library):
    before = digests()
    for name in ("suggest/suggestion.py", TRAINING + "model.py"):
        source = (library / name).read_text()
        docstring = source.split('"""')[1]
        changed = source.replace(docstring, "Other words.", 1).replace("\n\n\n", "\n\n\n\n")
        (library / name).write_text("# A comment.\n" + changed)
    assert digests() == before


@pytest.fixture
def own_model(tmp_path):
    """A model file of the user's that imports a module beside it."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "layers.py").write_text("nodes = 1")
    (folder / "my_model.py").write_text("import layers\ndef create_model(): return layers.nodes")
    return folder / "my_model.py"


def test_the_user_s_model_decides_but_not_its_comments_or_where_it_lies(own_model):
    digest = code.training_code(own_model)
    assert digest != code.training_code(None)
    own_model.write_text("# A comment.\n" + own_model.read_text())
    own_model = shutil.move(own_model.parent, own_model.parent.parent / "moved") / own_model.name
    assert code.training_code(own_model) == digest
    own_model.write_text(own_model.read_text() + " + 1")
    assert code.training_code(own_model) != digest


def test_what_the_user_s_model_imports_from_beside_it_decides_too(own_model):
    digest = code.training_code(own_model)
    own_model.with_name("other.py").write_text("nodes = 3")
    assert code.training_code(own_model) == digest
    own_model.with_name("layers.py").write_text("nodes = 2")
    assert code.training_code(own_model) != digest
