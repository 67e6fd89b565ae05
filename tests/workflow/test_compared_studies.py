"""Two studies or more are compared; one is not."""

import copy
import shutil

import pandas as pd
import pytest

from project import jobs

FIGURE_NAMES = ["accuracy_by_trial", "accuracy_by_time", "regret", "accuracy_distribution"]
PLOTTING = {"plot_best_by_trial", "plot_best_by_time", "plot_regret", "plot_distributions"}
COMPARISON = {"compare_studies", *PLOTTING}
# Asked for alone, so that the tests do not wait for the other figures of each study.
FIGURES = [
    f"results/comparison/plots/{name}.{suffix}"
    for name in FIGURE_NAMES
    for suffix in ("svg", "png")
]
FILES = ["results/comparison/comparison.csv", *FIGURES]


@pytest.fixture(scope="module")
def compared_project(finished_project, tmp_path_factory):
    """The finished project with a study of forests under two seeds beside its study `gp`."""
    project = copied(finished_project, tmp_path_factory.mktemp("compared") / "project")
    forest = {"optimizer": "forest", "n_calls": 2, "n_initial_points": 2, "window": 2}
    project.config["studies"]["forest"] = forest | {"seed": [1, 2]}
    project.said = project.run(*FILES, cores=1)
    return project


@pytest.fixture
def changeable_project(compared_project, tmp_path):
    return copied(compared_project, tmp_path / "copy")


def copied(project, folder):
    shutil.copytree(project.folder, folder, symlinks=True)
    project = copy.copy(project)
    project.folder = folder
    project.config = copy.deepcopy(project.config)
    return project


def test_one_study_is_not_compared(finished_project):
    assert not (finished_project.folder / "results/comparison").exists()
    assert not COMPARISON & set(jobs(finished_project.said))


def test_two_studies_are_compared(changeable_project):
    shutil.rmtree(changeable_project.folder / "results/comparison")
    assert set(jobs(changeable_project.run("-n"))) > COMPARISON


def test_the_first_study_is_left_alone_when_others_come(compared_project):
    assert "gp: trial" not in compared_project.said
    assert jobs(compared_project.said) == {
        **dict.fromkeys(("run_search", "collect_results", "evaluate_best_model"), 2),
        **dict.fromkeys(COMPARISON, 1),
    }


def test_the_table_has_a_row_of_each_study_and_of_the_strategy_with_replicates(compared_project):
    table = pd.read_csv(compared_project.folder / "results/comparison/comparison.csv")
    assert list(table["strategy"]) == ["gp", "forest", "forest", "forest"]
    assert list(table["study"].fillna("")) == ["gp", "forest-1", "forest-2", ""]
    assert list(table["trials"]) == [6, 2, 2, 4]
    assert list(table["complete"]) == [6, 2, 2, 4]
    gp = pd.read_csv(compared_project.path("trials.csv"))
    assert table["accuracy"][0] == gp["accuracy"].max()
    assert table["accuracy_after_10"].isna().all()
    assert table["accuracy"][3] == pytest.approx(table["accuracy"][1:3].mean())
    assert (table["wall_seconds"] > 0).all()


def test_the_figures_are_drawn(compared_project):
    for file in FIGURES:
        start = {".svg": b"<?xml", ".png": b"\x89PNG"}[file[-4:]]
        assert (compared_project.folder / file).read_bytes().startswith(start), file
    assert "forest (mean of 2 seeds)" in (compared_project.folder / FIGURES[0]).read_text()


def test_a_further_seed_runs_its_study_and_compares_anew(changeable_project):
    changeable_project.config["studies"]["forest"]["seed"] = [1, 2, 5]
    listed = jobs(changeable_project.run("-n", *FILES))
    new = {"run_search", "collect_results", "evaluate_best_model"} | COMPARISON
    assert listed == dict.fromkeys(new, 1)


def test_a_study_less_only_compares_anew(changeable_project):
    changeable_project.config["studies"]["forest"]["seed"] = [2]
    assert set(jobs(changeable_project.run("-n", *FILES))) == COMPARISON


def test_a_key_of_the_figures_draws_figures_only(changeable_project):
    changeable_project.config["figures"]["width"] = 5.0
    listed = set(jobs(changeable_project.run("-n", *FILES)))
    assert listed == PLOTTING


def test_the_report_shows_the_comparison(changeable_project):
    changeable_project.run(*FILES, "--report", "report.html")
    report = (changeable_project.folder / "report.html").read_text()
    assert "Comparison" in report
    assert "replicates of one strategy" in report
