from pathlib import Path

import pytest

from hpo.imports import imported_files

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lib" / "deep").mkdir(parents=True)
    for name, source in {
        "direct": "import json\nfrom lib.indirect import x",
        "indirect": "def f():\n    from lib.deep import inside\n",
        "deep/inside": "import lib.direct",
        "unused": "",
    }.items():
        (tmp_path / "lib" / f"{name}.py").write_text(source)
    return tmp_path


@pytest.mark.parametrize(
    "source", ["import lib.direct", "from lib import direct", "from lib.direct import anything"]
)
def test_imports_are_followed_through_modules_functions_and_circles(folder, source):
    (folder / "script.py").write_text(source)
    found = imported_files(folder / "script.py", folder)
    assert [path.stem for path in found] == ["inside", "direct", "indirect"]


def names(script: str) -> set[str]:
    return {path.stem for path in imported_files(SCRIPTS / script, SCRIPTS)}


def test_the_search_is_made_of_the_training_and_the_model_but_the_figures_are_not():
    assert {"tuning", "search", "suggest", "training", "model"} <= names("run_search.py")
    for script in ("plot_convergence.py", "collect_results.py", "split_dataset.py"):
        assert not {"training", "model"} & names(script), script


def test_packages_hold_nothing_but_a_docstring_so_that_their_modules_are_all_there_is():
    for file in (SCRIPTS / "hpo").rglob("__init__.py"):
        assert len(file.read_text().splitlines()) == 1, file


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.stem)
def test_no_library_module_knows_snakemake(script):
    for file in imported_files(script, SCRIPTS):
        assert "import snakemake" not in file.read_text(), file
