"""What is installed, and what an import waits for."""

import ast
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import sametrials

NOT_NEEDED = ("tensorflow", "keras", "snakemake", "matplotlib", "pandas", "tensorboard", "jinja2")


def test_it_is_the_wheel_that_is_tried():
    package = Path(sametrials.__file__).parent
    assert package.parent.name == "site-packages"
    assert (package / "py.typed").is_file()
    assert not (package.parent / "schemas").exists()


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_a_package_of_the_workflow_is_not_installed(name):
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.version(name)


def test_what_is_required_is_what_is_installed():
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_import_alone_waits_for_no_package_at_all():
    program = """
import sys
before = set(sys.modules)
import sametrials
print(sorted(name.partition(".")[0] for name in set(sys.modules) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert set(ast.literal_eval(done.stdout)) <= {"sametrials", *sys.stdlib_module_names}


def test_the_import_of_the_names_waits_for_no_package_of_the_surrogates():
    program = """
import sys
from sametrials import Real, Study, load_records, minimize, run_study
print(sorted({"sklearn", "skopt", "scipy"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
