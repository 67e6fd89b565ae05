"""The evaluation of the best model by a user's function."""

import json

import numpy as np
import pytest

from keras_process import say_of
from sametrials.common.errors import ConfigError
from sametrials.data.arrays import Arrays, write_arrays
from sametrials.tasks.python_function.evaluation import evaluate, evaluation_of, write_evaluation
from simulated import record_of

LABELS = np.array([0, 1, 1, 2], np.uint8)
CLASSES = Arrays(*[np.zeros((4, 3), np.float32), LABELS] * 3)
NUMBERS = Arrays(*[np.zeros((4, 3), np.float32), LABELS.astype(np.float32)] * 3)
SURE = np.eye(3)[[0, 1, 2, 2]]

FILE = """
import os, random, sys
import numpy as np
print(sys.argv)
os.chdir("/")

def train(hyper_parameters, data, seed, report): ...

def evaluate(model, data):
    os.chdir("/")
    assert open(model).read() == "the model"
    noise = random.random()
    return {"error": noise, "probabilities": np.eye(3)[data.y_test]}
"""


def test_probabilities_are_kept_with_the_labels_and_counted(tmp_path):
    given = {"accuracy": 0.75, "spread": np.nan, "probabilities": SURE}
    found = evaluation_of(given, CLASSES, "it", wants=("probabilities",))
    assert found.summary == {
        "examples": 4,
        "accuracy": 0.75,
        "spread": None,
        "confusion_matrix": [[1, 0, 0], [0, 1, 1], [0, 0, 1]],
    }
    write_evaluation(found, tmp_path / "evaluation.json", tmp_path / "predictions.npz")
    assert json.loads((tmp_path / "evaluation.json").read_text()) == found.summary
    with np.load(tmp_path / "predictions.npz") as written:
        assert written["labels"].tolist() == LABELS.tolist()
        assert written["probabilities"].dtype == np.float32
        assert written["probabilities"].tolist() == SURE.tolist()


def test_predicted_numbers_are_kept_with_the_true_ones():
    found = evaluation_of({"mae": 1, "predictions": [1, 2, 3, 4]}, NUMBERS, "it")
    assert found.summary == {"examples": 4, "mae": 1.0}
    assert found.arrays["targets"].ravel().tolist() == LABELS.tolist()
    assert found.arrays["predicted"].tolist() == [[1], [2], [3], [4]]


def test_without_data_there_are_metrics_alone(tmp_path):
    found = evaluation_of({"cost": 2}, None, "it")
    assert found.summary == {"cost": 2.0}
    write_evaluation(found, tmp_path / "evaluation.json", tmp_path / "predictions.npz")
    with np.load(tmp_path / "predictions.npz") as written:
        assert written.files == []


@pytest.mark.parametrize(
    ("given", "arrays", "message"),
    [
        (None, CLASSES, "found NoneType, expected metrics with their numbers"),
        ({}, CLASSES, "found {}, expected the names of metrics"),
        ({"a": "b"}, CLASSES, "found 'b' as a, expected a single number"),
        ({"a": 1, "probabilities": SURE[:3]}, CLASSES, "probabilities of 3 examples, expected 4"),
        ({"a": 1, "probabilities": SURE[:, :2]}, CLASSES, r"of shape \(4, 2\), expected \(4, 3\)"),
        ({"a": 1, "probabilities": SURE * 2}, CLASSES, r"sum to 2 \.\.\. 2, expected 1"),
        ({"a": 1, "probabilities": SURE - 1}, CLASSES, "that are below 0"),
        ({"a": 1, "probabilities": SURE * np.nan}, CLASSES, "below 0 or sum to nan"),
        ({"a": 1, "probabilities": SURE}, NUMBERS, "expected none, since there are no classes"),
        ({"a": 1, "probabilities": "high"}, CLASSES, "could not convert string"),
        ({"a": 1, "predictions": [1]}, NUMBERS, "predictions of 1 examples, expected 4"),
        ({"a": 1, "predictions": [1]}, None, "expected none, since there is no data set"),
        ({"a": 1}, CLASSES, "found no probabilities, expected them, since evaluate speaks of"),
    ],
)
def test_what_is_no_evaluation_is_told_in_a_line(given, arrays, message):
    wants = () if given is None or "predictions" in given else ("probabilities",)
    with pytest.raises(ConfigError, match=f"^my.py: what evaluate returned: .*{message}") as error:
        evaluation_of(given, arrays, "my.py: what evaluate returned", wants)
    assert len(str(error.value).splitlines()) == 1


PROGRAM = """
import os
from sametrials.tasks.evaluate import evaluate_best_model
from sametrials.trials.record import TrialRecord
os.chdir({folder!r})
best = TrialRecord(3, "complete", dict(x=1), "error", 0.5, seed=5)
config = dict(trial=dict(file="my_trial.py", command=None, environment=None))
evaluate_best_model(config, "best.model", "data.npz", best, "evaluation.json", "predictions.npz")
"""


def test_the_function_is_called_under_the_seed_of_the_trial_and_files_are_where_they_belong(
    tmp_path,
):
    write_arrays(tmp_path / "data.npz", CLASSES)
    (tmp_path / "my_trial.py").write_text(FILE)
    (tmp_path / "best.model").write_text("the model")
    found = []
    for _ in range(2):
        say_of(PROGRAM.format(folder=str(tmp_path)))
        found.append(json.loads((tmp_path / "evaluation.json").read_text()))
    assert found[0] == found[1]
    assert found[0]["confusion_matrix"] == [[1, 0, 0], [0, 2, 0], [0, 0, 1]]


@pytest.mark.parametrize("what", ["raise SystemExit(3)", "return 1 / 0"])
def test_what_goes_wrong_in_it_is_told_with_the_file(tmp_path, what):
    (tmp_path / "my_trial.py").write_text(f"def evaluate(model, data):\n    {what}\n")
    with pytest.raises(ConfigError, match=r"my_trial.py: evaluate: found (SystemExit|ZeroDiv)"):
        evaluate(tmp_path / "my_trial.py", "best.model", None, record_of(3, 0.5, seed=5))
