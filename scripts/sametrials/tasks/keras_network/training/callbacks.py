"""The callbacks of a user's own: `create_callbacks` of the model file makes them for each trial."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.tasks.keras_network.training.backend import keras
from sametrials.tasks.keras_network.training.load_model import taken_by, without_training_dimensions

Callback = keras.callbacks.Callback

BATCH_HOOKS = (
    *("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end"),
    *("on_test_batch_begin", "on_test_batch_end"),
)
"""The hooks of a training that `sametrials.tasks.keras_network.training.fit` never calls."""


def make_callbacks(
    create_callbacks: Callable[..., list[Callback]] | None, arguments: Mapping[str, Any]
) -> list[Callback]:
    """Make the callbacks of a trial.

    Parameters
    ----------
    create_callbacks
        The user's function; None if the file has none.
    arguments
        Whatever it can ask for; it gets those that it takes by name or `**`.

    Raises
    ------
    ConfigError
        It gives no list of callbacks, or one that cannot be used: with a hook for each batch, or
        used in an earlier trial, whose state it holds.
    """
    if create_callbacks is None:
        return []
    arguments = taken_by(create_callbacks, without_training_dimensions(arguments))
    callbacks = create_callbacks(**copy.deepcopy(arguments))
    if not isinstance(callbacks, list):
        raise ConfigError(
            f"create_callbacks: found {_name(callbacks)} as what it returns, expected a list of "
            "callbacks of Keras"
        )
    for callback in callbacks:
        _check(callback)
    return callbacks


def _check(callback: Any) -> None:
    if not isinstance(callback, Callback):
        raise ConfigError(
            f"create_callbacks: found {_name(callback)} in the list that it returns, expected "
            "callbacks of Keras only"
        )
    hooks = [hook for hook in BATCH_HOOKS if _has_its_own(callback, hook)]
    if hooks:
        raise ConfigError(
            f"create_callbacks: found {_name(callback)}, which has {hooks[0]}, expected callbacks "
            "for epochs only, since an epoch is one call of TensorFlow and no batch is heard of"
        )
    if getattr(callback, "model", None) is not None:
        raise ConfigError(
            f"create_callbacks: found a {_name(callback)} that an earlier trial has used, expected "
            "new ones from each call"
        )


def _has_its_own(callback: Callback, hook: str) -> bool:
    """Tell whether a hook is another than that of all callbacks, which does nothing."""
    return getattr(getattr(callback, hook), "__func__", None) is not getattr(Callback, hook)


def _name(value: Any) -> str:
    return type(value).__name__
