"""Evaluate the best model, as the task of the configuration does it.

A module of its own: a change of an evaluation does not concern the search.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.trials.record import TrialRecord


def evaluate_best_model(
    config: Mapping[str, Any],
    model: str | Path,
    data: str | Path | None,
    best: TrialRecord,
    summary: str | Path,
    predictions: str | Path,
    importance: str | Path | None = None,
) -> None:
    """Measure the best model on the test part, which the search never saw; write what it gives.

    Parameters
    ----------
    config
        The checked keys model, constants, precision and trial.
    model
        The saved model.
    data
        The .npz file of the data set, or None.
    best
        The record of the model's trial.
    summary, predictions, importance
        The files to write: JSON, an .npz file, and for the rows of a table CSV.

    Raises
    ------
    ConfigError
        What the user's code gives is no evaluation.
    """
    # Imported here: a framework takes seconds, and each task has its own.
    if config["trial"] is None:
        from sametrials.tasks.keras_network.evaluation import evaluate, write_evaluation

        evaluation = evaluate(
            model,
            data,
            best,
            model_file=config["model"],
            constants=config["constants"],
            precision=config["precision"],
        )
        write_evaluation(evaluation, summary, predictions, importance)
    else:
        from sametrials.tasks.python_function.evaluation import evaluate_and_write

        evaluate_and_write(config["trial"], model, data, best, summary, predictions)
