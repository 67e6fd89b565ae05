"""Run a study of sleeping trials through the workflow, and note the times of each trial."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from project import REPOSITORY, Project
from sametrials.common.files import write_json
from sametrials.common.logs import log_to
from sametrials.trials.record import read_record
from sametrials.trials.trial_files import TrialFiles
from submitted import submitted

HERE = Path(__file__).parent


def run_study(
    node: str | None, slots: int, window: int, trials: int, mean: float, sigma: float
) -> pd.DataFrame:
    """Run a study in one process, or as jobs of the running Slurm (see `on_slurm`).

    Parameters
    ----------
    node
        The node of Slurm with that many slots; None for one process.
    slots
        Trials that can be trained at the same time.
    window
        The window of the study.
    trials
        Trials in all.
    mean, sigma
        Parameters of the seconds that a trial takes: see `schedule.trial_seconds`.

    Returns
    -------
    pandas.DataFrame
        By trial, in seconds since 1970: when it was `suggested`, `start` and `end` of the training,
        and when Snakemake had noticed that its job was `finished`. Where trials are no jobs,
        `suggested` and `finished` are missing.
    """
    with TemporaryDirectory(prefix="benchmark_cluster_") as temporary:
        folder = Path(temporary) / "project"
        arguments = ["results/gp/search.json"]
        if node is None:
            project = Project(folder, REPOSITORY / "tests" / "data")
        else:
            project = submitted(folder, options=[])
            arguments += ["--default-resources", f"slurm_extra='--nodelist={node}'"]
        del project.environment["PYTHONPATH"]  # it names this library, not that of the project
        library = folder / "scripts" / "sametrials" / "tasks" / "keras_network" / "training"
        shutil.copy(HERE / "sleeping.py", library / "trainer.py")
        shutil.copy(HERE / "schedule.py", folder / "scripts")
        write_json(library / "sleeping.json", {"mean": mean, "sigma": sigma})
        project.config["studies"]["gp"] = {"n_calls": trials, "window": window}
        project.run(*arguments, cores=slots, timeout=trials * (4 * mean + 60))
        return pd.DataFrame(times_of(project.path(""), trial) for trial in range(trials))


def times_of(folder: Path, trial: int) -> dict[str, float | None]:
    """Look up the times of a trial."""
    timings = read_record(TrialFiles(folder).record(trial)).timings
    start = timings["start"] + timings["wait"]
    return {
        "trial": trial,
        "suggested": written(folder / "jobs" / f"{trial:04d}.suggestion.json"),
        "start": start,
        "end": start + timings["train"],
        "finished": written(folder / "jobs" / f"{trial:04d}.finished.json"),
    }


def written(path: Path) -> float | None:
    """Return when a file was written (or touched by Snakemake); None if there is none."""
    return path.stat().st_mtime if path.exists() else None


if __name__ == "__main__":
    log_to(snakemake.log[0])
    table = run_study(
        snakemake.params.node,
        int(snakemake.wildcards.slots),
        int(snakemake.wildcards.window),
        **snakemake.params.study,
    )
    table.to_csv(snakemake.output[0], index=False)
