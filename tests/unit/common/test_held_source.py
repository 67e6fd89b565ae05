"""Source that is held: what a process imports and reads later is what was there at one moment."""

import importlib
import inspect
import sys
import traceback

import pytest

from sametrials.common.held_source import HeldModules


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of modules that are held, and then edited or gone."""
    package = tmp_path / "held_package"
    package.mkdir()
    files = [tmp_path / "held_alone.py", package / "__init__.py", package / "inside.py"]
    files[0].write_text("def value():\n    return 1  # as it was\n")
    files[1].write_text("from . import inside\n")
    files[2].write_text("value = 1\ndef fail():\n    raise ValueError('failed')  # as it was\n")
    monkeypatch.setattr(sys, "modules", sys.modules.copy())
    monkeypatch.setattr(sys, "meta_path", [HeldModules(files, tmp_path), *sys.meta_path])
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_module_that_is_imported_after_an_edit_is_the_old_one(folder):
    (folder / "held_alone.py").write_text("def value():\n    return 2\n")
    assert importlib.import_module("held_alone").value() == 1
    assert not (folder / "__pycache__").exists()


def test_a_module_that_is_gone_can_still_be_imported_and_so_can_one_of_a_package(folder):
    for file in folder.rglob("*.py"):
        file.unlink()
    assert importlib.import_module("held_alone").value() == 1
    assert importlib.import_module("held_package").inside.value == 1


def test_the_source_of_a_function_is_that_which_runs(folder):
    value = importlib.import_module("held_alone").value
    (folder / "held_alone.py").write_text("def value():\n    return 'something else'\n")
    assert "as it was" in inspect.getsource(value)


def test_a_traceback_shows_the_source_that_runs(folder):
    fail = importlib.import_module("held_package.inside").fail
    (folder / "held_package" / "inside.py").write_text("\n\n\n\n")
    with pytest.raises(ValueError, match="failed") as raised:
        fail()
    assert "# as it was" in "".join(traceback.format_exception(raised.value))
