import ast
import re
import sys
from pathlib import Path

import pytest

from sametrials.figures.shared.style import save_figure

REPOSITORY = Path(__file__).parents[2]
LIBRARY = REPOSITORY / "scripts" / "sametrials"
sys.path.insert(0, str(REPOSITORY / "tools"))
import draw_architecture  # noqa: E402 - from the folder above


def test_the_picture_of_the_rooms_is_that_of_the_code(tmp_path):
    drawn = tmp_path / "architecture.svg"
    save_figure(draw_architecture.picture(), [drawn], dpi=100)
    kept = REPOSITORY / "docs" / "architecture.svg"
    assert drawn.read_text() == kept.read_text(), "it is stale: make architecture"


PACKAGES = sorted(LIBRARY.rglob("__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.parent.name)
def test_a_package_begins_with_a_docstring_and_nothing_else(package):
    if package.parent == LIBRARY:  # it has the public names, and imports what they need later
        imports = [node for node in ast.walk(ast.parse(package.read_text())) if is_import(node)]
        assert [node.module for node in imports] == ["importlib", "typing"]
        return
    assert re.fullmatch(r'"""[^"]+"""\n', package.read_text())


def is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


@pytest.mark.parametrize("room", ["trials", "suggest", "search", "results"])
def test_the_engine_knows_neither_accuracy_nor_images_nor_keras(room):
    for file in (LIBRARY / room).rglob("*.py"):
        found = re.findall(r"accurac|images?\b|keras|tensorflow", file.read_text(), re.I)
        allowed = {"TensorFlow"} if file.name == "worker_pool.py" else set()  # why workers end
        allowed |= {"keras"} if file.name == "setup.py" else set()
        assert set(found) <= allowed, file


def test_the_page_is_two_screens():
    assert len((REPOSITORY / "docs" / "architecture.md").read_text().splitlines()) <= 80
