"""The task of the seed's example: train a Keras network.

TensorFlow is imported in `make_trainer` and in the stages of the rehearsal only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.data.arrays import digest_for_training, load_arrays
from sametrials.data.kind import CLASSIFICATION, REGRESSION
from sametrials.study.objective import Objective
from sametrials.tasks.held import check_held
from sametrials.tasks.keras_network.arguments import OUR_METRICS, too_many_convolutions
from sametrials.tasks.keras_network.code import code_identity
from sametrials.tasks.keras_network.training.built_in import is_built_in
from sametrials.tasks.task import Rehearsal, Trainer
from sametrials.trials.fingerprint import package_version


@dataclass(frozen=True)
class KerasNetwork:
    """The training of a Keras network, as a `sametrials.tasks.task.Task`.

    Attributes
    ----------
    data
        The .npz file of the data set.
    data_digest
        Digest of the examples that a trial sees.
    input_shape
        Shape of an example.
    noun
        What the examples are called: "images", "rows" or "examples".
    kind
        What the network is for: "classification" or "regression".
    training, constants
        The sections of the configuration.
    model
        The user's model file, or None or a name for one of ours.
    objective
        The objective of the study.
    code
        What stands for the code that decides the training, taken when this object was made.
    packages
        Versions of the packages that decide it, looked up then.
    """

    data: str
    data_digest: str
    input_shape: tuple[int, ...]
    noun: str
    kind: str
    training: Mapping[str, Any]
    constants: Mapping[str, Any]
    model: str | None
    objective: Objective
    code: Mapping[str, int | str]
    packages: Mapping[str, str]
    model_suffix: str = ".keras"
    saves_models: bool = True

    @classmethod
    def of(cls, config: Mapping[str, Any], data: str | Path) -> "KerasNetwork":
        """Make the task from a checked configuration and a data set (DataError if damaged)."""
        arrays = load_arrays(data)
        return cls(
            data=str(data),
            data_digest=digest_for_training(arrays),
            input_shape=arrays.input_shape,
            noun=arrays.noun,
            kind=CLASSIFICATION if arrays.is_classification else REGRESSION,
            training=dict(config["training"]),
            constants=dict(config["constants"]),
            model=config["model"],
            objective=Objective(**config["objective"]),
            code=code_identity(config["model"]),
            packages=_packages(),
        )

    def identity(self) -> dict[str, Any]:
        """List data, settings, code and packages of the training."""
        return {
            "data": self.data_digest,
            "training": dict(self.training),
            "constants": dict(self.constants),
            "code": dict(self.code),
            "versions": self.versions(),
        }

    def versions(self) -> dict[str, str]:
        """Return the versions of TensorFlow and Keras."""
        return dict(self.packages)

    def metrics(self) -> Sequence[str] | None:
        """List the metrics of a model of ours; None for a user's, which must be made first."""
        return OUR_METRICS[self.kind] if is_built_in(self.model) else None

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Check that the network fits the data, and makes no images too small."""
        problems = {}
        if self.kind == REGRESSION and self.training.get("class_weight") is not None:
            found = self.training["class_weight"]
            problems["training", "class_weight"] = (found, "null, since there are no classes")
        if self.model is None and self.noun != "images":
            shape = " x ".join(map(str, self.input_shape))
            problems["model",] = (
                "null, the convolutional network for images",
                f"mlp, or a Python file, since the {self.noun} of the data set have the shape "
                f"{shape} and are no images",
            )
        elif self.model is None:
            problems |= too_many_convolutions(search_space, self.constants, self.input_shape)
        if problems:
            lines = (
                f"config: {_text(place)}: found {found}, expected {expected}"
                for place, (found, expected) in problems.items()
            )
            raise ConfigError("\n".join(lines))

    def make_trainer(self) -> Trainer:
        """Import TensorFlow, load the data, and make the trainer.

        Raises
        ------
        SearchError
            What this process has imported or loaded is not what this object was made from, so the
            records would name something else than what is trained; the message says what differs.
        """
        # Before the import and after it: so what was imported is what is there both times.
        self._check_held({"code": code_identity(self.model)})
        from sametrials.tasks.keras_network.training.backend import loaded_versions
        from sametrials.tasks.keras_network.training.trainer import KerasTrainer

        arrays = load_arrays(self.data)
        trainer = KerasTrainer(arrays, **self._settings())
        self._check_held(
            {
                "data": digest_for_training(arrays),
                "code": code_identity(self.model),
                "versions": loaded_versions(),
            }
        )
        return trainer

    def _check_held(self, held: Mapping[str, Any]) -> None:
        check_held(self.identity(), held)

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """List the stages for a user's network: train and save it; load it in a new process."""
        return () if is_built_in(self.model) else (self._make_first_step, self._make_reload)

    def _make_first_step(self) -> Rehearsal:
        from sametrials.tasks.keras_network.rehearsal import FirstStep

        return FirstStep(load_arrays(self.data), **self._settings())

    def _make_reload(self) -> Rehearsal:
        from sametrials.tasks.keras_network.rehearsal import Reload

        return Reload(
            load_arrays(self.data), self.model, self.constants, self.training["precision"]
        )

    def _settings(self) -> dict[str, Any]:
        """List the arguments of the trainer beside the data."""
        return {
            **self.training,
            "objective": self.objective,
            "model": self.model,
            "constants": self.constants,
        }


def _packages() -> dict[str, str]:
    """Look up the versions of TensorFlow (it has two names on PyPI) and Keras."""
    return {
        "tensorflow": package_version("tensorflow", "tensorflow-cpu"),
        "keras": package_version("keras"),
    }


def _text(place: tuple[str | int, ...]) -> str:
    """Format a place of the configuration as in `search_space.activation.categories[0]`."""
    keys = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in place)
    return "".join(keys).removeprefix(".")
