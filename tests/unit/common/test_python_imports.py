import pytest

from sametrials.common.errors import ConfigError
from sametrials.common.python_imports import imported_files, imported_packages


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


@pytest.mark.parametrize("source", ["import pack.part", "from pack import part"])
def test_a_package_s_own_file_counts(folder, source):
    (folder / "pack").mkdir()
    (folder / "pack" / "__init__.py").write_text("from . import other")
    for name in ("part", "other", "unused"):
        (folder / "pack" / f"{name}.py").write_text("")
    (folder / "script.py").write_text(source)
    found = imported_files(folder / "script.py", folder)
    assert [path.stem for path in found] == ["__init__", "other", "part"]


def test_a_module_that_is_no_python_is_named_with_its_line(folder):
    (folder / "lib" / "direct.py").write_text("x = 1\ny = (\n")
    (folder / "script.py").write_text("import lib.direct")
    with pytest.raises(ConfigError, match=r"direct\.py, line 2: found '\(' was never closed"):
        imported_files(folder / "script.py", folder)


def test_the_packages_that_files_import_are_known_also_from_inside_a_function(tmp_path):
    (tmp_path / "one.py").write_text("import a.b, c\ndef f():\n    from d.e import g\n")
    (tmp_path / "two.py").write_text("if True:\n    import h as i\n")
    assert imported_packages([tmp_path / "one.py", tmp_path / "two.py"]) == set("acdh")
