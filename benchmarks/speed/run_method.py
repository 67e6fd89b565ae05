"""Run a search by one method, in its own processes, and note its cost and its results."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import keep_to_cores, measure, user_environment
from request import BEST_MODEL, DETAILS, REQUEST, Request, read_trials
from sametrials.common.files import read_json, write_json
from sametrials.common.logs import log_to
from sametrials.report.origin import origin
from summary import best_so_far

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
LIBRARY = REPOSITORY / "scripts"


def run_method(library: str, request: Request) -> dict[str, Any]:
    """Run search_with_<library>.py.

    Returns
    -------
    dict
        The fields of `Cost`; trials, each with its accuracy and the seconds from the start of the
        program to its end; their best accuracy; the test accuracy of the best model, measured after
        the clock has stopped, and the seconds that this took; details, for our workflow only; the
        load of the machine just before.
    """
    environment = user_environment(HERE, LIBRARY)
    with TemporaryDirectory(prefix="benchmark_speed_") as temporary:
        folder = Path(temporary)
        write_json(folder / REQUEST, request._asdict())
        load = os.getloadavg()[0]
        command = [sys.executable, str(HERE / f"search_with_{library}.py")]
        cost = measure(command, folder, environment)
        trials = read_trials(folder, cost.started)
        if len(trials) != request.trials:
            raise ValueError(f"found {len(trials)} trials, expected {request.trials}")
        started = time.perf_counter()
        evaluation = folder / "evaluation.json"
        subprocess.run(
            [
                *(sys.executable, str(HERE / "evaluate_model.py")),
                *(str(folder / BEST_MODEL), request.arrays, str(evaluation)),
            ],
            env=environment,
            check=True,
        )
        return {
            **cost._asdict(),
            "best_accuracy": float(best_so_far(trials).iloc[-1]),
            "test_accuracy": read_json(evaluation)["accuracy"],
            "evaluation_seconds": time.perf_counter() - started,
            "load_before": load,
            "details": read_details(folder, cost.started),
            "trials": trials,
        }


def read_details(folder: Path, started: float) -> dict[str, float] | None:
    """Read the phases of our search, with `began` and `ended` in seconds since the start."""
    if not (folder / DETAILS).exists():
        return None
    details: Mapping[str, float] = read_json(folder / DETAILS)
    return {**details, **{key: details[key] - started for key in ("began", "ended")}}


if __name__ == "__main__":
    log_to(snakemake.log[0])
    work, project = dict(snakemake.params.work), snakemake.params.project
    keep_to_cores(work["cores"])
    work["cores"] = work["cores"] or os.cpu_count()
    request = Request(
        arrays=str(Path(snakemake.input.arrays).resolve()),
        images=str(Path(snakemake.input.files[0]).resolve().parent),
        seed=int(snakemake.params.seed),
        space=project["search_space"],
        first=project["default_parameters"],
        study=project["studies"]["gp"],
        settings=snakemake.params.method["settings"],
        **work,
    )
    where = origin(REPOSITORY)
    result = {
        "method": snakemake.params.name,
        "seed": request.seed,
        "work": work,
        "settings": request.settings,
        "commit": where.commit,
        "clean": where.clean,
        "processor": where.processor,
        **run_method(snakemake.params.method["library"], request),
    }
    write_json(snakemake.output[0], result)
