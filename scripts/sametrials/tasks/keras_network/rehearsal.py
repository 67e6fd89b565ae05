"""Try a user's network on a handful of examples, before a search trains it for hours.

Two stages, each in a process of its own: train one epoch of a handful of examples and save the
model; load it again as the evaluation does. Neither takes part in the search, so no trial changes
by it.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sametrials.common.errors import UserError
from sametrials.common.logs import describe
from sametrials.data.arrays import PARTS, Arrays
from sametrials.tasks.keras_network.outputs import probabilities_of, values_of
from sametrials.tasks.keras_network.saved_model import load_trained
from sametrials.tasks.keras_network.training.backend import keras, use_one_thread
from sametrials.tasks.keras_network.training.fit import scale
from sametrials.tasks.keras_network.training.trainer import KerasTrainer
from sametrials.trials.job import Job

MOST_EXAMPLES = 16
"""Number of examples of the handful; at most one of each class."""


class FirstStep:
    """Makes a network, looks at its outputs, trains it for a step and saves it.

    Parameters
    ----------
    arrays
        The data set.
    settings
        The other arguments of `KerasTrainer`.
    """

    def __init__(self, arrays: Arrays, **settings: Any):
        self._examples = a_handful(arrays)
        self._trainer = KerasTrainer(self._examples, **settings)

    def __call__(self, job: Job) -> None:
        """Try a point; an exception means that no trial can be trained at it."""
        job = replace(job, hyper_parameters=job.hyper_parameters | {"epochs": 1})
        model = self._trainer.make_model(job)
        _check_outputs(model, self._examples)
        self._trainer.make_callbacks(job)
        try:
            outcome = self._trainer(job)
        except UserError:
            raise
        except Exception as error:
            raise ValueError(
                f"with the loss {_name(model.loss)} and {_targets(self._examples)}: "
                f"{describe(error)}"
            ) from error
        if outcome.state == "failed":
            raise ValueError(outcome.error)


class Reload:
    """Loads a saved model as the evaluation does, and looks at its outputs.

    Parameters
    ----------
    arrays
        The data set.
    model_file, constants, precision
        As of `sametrials.tasks.keras_network.evaluation.evaluate`.
    """

    def __init__(
        self,
        arrays: Arrays,
        model_file: str | Path | None,
        constants: Mapping[str, Any],
        precision: str,
    ):
        use_one_thread()
        self._examples = a_handful(arrays)
        self._given = {"model_file": model_file, "constants": constants, "precision": precision}

    def __call__(self, job: Job) -> None:
        """Load the model of a point; an exception means that no model can be evaluated."""
        model = load_trained(job.model_path, self._examples, job.arguments, job.seed, **self._given)
        _check_outputs(model, self._examples)


def a_handful(arrays: Arrays) -> Arrays:
    """Choose up to `MOST_EXAMPLES` training examples.

    Those are one of each of so many classes, the highest among them; or the first of a regression.
    """
    if arrays.is_classification:
        _, first = np.unique(arrays.y_train, return_index=True)
        chosen = first[np.linspace(0, len(first) - 1, min(MOST_EXAMPLES, len(first))).astype(int)]
    else:
        chosen = np.arange(min(MOST_EXAMPLES, len(arrays.y_train)))
    x, y = arrays.x_train[chosen], arrays.y_train[chosen]
    return arrays._replace(
        **{f"x_{part}": x for part in PARTS}, **{f"y_{part}": y for part in PARTS}
    )


def _check_outputs(model: keras.Model, examples: Arrays) -> None:
    """Check that a network gives probabilities of the classes, or the numbers (ConfigError)."""
    outputs = model.predict(scale(examples.x_train), verbose=0)
    if examples.is_classification:
        probabilities_of(outputs, examples.number_of_classes, model.loss)
    else:
        values_of(outputs, examples.number_of_outputs)


def _targets(examples: Arrays) -> str:
    """Say what the loss compares the outputs with."""
    if examples.is_classification:
        return "labels that are whole numbers, as sparse_categorical_crossentropy takes them"
    n_outputs = examples.number_of_outputs
    return f"targets that are numbers, {n_outputs} for each example"


def _name(loss: Any) -> str:
    """Name a loss as `compile` takes it: a text, a function or an object."""
    return loss if isinstance(loss, str) else getattr(loss, "name", type(loss).__name__)
