"""Every file of the contract is there, and the usual tools read it."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

PLOTS = [
    "convergence",
    "importance",
    "rank_correlation",
    "evaluations",
    "objective",
    "learning_curves",
    "parallel_coordinates",
    "slices",
    "distribution",
    "timeline",
    "histogram_activation",
    "objective_2D_learning_rate_num_dense_layers",
    "objective_2D_learning_rate_num_dense_nodes",
    "objective_2D_num_dense_layers_num_dense_nodes",
    "predictions",
    "misclassified",
    "confusion_matrix",
]


def python(program: str, *arguments) -> str:
    """Run a program in another process that knows nothing of this project; returns its output."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def read_table(project) -> pd.DataFrame:
    """Read trials.csv; pandas' fast way of reading numbers may miss the last bit."""
    return pd.read_csv(project.path("trials.csv"))


def test_the_data_set_has_the_arrays_of_the_contract(finished_project):
    arrays = np.load(finished_project.folder / "results/data/digits.npz")
    assert {name: (array.shape, str(array.dtype)) for name, array in arrays.items()} == {
        "x_train": ((1000, 28, 28), "uint8"),
        "y_train": ((1000,), "uint8"),
        "x_validation": ((200, 28, 28), "uint8"),
        "y_validation": ((200,), "uint8"),
        "x_test": ((300, 28, 28), "uint8"),
        "y_test": ((300,), "uint8"),
    }


def test_the_table_of_trials_is_sorted_best_first_and_has_no_times(finished_project):
    table = read_table(finished_project)
    assert list(table) == [
        *("rank", "trial", "state", "accuracy"),
        *("learning_rate", "num_dense_layers", "num_dense_nodes", "activation"),
    ]
    assert list(table["rank"]) == [1, 2, 3, 4, 5, 6]
    assert sorted(table["trial"]) == [0, 1, 2, 3, 4, 5]
    assert table["accuracy"].is_monotonic_decreasing
    assert set(table["state"]) == {"complete"}
    first = table[table["trial"] == 0].iloc[0]
    assert first[4:].to_dict() == {
        "learning_rate": 1e-5,
        "num_dense_layers": 1,
        "num_dense_nodes": 16,
        "activation": "relu",
    }


def test_the_table_and_the_records_agree(finished_project):
    table = read_table(finished_project)
    for row in table.to_dict("records"):
        record = json.loads(finished_project.path(f"trials/{row['trial']:04d}.json").read_text())
        assert record["accuracy"] == row["accuracy"]
        assert {name: row[name] for name in record["hyper_parameters"]} == record[
            "hyper_parameters"
        ]
        assert record["history"]["val_accuracy"][-1] == pytest.approx(row["accuracy"], abs=1e-6)


def test_the_timings_have_a_row_per_trial_and_a_column_per_phase(finished_project):
    table = pd.read_csv(finished_project.path("timings.csv"))
    assert list(table) == [
        *("trial", "worker", "start", "suggest", "wait", "build", "train", "save")
    ]
    assert list(table["trial"]) == [0, 1, 2, 3, 4, 5]
    assert set(table["worker"]) <= {0, 1}
    assert pd.to_datetime(table["start"]).notna().all()
    assert (table["train"] > 0).all()


def test_the_learning_curves_are_those_of_the_records(finished_project):
    table = pd.read_csv(finished_project.path("learning_curves.csv"))
    measures = ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert list(table) == ["trial", "epoch", *measures]
    assert sorted(set(table["trial"])) == [0, 1, 2, 3, 4, 5]
    for trial, curve in table.groupby("trial"):
        record = json.loads(finished_project.path(f"trials/{trial:04d}.json").read_text())
        assert list(curve["epoch"]) == list(range(1, len(curve) + 1))
        assert {name: list(curve[name]) for name in measures} == record["history"]


def test_scikit_optimize_loads_the_result_and_draws_it_in_another_process(finished_project):
    program = """
import sys, json, matplotlib
matplotlib.use("Agg")
from skopt import load
from skopt.plots import plot_convergence, plot_evaluations, plot_objective
result = load(sys.argv[1])
plot_convergence(load(sys.argv[1])); plot_evaluations(result); plot_objective(result)
assert not any(name == "sametrials" or name.startswith("sametrials.") for name in sys.modules)
assert "func" not in result.specs["args"]
print(json.dumps({"x": result.x, "fun": result.fun, "x_iters": result.x_iters}))
"""
    result = json.loads(python(program, finished_project.path("search_result.pkl")))
    table = read_table(finished_project)
    assert result["fun"] == -table["accuracy"].max()
    assert result["x"] == table.iloc[0, 4:].to_list()
    by_trial = table.sort_values("trial")
    assert result["x_iters"] == by_trial.iloc[:, 4:].to_numpy(dtype=object).tolist()


