"""What the scripts import, and what a worker process need not wait for."""

from pathlib import Path

import pytest

from keras_process import say_of
from sametrials.common.python_imports import imported_files

SCRIPTS = Path(__file__).parents[2] / "scripts"
SLOW = {"keras", "matplotlib", "pandas", "scipy", "skopt", "sklearn", "tensorflow"}


def modules(script: str) -> set[str]:
    files = imported_files(SCRIPTS / script, SCRIPTS)
    return {".".join(file.relative_to(SCRIPTS).with_suffix("").parts) for file in files}


def test_the_search_is_made_of_the_training_and_the_model_but_what_shows_it_is_not():
    training = {
        f"sametrials.tasks.keras_network.training.{name}" for name in ("trainer", "fit", "model")
    }
    search = {
        "sametrials.search.in_process",
        "sametrials.suggest.window",
        "sametrials.suggest.suggestion",
    }
    assert search | training <= modules("run_search.py")
    for script in ("plot_figure.py", "collect_results.py", "split_dataset.py"):
        assert not training & modules(script), script


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.stem)
def test_no_library_module_knows_snakemake(script):
    for file in imported_files(script, SCRIPTS):
        assert "import snakemake" not in file.read_text(), file


def slow_packages(*scripts: str) -> list[str]:
    """The slow packages that are there once the scripts are imported, as a module each."""
    [loaded] = say_of(f"""
import runpy
for script in {[str(SCRIPTS / script) for script in scripts]}:
    runpy.run_path(script, run_name="script")
say(sorted({SLOW} & set(sys.modules)))
""")
    return loaded


@pytest.mark.parametrize("script", ["run_search.py", "run_trial.py"])
def test_a_worker_process_waits_for_no_package_when_it_imports_the_script(script):
    assert slow_packages(script) == []


def test_what_shows_no_surrogate_does_not_wait_for_scikit_optimize():
    scripts = ("describe_study.py", "compare_studies.py", "plot_figure.py")
    assert "skopt" not in slow_packages(*scripts)


def test_the_job_of_a_trial_waits_for_no_package_that_only_suggestions_need():
    [loaded] = say_of(f"""
import sametrials.search.as_jobs, sametrials.search.setup
say(sorted({SLOW} & set(sys.modules)))
""")
    assert loaded == []
