"""Evaluate the best model by the user's function `evaluate`, on data that the search never saw."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sametrials.common.errors import ConfigError
from sametrials.common.files import atomic_path, write_json
from sametrials.common.process_state import ProcessState
from sametrials.common.texts import describe_exception
from sametrials.data.arrays import Arrays, load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.python_function.declared import (
    EVALUATE,
    PREDICTIONS,
    PROBABILITIES,
    keys_of_evaluate,
)
from sametrials.tasks.python_function.environment import interpreter_of
from sametrials.tasks.python_function.training.data import tested_data
from sametrials.tasks.python_function.training.seeds import set_seed
from sametrials.tasks.python_function.training.trainer import load_functions
from sametrials.tasks.reported.numbers import numbers_of
from sametrials.trials.record import TrialRecord

SUMS_TO_1 = 0.01
"""How far the probabilities of an example may be from a sum of 1."""


class Evaluation(NamedTuple):
    """What `evaluate` gave.

    Attributes
    ----------
    summary
        examples (their number), if there is data; the metrics; with class probabilities
        confusion_matrix (a row per true class, a column per predicted one).
    arrays
        With class probabilities `probabilities` (float32, examples x classes) and `labels`; with
        predictions `predicted` (float32) and `targets`, examples x outputs, and `names` of the
        outputs, if they have any.
    """

    summary: dict[str, Any]
    arrays: dict[str, np.ndarray]


def evaluate_and_write(
    trial: Mapping[str, Any],
    model: str | Path,
    data: str | Path | None,
    best: TrialRecord,
    summary: str | Path,
    predictions: str | Path,
) -> None:
    """Evaluate a saved model in the environment of its training, and write what it gives.

    Parameters
    ----------
    trial
        The section of the configuration.
    model, data, best
        As of `evaluate`.
    summary, predictions
        The files to write (`write_evaluation`).

    Raises
    ------
    ConfigError
        As by `evaluate`.
    """
    if trial["environment"] is None:
        write_evaluation(evaluate(trial["file"], model, data, best), summary, predictions)
        return
    from sametrials.tasks.python_function.training.elsewhere import Elsewhere

    request = {
        "file": trial["file"],
        "model": str(model),
        "data": None if data is None else str(data),
        "best": asdict(best),
        "summary": str(Path(summary).absolute()),
        "predictions": str(Path(predictions).absolute()),
    }
    Elsewhere(interpreter_of(trial["environment"]), request).end()


def evaluate(
    file: str | Path, model: str | Path, data: str | Path | None, best: TrialRecord
) -> Evaluation:
    """Evaluate a saved model.

    Parameters
    ----------
    file
        The user's file.
    model
        The saved model.
    data
        The .npz file of the data set, or None.
    best
        The record of the model's trial, under whose seed the function is called.

    Raises
    ------
    ConfigError
        The function raises, or gives something else than numbers and predictions.
    """
    arrays = None if data is None else load_arrays(data)
    model = Path(model).absolute()  # the user's code may change the working folder
    state = ProcessState()
    function = load_functions(file)[EVALUATE]
    set_seed(best.seed)
    try:
        given = function(str(model), tested_data(arrays))
    except (Exception, SystemExit) as error:
        raise ConfigError(f"{file}: evaluate: found {describe_exception(error)}") from error
    finally:
        state.restore()
    keys = keys_of_evaluate(file) & {PROBABILITIES, PREDICTIONS}
    return evaluation_of(given, arrays, f"{file}: what evaluate returned", keys)


def evaluation_of(
    given: Any, arrays: Arrays | None, what: str, wants: Collection[str] = ()
) -> Evaluation:
    """Read what `evaluate` gave.

    Parameters
    ----------
    given
        Metrics by name, and perhaps `probabilities` or `predictions`.
    arrays
        The data set, or None.
    what
        Where it comes from, for messages.
    wants
        Which of these two must be there, since figures are drawn from them.

    Raises
    ------
    ConfigError
        It is something else.
    """
    if not isinstance(given, Mapping):
        kind = type(given).__name__
        raise ConfigError(f"{what}: found {kind}, expected metrics with their numbers")
    others = {PROBABILITIES, PREDICTIONS}
    try:
        metrics = numbers_of({name: given[name] for name in given if name not in others})
        found = _predicted(given, arrays)
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{what}: {error}") from error
    for name in wants:
        if given.get(name) is None:
            raise ConfigError(
                f"{what}: found no {name}, expected them, since evaluate speaks of them"
            )
    n_examples = 0 if arrays is None else len(arrays.y_test)
    summary = {"examples": n_examples} if n_examples else {}
    summary |= {name: _exact(name, metrics[name], n_examples) for name in metrics}
    if PROBABILITIES in found:
        summary |= {"classes": list(arrays.classes)} if arrays.classes else {}
        summary["confusion_matrix"] = _confusion_matrix(found)
    return Evaluation(summary, found)


def _exact(name: str, value: float, n_examples: int) -> float | None:
    """Round a share of the test examples to a ratio; None in place of what is not finite."""
    if not np.isfinite(value):
        return None
    return Objective(name).exact(value, n_examples) if n_examples else value


def _predicted(given: Mapping[str, Any], arrays: Arrays | None) -> dict[str, np.ndarray]:
    found = {}
    for name in (PROBABILITIES, PREDICTIONS):
        if given.get(name) is None:
            continue
        if arrays is None:
            raise ValueError(f"found {name}, expected none, since there is no data set")
        values = np.asarray(given[name], np.float32)
        if len(values) != len(arrays.y_test):
            raise ValueError(
                f"found {name} of {len(values)} examples, expected {len(arrays.y_test)}, those of "
                "the test part"
            )
        found |= {name: values}
    if PROBABILITIES in found:
        found = {"labels": arrays.y_test, **found}
        _check_probabilities(found[PROBABILITIES], arrays)
    if PREDICTIONS in found:
        found |= _values(found.pop(PREDICTIONS), arrays)
    return found


def _values(predicted: np.ndarray, arrays: Arrays) -> dict[str, np.ndarray]:
    """Put what was predicted beside what is true, N x outputs each, with the outputs' names."""
    targets = arrays.y_test.reshape(len(arrays.y_test), -1)
    if predicted.size != targets.size:
        raise ValueError(
            f"found {PREDICTIONS} of shape {predicted.shape}, expected {arrays.y_test.shape}"
        )
    names = {"names": np.array(arrays.targets)} if arrays.targets else {}
    return {"targets": targets, "predicted": predicted.reshape(targets.shape), **names}


