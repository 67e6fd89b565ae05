"""Ray Tune with its OptunaSearch: some trials at a time, each a process with a core of its own."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # else it reports to its makers

import ray
from ray import tune
from ray.tune.search.optuna import OptunaSearch

from as_a_user import UserImages, load_images
from request import BEST_MODEL, Request, note_trial, read_request


def train(
    hyper_parameters: Mapping[str, Any], images: UserImages, request: Request, folder: Path
) -> None:
    """Train a trial in a process of Ray, which reports the accuracy and hands over the model."""
    import keras
    import tensorflow as tf

    from as_a_user import fit, new_model

    tf.config.threading.set_intra_op_parallelism_threads(1)  # Ray gave it one core
    keras.backend.clear_session()
    keras.utils.set_random_seed(request.seed)
    model = new_model(hyper_parameters)
    accuracy = fit(model, images, request, Path(tune.get_context().get_trial_dir()) / "logs")
    with tempfile.TemporaryDirectory() as temporary:
        model.save(Path(temporary) / BEST_MODEL)
        note_trial(accuracy, folder=folder)
        tune.report({"accuracy": accuracy}, checkpoint=tune.Checkpoint.from_directory(temporary))


def ray_space(space: Mapping[str, Mapping]) -> dict[str, Any]:
    """Translate a search space as in config.yaml; Ray's integers end before the upper bound."""
    translated = {}
    for name, entry in space.items():
        if entry["type"] == "categorical":
            translated[name] = tune.choice(entry["categories"])
        elif entry["type"] == "integer":
            translated[name] = tune.randint(entry["low"], entry["high"] + 1)
        elif entry.get("prior") == "log-uniform":
            translated[name] = tune.loguniform(entry["low"], entry["high"])
        else:
            translated[name] = tune.uniform(entry["low"], entry["high"])
    return translated


def search(request: Request) -> None:
    """Search with as many trials at a time as the settings say."""
    ray.init(num_cpus=request.cores, include_dashboard=False)
    images = load_images(request.arrays)
    trainable = tune.with_parameters(train, images=images, request=request, folder=Path.cwd())
    tuner = tune.Tuner(
        tune.with_resources(trainable, {"cpu": 1}),
        param_space=ray_space(request.space),
        tune_config=tune.TuneConfig(
            metric="accuracy",
            mode="max",
            search_alg=OptunaSearch(points_to_evaluate=[request.first], seed=request.seed),
            num_samples=request.trials,
            max_concurrent_trials=request.settings["concurrent"],
            reuse_actors=request.settings["reuse_actors"],
        ),
        run_config=tune.RunConfig(storage_path=str(Path.cwd()), name="ray", verbose=0),
    )
    best = tuner.fit().get_best_result()
    with best.checkpoint.as_directory() as checkpoint:
        shutil.copy(Path(checkpoint) / BEST_MODEL, BEST_MODEL)
    ray.shutdown()


if __name__ == "__main__":
    search(read_request())
