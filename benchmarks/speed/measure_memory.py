"""Train many short trials in one worker, and note its memory after each."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import psutil
from skopt.space import Space

from sametrials.common.csv_tables import write_csv
from sametrials.common.logs import log_to
from sametrials.config.make_study import make_study
from sametrials.data.arrays import load_arrays
from sametrials.data.split import split_dataset
from sametrials.search.worker_pool import WorkerPool
from sametrials.study.objective import Objective
from sametrials.study.skopt_space import dimensions, point_to_dict
from sametrials.study.space import HyperParameters
from sametrials.tasks.keras_network.training.trainer import KerasTrainer
from sametrials.trials.job import Job
from summary import slope


def random_points(space: Mapping[str, Mapping], number: int) -> list[HyperParameters]:
    """Draw points of a search space as in config.yaml, always the same ones."""
    study = make_study(space, {"n_calls": number, "n_initial_points": 1})
    axes = dimensions(study.search_space)
    return [point_to_dict(axes, point) for point in Space(axes).rvs(number, random_state=1)]


class MeasuredTrainer:
    """Trains trials as our worker does; returns the memory of the process after each.

    Parameters
    ----------
    data
        The .npz file of the data set.
    arguments
        The other ones of `sametrials.tasks.keras_network.training.trainer.KerasTrainer`.
    """

    def __init__(self, data: str, **arguments: Any):
        self.train = KerasTrainer(load_arrays(data), **arguments)

    def __call__(self, job: Job) -> float:
        """Train a trial; return the resident memory of this process, in MB."""
        self.train(job)
        return psutil.Process().memory_info().rss / 1e6


def memory_after_trials(
    pool: WorkerPool, points: list[HyperParameters], folder: Path
) -> Iterator[dict[str, Any]]:
    """Train one point after another; return each with the worker's memory after it, in MB."""
    for trial, point in enumerate(points):
        pool.start(
            Job(
                trial=trial,
                hyper_parameters=point,
                seed=trial,
                log_dir=folder / "log",
                model_path=folder / "model.keras",
                save_up_to=float("inf"),
            )
        )
        while not (finished := pool.wait(1)):
            pass
        [done] = finished
        if done.failure is not None:
            raise RuntimeError(f"trial {trial}: {done.failure.message}")
        yield {"trial": trial, **point, "rss_mb": done.result}


if __name__ == "__main__":
    log_to(snakemake.log[0])
    memory = snakemake.params.memory
    with TemporaryDirectory(prefix="benchmark_speed_") as temporary:
        folder = Path(temporary)
        arrays = folder / "arrays.npz"
        images = {"train": memory["train"], "validation": memory["validation"], "test": None}
        split_dataset(*snakemake.input, output=arrays, **images)
        make_trainer = partial(
            MeasuredTrainer,
            data=arrays,
            epochs=memory["epochs"],
            batch_size=snakemake.params.batch_size,
            precision="float32",
            objective=Objective(),
        )
        points = random_points(snakemake.params.project["search_space"], memory["trials"])
        with WorkerPool(1, make_trainer) as pool:
            table = pd.DataFrame(memory_after_trials(pool, points, folder))
    second_half = table["rss_mb"].iloc[len(table) // 2 :]
    summary = {
        "trials": len(table),
        "after the first (MB)": table["rss_mb"].iloc[0],
        "after half of them (MB)": second_half.iloc[0],
        "after the last (MB)": second_half.iloc[-1],
        "most (MB)": table["rss_mb"].max(),
        "second half, MB a trial": slope(second_half),
    }
    write_csv(table.round(4), snakemake.output.course)
    write_csv(pd.DataFrame([summary]).round(4), snakemake.output.slope)
