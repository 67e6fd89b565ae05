"""Read the outputs of a network: as the probability of each class, or as numbers.

A user's network for classes may end in a softmax, in logits (whose softmax the loss computes), in a
sigmoid for each class, or in a single sigmoid or logit for two classes.
"""

from typing import Any

import numpy as np
from scipy.special import expit, softmax

from sametrials.common.errors import ConfigError

SUMS_TO_1 = 0.01
"""How far the sum of a softmax may be from 1, as in bfloat16."""


def probabilities_of(outputs: Any, n_classes: int, loss: Any) -> np.ndarray:
    """Convert what a network gives for some examples to the probability of each class.

    Outputs are logits if the loss says so (`from_logits`), or if one of them is below 0 or above 1.
    Logits become probabilities by a softmax, or by a sigmoid if there is one for two classes. Other
    outputs that do not sum to 1 are divided by their sum. An infinite output counts as the largest
    finite one.

    Parameters
    ----------
    outputs
        What `predict` returns: N x classes, or N x 1 if there are two classes.
    n_classes
        The number of classes.
    loss
        The loss that the network is compiled with.

    Returns
    -------
    np.ndarray
        float32, N x classes; each row sums to 1.

    Raises
    ------
    ConfigError
        The outputs fit no probabilities of so many classes, or some are no numbers (NaN).
    """
    fitting = (n_classes, 1) if n_classes == 2 else (n_classes,)
    outputs = _one_row_per_example(
        outputs, fitting, f"{n_classes} classes", "give the last layer num_classes units"
    )
    outputs = np.nan_to_num(outputs.astype(np.float32), nan=np.nan)
    logits = getattr(loss, "from_logits", False) or outputs.min() < 0 or outputs.max() > 1
    if outputs.shape[1] == 1:
        positive = expit(outputs) if logits else outputs
        return np.hstack([1 - positive, positive])
    if logits:
        return softmax(outputs, axis=1)
    if np.allclose(outputs.sum(axis=1), 1, rtol=0, atol=SUMS_TO_1):
        return outputs
    shares = outputs + np.finfo(np.float32).tiny  # all of a row may be 0
    return shares / shares.sum(axis=1, keepdims=True)


def values_of(outputs: Any, n_outputs: int) -> np.ndarray:
    """Check what a network for a regression gives for some examples.

    Parameters
    ----------
    outputs
        What `predict` returns.
    n_outputs
        How many numbers are to be predicted for each example.

    Returns
    -------
    np.ndarray
        float32, N x outputs.

    Raises
    ------
    ConfigError
        They are not so many, or some are no numbers (NaN).
    """
    if isinstance(outputs, np.ndarray) and outputs.ndim == 1:
        outputs = outputs[:, None]
    numbers = "1 number" if n_outputs == 1 else f"{n_outputs} numbers"
    advice = "give the last layer num_outputs units"
    return _one_row_per_example(outputs, (n_outputs,), numbers, advice).astype(np.float32)


def _one_row_per_example(
    outputs: Any, fitting: tuple[int, ...], wanted: str, advice: str
) -> np.ndarray:
    """Check that there is a row for each example, of one of the `fitting` lengths."""
    if not isinstance(outputs, np.ndarray):
        raise ConfigError(
            f"create_model: found a model with {len(outputs)} outputs, expected one with a single "
            f"output for {wanted}"
        )
    if outputs.ndim != 2 or outputs.shape[1] not in fitting:
        shape = " x ".join(map(str, outputs.shape[1:])) or "no"
        raise ConfigError(
            f"create_model: found {shape} outputs for {wanted}, expected one for each: {advice}"
        )
    if np.isnan(outputs).any():
        n_wrong = int(np.isnan(outputs).any(axis=1).sum())
        raise ConfigError(
            f"create_model: found outputs that are not a number (NaN) for {n_wrong} of "
            f"{len(outputs)} examples, expected numbers; look for a division by 0 or a logarithm "
            "in the model"
        )
    return outputs
