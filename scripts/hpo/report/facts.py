"""What is known of a finished study, read from the files that it left."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from hpo.common.csv_tables import read_csv
from hpo.common.files import read_json
from hpo.report.uncertainty import standard_error, told_apart
from hpo.results.comparison import StudyResults
from hpo.trials.record import TrialRecord, read_record
from hpo.trials.trial_files import TrialFiles


class Facts(NamedTuple):
    """A finished study.

    Attributes
    ----------
    study
        Its name.
    config
        What decides it (`hpo.config.one_study`).
    trials
        trials.csv: a row per trial, best first.
    timings
        timings.csv: a row per trial, by its number.
    best
        The record of the best trial.
    failed
        The records of the failed trials.
    evaluation
        Of the best model: images (their number) and accuracy.
    confirmed
        confirmation.csv: the trials that were trained again; None if none were.
    """

    study: str
    config: Mapping[str, Any]
    trials: pd.DataFrame
    timings: pd.DataFrame
    best: TrialRecord
    failed: list[TrialRecord]
    evaluation: Mapping[str, Any]
    confirmed: pd.DataFrame | None

    @property
    def settings(self) -> Mapping[str, Any]:
        """The study's own settings."""
        return self.config["studies"][self.study]

    @property
    def images(self) -> int:
        """On how many validation images each trial was measured."""
        return self.config["dataset"]["validation"]

    @property
    def error(self) -> float:
        """Standard error of the best validation accuracy."""
        return standard_error(self.best.accuracy, self.images)

    @property
    def test_error(self) -> float:
        """Standard error of the test accuracy."""
        return standard_error(self.evaluation["accuracy"], self.evaluation["images"])

    @property
    def equals(self) -> pd.DataFrame:
        """The rows of the complete trials that cannot be told apart from the first one, and it."""
        complete = self.trials[self.trials["state"] == "complete"]
        best = complete["accuracy"].iloc[0]
        alike = [not told_apart(best, each, self.images) for each in complete["accuracy"]]
        return complete[alike]

    @property
    def first(self) -> pd.Series | None:
        """The row of the hand-picked trial, where the search began with it."""
        values = self.config["default_parameters"]
        row = self.trials[self.trials["trial"] == 0].iloc[0]
        if values is None or any(row[name] != value for name, value in values.items()):
            return None
        return row

    def count(self, state: str) -> int:
        """How many trials ended so."""
        return int((self.trials["state"] == state).sum())

    def results(self) -> StudyResults:
        """Give the tables by the number of the trial."""
        seed = self.settings["seed"]
        by_trial = (table.set_index("trial").sort_index() for table in (self.trials, self.timings))
        return StudyResults(self.study, self.study, seed, *by_trial)


def read_facts(
    study: str,
    config: Mapping[str, Any],
    folder: str | Path,
    *,
    trials: str | Path,
    timings: str | Path,
    best_trial: str | Path,
    evaluation: str | Path,
    confirmation: str | Path | None = None,
) -> Facts:
    """Read the files of a study; `folder`, results/<study>, has the records of failed trials."""
    table = read_csv(trials)
    failed = table.loc[table["state"] == "failed", "trial"]
    return Facts(
        study,
        config,
        table,
        read_csv(timings),
        TrialRecord(**read_json(best_trial)),
        [read_record(TrialFiles(folder).record(trial)) for trial in sorted(failed)],
        read_json(evaluation),
        read_csv(confirmation) if confirmation else None,
    )