def _check_probabilities(values: np.ndarray, arrays: Arrays) -> None:
    if not arrays.is_classification:
        raise ValueError(f"found {PROBABILITIES}, expected none, since there are no classes")
    shape = (len(arrays.y_test), arrays.number_of_classes)
    if values.shape != shape:
        raise ValueError(
            f"found {PROBABILITIES} of shape {values.shape}, expected {shape}: examples x classes"
        )
    sums = values.sum(axis=1)
    if not (values.min() >= 0 and np.allclose(sums, 1, rtol=0, atol=SUMS_TO_1)):
        raise ValueError(
            f"found {PROBABILITIES} that are below 0 or sum to {sums.min():.4g} ... "
            f"{sums.max():.4g}, expected 1 for each example"
        )


def _confusion_matrix(found: Mapping[str, np.ndarray]) -> list[list[int]]:
    n_classes = found[PROBABILITIES].shape[1]
    places = found["labels"].astype(int) * n_classes + found[PROBABILITIES].argmax(axis=1)
    counts = np.bincount(places, minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes).tolist()


def write_evaluation(
    evaluation: Evaluation, summary_path: str | Path, predictions_path: str | Path
) -> None:
    """Write the summary as JSON, and the arrays, if there are any, as an .npz file."""
    with atomic_path(predictions_path) as temporary:
        np.savez(temporary, **evaluation.arrays)
    write_json(summary_path, evaluation.summary)
