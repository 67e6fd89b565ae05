import numpy as np
import pandas as pd
import pytest
from drawn import SEED_SPACE, predicted_values, random_trials, small_test_set, words

from sametrials.common.csv_tables import write_csv
from sametrials.figures.catalogue import ENTRIES
from sametrials.figures.make_figure import NOT_DRAWN, make_figure
from sametrials.figures.sources import read_source
from sametrials.study.objective import Objective

OBJECTIVE = {"metric": "val_loss", "direction": "minimize", "epoch": "last"}


@pytest.fixture
def files(tmp_path):
    """The files that a study and its best model leave behind."""
    trials = random_trials(SEED_SPACE, 12, objective=Objective(**OBJECTIVE))
    numbers = range(12)
    columns = {"trial": numbers, "state": trials.states, "val_loss": trials.values}
    write_csv(pd.DataFrame(columns | pd.DataFrame(trials.points).to_dict("list")), tmp_path / "t")
    seconds = {"suggest": 0.1, "wait": 0.5, "build": 0.4, "train": 9.0, "save": 0.1}
    timings = {"trial": numbers, "worker": 0, "start": "2026-01-01T00:00:00.000000Z"} | seconds
    write_csv(pd.DataFrame(timings), tmp_path / "timings")
    curves = {"trial": numbers, "epoch": 1, "val_loss": trials.values}
    write_csv(pd.DataFrame(curves), tmp_path / "curves")
    images, labels, probabilities, _ = small_test_set(wrong={2: 0.8})
    importance = {"column": ["a", "b"], "measure": "r2", "importance": [0.2, 0.1]}
    write_csv(pd.DataFrame(importance | {"low": 0.05, "high": 0.3}), tmp_path / "importance.csv")
    np.savez(tmp_path / "data.npz", x_test=images, y_test=labels)
    np.savez(tmp_path / "predictions.npz", labels=labels, probabilities=probabilities)
    numbers = predicted_values()
    np.savez(tmp_path / "numbers.npz", targets=numbers.targets, predicted=numbers.predicted)
    (tmp_path / "evaluation.json").write_text('{"confusion_matrix": [[3, 1], [0, 4]]}')
    return {
        "trials": tmp_path / "t",
        "timings": tmp_path / "timings",
        "learning_curves": tmp_path / "curves",
        "data": tmp_path / "data.npz",
        "predictions": tmp_path / "predictions.npz",
        "evaluation": tmp_path / "evaluation.json",
        "feature_importance": tmp_path / "importance.csv",
        "numbers": tmp_path / "numbers.npz",
    }


SETTINGS = {
    "width": 6.3,
    "search_space": SEED_SPACE,
    "objective": OBJECTIVE,
    "studies": [{"name": name, "strategy": name, "seed": 1} for name in ("gp", "random")],
    "order": ["random", "gp"],
    "seed": 1,
    "surrogate": "GP",
    "first": "learning_rate",
    "second": "num_dense_layers",
    "dimension": "activation",
}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.name for entry in ENTRIES])
def test_every_figure_is_made_from_files_and_what_its_entry_says_alone(files, entry):
    inputs = {name: files[name] for name in entry.inputs}
    if "values" in entry.needs:
        inputs["predictions"] = files["numbers"]
    if entry.compares:
        inputs = {name: [file, file] for name, file in inputs.items()}
    taken = ("width", "order", *entry.settings, *entry.wildcards)
    figure = make_figure(
        entry.modules[0],
        entry.reads,
        [*entry.options, *entry.wildcards],
        inputs,
        {name: SETTINGS[name] for name in taken},
    )
    assert figure.get_figwidth() == 6.3
    assert len(words(figure)) > 1


def test_a_source_is_read_with_the_settings_that_it_needs(files):
    trials = read_source("trials", files, SETTINGS)
    assert trials.objective == Objective(**OBJECTIVE)
    assert trials.search_space == SEED_SPACE
    assert list(read_source("timings", files, {})["train"]) == [9.0] * 12


def test_a_figure_that_cannot_be_drawn_says_so_and_the_log_says_why(files, monkeypatch, caplog):
    def overflow(*_):
        raise OverflowError("a value is too large")

    monkeypatch.setattr("sametrials.figures.study.convergence.draw_convergence", overflow)
    settings = {name: SETTINGS[name] for name in ("width", "search_space", "objective")}
    made = make_figure("sametrials.figures.study.convergence", ["trials"], [], files, settings)
    assert " ".join(words(made)) == NOT_DRAWN
    assert "a value is too large" in caplog.text