def test_keras_loads_the_best_model_which_is_as_good_as_its_record_says(finished_project):
    program = """
import sys, keras, numpy as np
model = keras.saving.load_model(sys.argv[1])
data = np.load(sys.argv[2])
right = [
    (model.predict(data[f"x_{part}"] / 255, verbose=0).argmax(axis=1) == data[f"y_{part}"]).mean()
    for part in ("validation", "test")
]
print(*right)
"""
    said = python(
        program,
        finished_project.path("best_model.keras"),
        finished_project.folder / "results/data/digits.npz",
    )
    validation, test = map(float, said.split()[-2:])
    best = json.loads(finished_project.path("best_trial.json").read_text())
    evaluation = json.loads(finished_project.path("evaluation.json").read_text())
    assert best["accuracy"] == read_table(finished_project)["accuracy"].max()
    # An image or two may tip over with another batch size.
    assert validation == pytest.approx(best["accuracy"], abs=2 / 200)
    assert test == pytest.approx(evaluation["accuracy"], abs=2 / 300)


def test_the_evaluation_is_of_all_test_images(finished_project):
    evaluation = json.loads(finished_project.path("evaluation.json").read_text())
    matrix = np.array(evaluation["confusion_matrix"])
    assert matrix.shape == (10, 10)
    assert matrix.sum() == evaluation["images"] == 300
    assert np.trace(matrix) / 300 == pytest.approx(evaluation["accuracy"])
    labels = np.load(finished_project.folder / "results/data/digits.npz")["y_test"]
    assert matrix.sum(axis=1).tolist() == np.bincount(labels, minlength=10).tolist()


def test_only_the_best_model_lies_beside_the_records(finished_project):
    best = json.loads(finished_project.path("best_trial.json").read_text())
    [model] = finished_project.path("trials").glob("*.keras")
    assert model.stem == f"{best['trial']:04d}"


def test_every_trial_has_a_tensorboard_log_named_as_in_the_seed(finished_project):
    names = sorted(path.name for path in finished_project.path("tensorboard").iterdir())
    assert len(names) == 6
    assert names[0] == "0000_lr_1e-05_layers_1_nodes_16_relu"
    program = """
import sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
for part in ("train", "validation"):
    events = EventAccumulator(f"{sys.argv[1]}/{part}", size_guidance={"tensors": 0}).Reload()
    print(part, *events.Tags()["tensors"])
"""
    folder = finished_project.path("tensorboard") / names[0]
    train, validation = python(program, folder).splitlines()
    assert "epoch_accuracy" in train and "epoch_loss" in train
    assert "keras" in train.split()  # the graph, as Keras 3 writes it
    assert "epoch_accuracy" in validation


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_every_figure_is_drawn(finished_project, name, suffix):
    content = finished_project.path(f"plots/{name}.{suffix}").read_bytes()
    start = {"svg": b"<?xml", "png": b"\x89PNG"}[suffix]
    assert content.startswith(start)
    # Six trials are too few for these, and that is what they say.
    in_words = name in ("importance", "rank_correlation")
    assert len(content) > (1000 if in_words else 5000)


def test_there_are_no_other_figures(finished_project):
    assert {path.stem for path in finished_project.path("plots").iterdir()} == set(PLOTS)


def test_the_user_sees_a_line_for_each_trial(finished_project):
    lines = [line for line in finished_project.said.splitlines() if line.startswith("gp: trial")]
    assert len(lines) == 6
    assert "6 of 6" in lines[-1]


def test_the_status_page_says_that_the_search_has_ended(finished_project):
    page = finished_project.path("status.html").read_text()
    assert ">ended</span>" in page
    assert "<p>6 of 6 trials</p>" in page
    assert "gp: watch it in results/gp/status.html" in finished_project.said


def test_every_trial_has_its_hyper_parameters_for_tensorboard(finished_project):
    logs = finished_project.path("tensorboard").glob("*/events.out.tfevents.hparams")
    assert sorted(log.parent.name[:4] for log in logs) == [f"{trial:04d}" for trial in range(6)]


def test_the_report_is_one_file_with_the_figures_and_the_table(copied_project):
    copied_project.run("--report", "report.html")
    report = (copied_project.folder / "report.html").read_text()
    assert "convergence" in report
    assert "trials.csv" in report
