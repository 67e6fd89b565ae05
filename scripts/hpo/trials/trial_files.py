"""Where the files of a study's trials lie."""

from pathlib import Path


class TrialFiles:
    """Where the files of a study's trials lie.

    Parameters
    ----------
    folder
        results/<study>
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.trials = self.folder / "trials"

    def record(self, trial: int) -> Path:
        """Record of a trial."""
        return self.trials / f"{trial:04d}.json"

    def model(self, trial: int) -> Path:
        """Model of a trial; there as long as it is the best one."""
        return self.trials / f"{trial:04d}.keras"

    def of_new_seed(self, number: int) -> "TrialFiles":
        """Files of the trials that were trained again, by the number of the new seed, from 0."""
        return TrialFiles(self.folder / "confirmations" / f"{number + 1}")
