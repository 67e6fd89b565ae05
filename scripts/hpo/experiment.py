"""What the steps of a search have in common: the study, what decides a trial, what trains one."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from hpo.config import validate_image_size
from hpo.datasets import digest_for_training, load_arrays
from hpo.deciding import code_digests
from hpo.errors import SearchError
from hpo.fingerprint import settings_digest
from hpo.search import make_study
from hpo.study import Study
from hpo.trial import Job, Outcome


class Experiment(NamedTuple):
    """A study, and how its trials are trained.

    Attributes
    ----------
    study
        The settings of the search.
    settings
        Digest of all that decides every trial (`hpo.fingerprint.settings_digest`).
    make_trainer
        Called once in each worker process, gives what trains a trial there. Picklable.
    """

    study: Study
    settings: str
    make_trainer: Callable[[], Callable[[Job], Outcome]]


def open_experiment(data: str | Path, config: Mapping[str, Any]) -> Experiment:
    """Put together what the steps of a search work with; TensorFlow is not imported.

    Parameters
    ----------
    data
        The .npz file of the data set.
    config
        The checked keys search_space, default_parameters, training, constants and model of
        config.yaml, and as `study` the settings of the study.

    Raises
    ------
    ConfigError
        A network of the search space makes the images too small.
    DataError
        The data cannot be read.
    """
    arrays = load_arrays(data)
    validate_image_size(config, arrays.image_shape)
    study = make_study(config["search_space"], config["study"], config["default_parameters"])
    training, constants, model = config["training"], config["constants"], config["model"]
    code = code_digests(model)
    return Experiment(
        study,
        settings_digest(study, training, constants, digest_for_training(arrays), code),
        partial(keras_trainer, data, training, constants, model, code),
    )


def keras_trainer(
    data: str | Path,
    training: Mapping[str, Any],
    constants: Mapping[str, Any],
    model: str | Path | None,
    code: Mapping[str, str],
) -> Callable[[Job], Outcome]:
    """Make what trains a trial of the network; only where it is called is TensorFlow imported.

    Parameters
    ----------
    data
        The .npz file of the data set.
    training, constants
        The sections of config.yaml.
    model
        The user's model file, or None.
    code
        What `hpo.deciding.code_digests` gave when the search began.

    Raises
    ------
    SearchError
        The code is another now: what this process has imported is not what the records will say.
    """
    from hpo.training import Trainer

    trainer = Trainer(data, **training, model=model, constants=constants)
    if code_digests(model) != code:
        raise SearchError("the model's code has changed since the search began: run it again")
    return trainer
