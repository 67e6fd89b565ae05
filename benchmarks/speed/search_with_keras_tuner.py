"""KerasTuner's BayesianOptimization as its users call it.

It has no way to name a first trial. A trial counts by its best epoch, not by its last one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import keras_tuner

from as_a_user import exact, load_images, new_model
from request import BEST_MODEL, Request, note_trial, read_request


def suggest(
    hp: keras_tuner.HyperParameters, space: Mapping[str, Mapping], first: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask for hyper-parameters; the space is as in config.yaml, `first` holds the defaults."""
    point = {}
    for name, entry in space.items():
        if entry["type"] == "categorical":
            point[name] = hp.Choice(name, entry["categories"], default=first[name])
            continue
        ask = {"real": hp.Float, "integer": hp.Int}[entry["type"]]
        sampling = "log" if entry.get("prior") == "log-uniform" else "linear"
        point[name] = ask(name, entry["low"], entry["high"], sampling=sampling, default=first[name])
    return point


def search(request: Request) -> None:
    """Search; KerasTuner itself keeps the best weights of each trial."""
    keras.utils.set_random_seed(request.seed)
    images = load_images(request.arrays)
    tuner = keras_tuner.BayesianOptimization(
        lambda hp: new_model(suggest(hp, request.space, request.first)),
        objective="val_accuracy",
        max_trials=request.trials,
        seed=request.seed,
        directory=Path.cwd(),
        project_name="tuner",
    )
    tuner.search(
        images.x,
        images.y,
        epochs=request.epochs,
        batch_size=request.batch_size,
        validation_data=(images.x_validation, images.y_validation),
        callbacks=[keras.callbacks.TensorBoard("tensorboard")],
        verbose=0,
    )
    [best] = tuner.get_best_models(1)
    best.save(BEST_MODEL)
    for name, trial in tuner.oracle.trials.items():
        # KerasTuner writes this file last thing in a trial.
        written = Path(tuner.get_trial_dir(name)) / "trial.json"
        note_trial(exact(trial.score, images), ended=written.stat().st_mtime)


if __name__ == "__main__":
    search(read_request())
