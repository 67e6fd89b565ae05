"""Values of the networks: each case trains one for three steps on a handful of made-up examples.

TensorFlow is imported by the first case.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from outcomes import values_of
from plain_values import digest_of
from sametrials.data.arrays import Arrays
from sametrials.study.objective import Objective
from sametrials.trials.job import Job

OWN_MODEL = str(Path(__file__).with_name("own_model.py"))

SIZES = {"train": 16, "validation": 8, "test": 4}

DENSE = {"learning_rate": 0.01, "num_dense_layers": 1, "num_dense_nodes": 8, "activation": "relu"}
CONVOLUTIONS = {"num_conv_layers": 2, "kernel_size": 3, "num_filters": 4, "filter_growth": 1.5}
OWN = {"learning_rate": 0.01, "optimizer": "adam"}

LOSS = {"metric": "val_loss", "direction": "minimize"}


def _examples(shape: tuple[int, ...], dtype: str) -> dict[str, np.ndarray]:
    """Make the inputs of each part: pixels, or numbers from 0 to 1."""
    made = {}
    for number, (part, size) in enumerate(SIZES.items()):
        steps = np.arange(size * int(np.prod(shape))).reshape(size, *shape)
        pixels = (steps * steps * 7 + steps * 31 + number * 5) % 256
        made[f"x_{part}"] = (pixels / 256).astype(dtype) if dtype == "float32" else pixels
    return {name: each.astype(dtype) for name, each in made.items()}


def _images(shape: tuple[int, ...] = (8, 8), **targets: np.ndarray) -> Arrays:
    return Arrays(**_examples(shape, "uint8"), **(targets or _labels()))


def _rows(**targets: np.ndarray) -> Arrays:
    return Arrays(**_examples((5,), "float32"), **(targets or _labels()))


def _labels() -> dict[str, np.ndarray]:
    return {f"y_{part}": (np.arange(n) * 5 % 7 % 3).astype("uint8") for part, n in SIZES.items()}


def _numbers(n_outputs: int = 1) -> dict[str, np.ndarray]:
    """Make targets of a regression."""
    made = {}
    for part, size in SIZES.items():
        values = (np.arange(size * n_outputs) * 29 % 17 * 2.5 - 10).astype("float32")
        made[f"y_{part}"] = values.reshape(size, n_outputs) if n_outputs > 1 else values
    return made


def _trained(
    *,
    arrays: Callable[[], Arrays] = _images,
    model: str | None = None,
    objective: dict[str, Any] | None = None,
    thresholds: tuple[float, ...] = (),
    saved: bool = False,
    training: dict[str, Any] | None = None,
    **hyper_parameters: Any,
) -> dict[str, Any]:
    """Train a network as a trial is trained; an epoch is one step, unless the batches are small."""
    from sametrials.tasks.keras_network.training.trainer import KerasTrainer

    usual = {"epochs": 3, "batch_size": SIZES["train"], "precision": "float32"}
    settings = usual | (training or {})
    trainer = KerasTrainer(
        arrays(), objective=Objective(**(objective or {})), model=model, **settings
    )
    made = []
    make_model = trainer.make_model
    trainer.make_model = lambda job: made.append(make_model(job)) or made[-1]
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            trial=0,
            hyper_parameters=hyper_parameters,
            seed=97,
            log_dir=Path(folder, "log"),
            model_path=Path(folder, "model.keras"),
            save_up_to=float("inf") if saved else float("-inf"),
            thresholds=thresholds,
        )
        outcome = trainer(job)
    weights = made[-1].get_weights()
    # Processors have several NaNs.
    known = all(np.isfinite(each).all() for each in weights)
    return values_of(outcome) | {"weights": digest_of(weights) if known else None}


_seed = partial(_trained, **DENSE, **CONVOLUTIONS)
_mlp = partial(_trained, arrays=_rows, model="mlp", **DENSE)
_own = partial(_trained, model=OWN_MODEL, **OWN)


def _balanced_weights() -> np.ndarray:
    from sametrials.tasks.keras_network.training.class_weights import balanced_weights

    return balanced_weights(np.array([0, 0, 0, 1, 3, 3, 0], dtype="uint8"))


def _target_scale() -> list[Any]:
    from sametrials.tasks.keras_network.training.target_scale import target_scale

    return [target_scale(_numbers(n)["y_train"]) for n in (1, 2)]


def _scaled_pixels() -> np.ndarray:
    from sametrials.tasks.keras_network.training.fit import scale

    return scale(np.arange(256, dtype="uint8")).numpy()


# There is no bfloat16: on a processor that has it, oneDNN held to AVX2 fails (TensorFlow 2.21).
CASES: dict[str, Callable[[], Any]] = {
    **{f"seed-{name}": partial(_seed, activation=name) for name in ("relu", "sigmoid")},
    "seed-defaults": partial(_trained, arrays=partial(_images, (28, 28)), **DENSE),
    "seed-dropout": partial(_seed, dropout=0.4),
    "seed-deeper": partial(_seed, num_dense_layers=2, num_conv_layers=3),
    "seed-no-dense-layer": partial(_seed, num_dense_layers=0),
    "seed-no-convolution": partial(_seed, num_conv_layers=0),
    "seed-colours": partial(_seed, arrays=partial(_images, (8, 8, 3))),
    "seed-regression": partial(_seed, arrays=lambda: _images(**_numbers()), objective=LOSS),
    "seed-batches": partial(_seed, training={"epochs": 1, "batch_size": 7}),
    "seed-searched-epochs": partial(_seed, epochs=2, batch_size=10),
    "seed-class-weights": partial(_seed, training={"class_weight": "balanced"}),
    "seed-last-saved": partial(_seed, learning_rate=0.3, saved=True),
    "seed-best-saved": partial(
        _seed,
        learning_rate=0.3,
        saved=True,
        objective=LOSS | {"epoch": "best"},
        training={"patience": 1},
    ),
    "seed-pruned": partial(_seed, objective=LOSS, thresholds=(9.0, 0.01)),
    "seed-diverges": partial(_seed, learning_rate=1e30),
    **{
        f"mlp-{name}": partial(_mlp, activation=name)
        for name in ("relu", "tanh", "elu", "gelu", "softplus")
    },
    "mlp-dropout": partial(_mlp, dropout=0.4, num_dense_layers=2),
    "mlp-weight-decay": partial(_mlp, weight_decay=0.1),
    "mlp-wide": partial(
        _mlp, arrays=partial(_images, (28, 28)), num_dense_nodes=128, num_dense_layers=2
    ),
    "mlp-regression": partial(_mlp, arrays=lambda: _rows(**_numbers()), objective=LOSS),
    "mlp-two-outputs": partial(_mlp, arrays=lambda: _rows(**_numbers(2)), objective=LOSS),
    **{
        f"own-{name}": partial(_own, optimizer=name) for name in ("adam", "adamw", "sgd", "rmsprop")
    },
    "own-schedule": partial(_own, schedule=True),
    "balanced-weights": _balanced_weights,
    "target-scale": _target_scale,
    "scaled-pixels": _scaled_pixels,
}
