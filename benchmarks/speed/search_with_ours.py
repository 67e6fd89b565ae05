"""Our workflow as its users call it: `snakemake --cores ...`, from the split to the figures."""

import math
import shutil
from pathlib import Path

import pandas as pd
import yaml

from request import BEST_MODEL, DETAILS, Request, note_trial, read_request
from sametrials.common.files import write_json
from sametrials.results.comparison import PHASES, StudyResults, read_studies, values
from workflow_copy import REPOSITORY, copy_workflow, run_workflow

STUDY = "gp"


def configuration(request: Request) -> dict:
    """Make a configuration: the project's own with the changes that the request asks for."""
    config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
    images = {key: getattr(request, key) for key in ("train", "validation", "test")}
    config["seed"] = request.seed
    config["dataset"] |= images
    config["training"] |= {
        "epochs": request.epochs,
        "batch_size": request.batch_size,
        "precision": request.settings["precision"],
    }
    initial = min(request.study["n_initial_points"], request.trials)
    study = request.study | {"n_calls": request.trials, "n_initial_points": initial}
    config["studies"] = {STUDY: study}
    return config


def ends(study: StudyResults) -> pd.Series:
    """Compute when each trial ended, by its number, in seconds since 1970."""
    start = (pd.to_datetime(study.timings["start"]) - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    after_the_start = [phase for phase in PHASES if phase != "suggest"]
    return start + study.timings[after_the_start].sum(axis="columns")


def search_times(study: StudyResults, workers: int) -> dict[str, float]:
    """Sum up the times of the search.

    Returns
    -------
    dict
        began and ended, in seconds since 1970; the number of workers; the seconds of each phase,
        all trials together.
    """
    start = (pd.to_datetime(study.timings["start"]) - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    return {
        "began": float((start - study.timings["suggest"]).min()),
        "ended": float(ends(study).max()),
        "workers": workers,
        **{phase: float(study.timings[phase].sum()) for phase in PHASES},
    }


def search(request: Request) -> None:
    """Run the workflow; its wall time is that of this program, which does nothing else of note."""
    project = Path("project")
    copy_workflow(project, configuration(request), request.images)
    print(run_workflow(project, request.cores, request.settings["arguments"]))
    results = project / "results" / STUDY
    names = [{"name": STUDY, "strategy": STUDY, "seed": request.seed}]
    [study] = read_studies(names, [results / "trials.csv"], [results / "timings.csv"], {})
    for accuracy, ended in zip(values(study), ends(study), strict=True):
        note_trial(None if math.isnan(accuracy) else accuracy, ended)
    workers = int(study.timings["worker"].nunique())
    write_json(DETAILS, search_times(study, workers))
    shutil.copy(results / "best_model.keras", BEST_MODEL)


if __name__ == "__main__":
    search(read_request())
