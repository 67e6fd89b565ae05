"""Read the trial records of a folder."""

import os
from pathlib import Path

from sametrials.common.errors import ConfigError
from sametrials.trials.record import TrialRecord, read_record


def load_records(folder: str | os.PathLike[str]) -> list[TrialRecord]:
    """Read the trial records of a folder, of this library or of the workflow.

    All are read that lie there, also those made under older settings.

    Parameters
    ----------
    folder
        That of a search: what `minimize` and `Study` call `folder`, or `results/<study>` of the
        workflow.

    Returns
    -------
    list of TrialRecord
        In the order of their numbers.

    Raises
    ------
    ConfigError
        There are no records, or a file is not a record as it was written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from sametrials import Real, load_records, minimize
    >>> with TemporaryDirectory() as folder:
    ...     result = minimize(lambda x: abs(x[0]), [Real(-1.0, 1.0)], folder=folder, n_calls=12)
    ...     records = load_records(folder)
    >>> [record.value for record in records] == [record.value for record in result.records]
    True
    """
    trials = Path(folder) / "trials"
    # Others may keep files beside them; a record is named for its trial.
    paths = [path for path in trials.glob("*.json") if path.stem.isdigit()]
    if not paths:
        raise ConfigError(f"{trials}: found no trial records, expected 0000.json, 0001.json, ...")
    return [_read(path) for path in sorted(paths, key=lambda path: int(path.stem))]


def _read(path: Path) -> TrialRecord:
    try:
        return read_record(path)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
