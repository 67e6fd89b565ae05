"""The paths of the files of a study's trials."""

import contextlib
from pathlib import Path


class TrialFiles:
    """The paths of the files of a study's trials.

    Parameters
    ----------
    folder
        results/<study>
    model_suffix
        Suffix of model files, by which frameworks know the format.
    """

    def __init__(self, folder: str | Path, model_suffix: str = ".model"):
        self.folder = Path(folder)
        self.model_suffix = model_suffix
        self.trials = self.folder / "trials"
        self.tensorboard = self.folder / "tensorboard"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of the files of a trial; that of its record is the last one."""
        return (self.model_suffix, ".sha256", ".json")

    def record(self, trial: int) -> Path:
        """Return the path of a trial's record."""
        return self.trials / f"{trial:04d}.json"

    def model(self, trial: int) -> Path:
        """Return the path of a trial's model, which exists while it may be the best one."""
        return self.trials / f"{trial:04d}{self.model_suffix}"

    def model_digest(self, trial: int) -> Path:
        """Return the path of the SHA-256 of a trial's model, in the form of `sha256sum`."""
        return self.trials / f"{trial:04d}.sha256"

    def suggestion(self, trial: int) -> Path:
        """Return the path of the answer of the job that suggests a trial (`dispatch: jobs`)."""
        return self.folder / "jobs" / f"{trial:04d}.suggestion.json"

    def finished(self, trial: int) -> Path:
        """Return the path of the answer of the job that trains a trial (`dispatch: jobs`)."""
        return self.folder / "jobs" / f"{trial:04d}.finished.json"

    def n_kills(self, trial: int) -> Path:
        """Return the path of the count of a job's deaths, which exists while it may grow."""
        return self.folder / "jobs" / f"{trial:04d}.killed"

    def of_new_seed(self, number: int) -> "TrialFiles":
        """Return the paths of the trials trained under a new seed, by its number from 0."""
        return TrialFiles(self.folder / "confirmations" / f"{number + 1}", self.model_suffix)


def remove_log(folder: Path) -> None:
    """Remove a TensorBoard log; what a user has put there stays, with its folders."""
    for file in folder.rglob("*tfevents*"):
        if file.is_file():
            file.unlink()
    below = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    for each in (*below, folder):
        with contextlib.suppress(OSError):
            each.rmdir()
