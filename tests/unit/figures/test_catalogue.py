"""Every figure of the catalogue has all that belongs to it, and there are no others."""

import inspect
import re
import sys
from pathlib import Path

import pytest
from drawn import EIGHT, SEED_SPACE
from odd_studies import SIXTY, TWENTY

from keras_process import say_of
from sametrials.common.python_imports import imported_files
from sametrials.figures.catalogue import ENTRIES
from sametrials.figures.make_figure import functions_of
from sametrials.figures.sources import SOURCES

REPOSITORY = Path(__file__).parents[3]
SCRIPTS = REPOSITORY / "scripts"
TESTS = Path(__file__).parent
BY_NAME = {entry.name: entry for entry in ENTRIES}

every_figure = pytest.mark.parametrize("entry", ENTRIES, ids=BY_NAME)


def test_no_two_have_the_same_name_or_module_or_file():
    assert len(BY_NAME) == len({entry.module for entry in ENTRIES}) == len(ENTRIES)
    assert len({(entry.compares, entry.path) for entry in ENTRIES}) == len(ENTRIES)


@every_figure
def test_it_has_a_module_with_two_functions_that_take_what_it_is_drawn_from(entry):
    compute, draw = functions_of(entry.modules[0])
    taken = list(inspect.signature(compute).parameters)
    assert set(taken) == {*entry.reads, *entry.options, *entry.wildcards}
    assert list(inspect.signature(draw).parameters) == ["info", "width"]


@every_figure
def test_it_has_a_caption_that_speaks_of_accuracy_only_through_the_objective(entry):
    caption = (REPOSITORY / "report" / f"{entry.name}.rst").read_text()
    assert "accurac" not in caption
    assert ('wording["' in caption) <= ("objective" in entry.settings)


@every_figure
def test_it_has_a_test(entry):
    folder, name = entry.module.split(".")
    tests = [path.read_text() for path in (TESTS / folder).glob("test_*_figure*.py")]
    used = [text for text in tests if f"draw_{name}" in text]
    assert used, f"expected draw_{name} in tests/unit/figures/{folder}/test_{name}_figure.py"


@every_figure
def test_its_rule_and_its_place_in_the_report_are_said(entry):
    assert re.fullmatch(r"Draw .*\.", entry.about)
    assert entry.topic and entry.title
    assert set(re.findall(r"{(\w+)}", entry.title)) <= {*entry.wildcards, "label"}


@every_figure
def test_what_it_is_drawn_from_can_be_read(entry):
    for name in entry.reads:
        module, _, reader = SOURCES[name].reader.rpartition(".")
        __import__(module)
        parameters = inspect.signature(getattr(sys.modules[module], reader)).parameters
        source = SOURCES[name]
        assert {*parameters} == {*source.files, *source.settings, *source.orders}


def test_every_module_with_such_functions_is_in_the_catalogue():
    folders = ("study", "comparison", "test_set")
    modules = {
        f"{folder}.{path.stem}"
        for folder in folders
        for path in (SCRIPTS / "sametrials" / "figures" / folder).glob("*.py")
        if re.search(rf"def draw_{path.stem}\(info: [^,]+, width: float = ", path.read_text())
    }
    assert modules == {entry.module for entry in ENTRIES}


def test_the_files_of_a_figure_of_dimensions_follow_from_the_search_space():
    assert BY_NAME["convergence"].paths(SEED_SPACE) == ["convergence"]
    assert BY_NAME["histogram"].paths(SEED_SPACE) == ["histogram_activation"]
    assert BY_NAME["objective_2D"].paths(SEED_SPACE) == [
        "objective_2D_learning_rate_num_dense_layers",
        "objective_2D_learning_rate_num_dense_nodes",
        "objective_2D_num_dense_layers_num_dense_nodes",
    ]
    assert len(BY_NAME["objective_2D"].paths(EIGHT)) == 15
    assert BY_NAME["objective_2D"].path == "objective_2D_{first}_{second}"


def test_of_very_many_pairs_or_dimensions_no_file_is_made_unasked():
    assert BY_NAME["objective_2D"].paths(TWENTY) == []
    assert BY_NAME["histogram"].paths(SIXTY) == []
    assert BY_NAME["evaluations"].paths(SIXTY) == ["evaluations"]


def test_the_files_of_a_comparison_are_named_after_the_metric():
    files = {entry.path.format(column="accuracy") for entry in ENTRIES if entry.compares}
    assert files == {"accuracy_by_trial", "accuracy_by_time", "regret", "accuracy_distribution"}


def test_what_a_figure_needs_of_the_task_follows_from_what_it_is_drawn_from():
    needs = {name: entry.needs for name, entry in BY_NAME.items() if entry.needs}
    images, values = {"predictions", "images"}, {"values"}
    assert needs == {
        "predictions": images,
        "misclassified": images,
        "confusion_matrix": {"predictions"},
        **dict.fromkeys(("predicted_true", "residuals", "error_distribution"), values),
        "permutation_importance": {"columns"},
        "learning_curves": {"curves"},
    }


def test_a_figure_depends_on_the_settings_that_it_uses_only():
    assert BY_NAME["convergence"].settings == ["objective", "search_space"]
    assert BY_NAME["objective"].settings == ["objective", "search_space", "seed", "surrogate"]
    assert BY_NAME["regret"].settings == ["objective", "studies"]
    assert BY_NAME["confusion_matrix"].settings == []


def drawn_by(entry):
    files = [SCRIPTS.joinpath(*module.split(".")).with_suffix(".py") for module in entry.modules]
    imported = [imported_files(file, SCRIPTS) for file in (SCRIPTS / "plot_figure.py", *files)]
    return {*files, *(file for each in imported for file in each)}


@every_figure
def test_no_figure_depends_on_the_catalogue_or_on_another_kind_of_figure(entry):
    names = {str(file.relative_to(SCRIPTS / "sametrials")) for file in drawn_by(entry)}
    assert "figures/catalogue.py" not in names
    folders = {name.split("/")[1] for name in names if name.startswith("figures/")}
    assert folders & {"study", "comparison", "test_set"} <= {entry.module.split(".")[0]}


def test_the_catalogue_is_read_with_the_standard_library_only():
    [others] = say_of(
        "import sametrials.figures.catalogue\n"
        "say(sorted({'numpy', 'matplotlib', 'pandas', 'skopt', 'yaml'} & set(sys.modules)))"
    )
    assert others == []


def test_only_figures_with_a_surrogate_or_shares_of_variance_wait_for_scikit_optimize():
    waiting = ("objective", "objective_2D", "importance")
    modules = [entry.modules for entry in ENTRIES if entry.name not in waiting]
    names = sorted({name for each in modules for name in each})
    [loaded] = say_of(
        "import importlib\n"
        f"for name in {names}:\n"
        "    importlib.import_module(name)\n"
        "say('skopt' in sys.modules)"
    )
    assert not loaded


def test_no_figure_draws_with_scikit_optimize():
    for file in (SCRIPTS / "sametrials" / "figures").rglob("*.py"):
        assert "skopt.plots" not in file.read_text(), file
        assert "unittest" not in file.read_text(), file
