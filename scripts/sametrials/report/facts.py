"""What is known of a finished study, read from the files that it left."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sametrials.common.csv_tables import read_csv
from sametrials.common.files import read_json
from sametrials.data.arrays import load_arrays
from sametrials.report.uncertainty import folds_told_apart, told_apart
from sametrials.results.comparison import StudyResults
from sametrials.study.objective import Objective
from sametrials.study.phases import NEW_SEEDS, has_stalled, has_surrogate
from sametrials.tasks.shown import in_words
from sametrials.trials.fingerprint import INSTRUCTIONS
from sametrials.trials.manifest import read_kept_record
from sametrials.trials.record import TrialRecord, read_best_trial
from sametrials.trials.trial_files import TrialFiles


class Retrained(NamedTuple):
    """What a trial that was trained again gave; None for a training that failed."""

    mean: float | None
    """Of all its trainings; None as well if one failed and no value is known to be the worst."""
    in_search: float
    under_new_seeds: list[float | None]


class Examples(NamedTuple):
    """The examples of the data set: how many there are in each part, and what they are called."""

    noun: str
    """"images", "rows" of a table, or "examples"."""
    training: int
    validation: int
    test: int
    is_classification: bool


class Confused(NamedTuple):
    """The two classes that the best model confuses most often on the test examples."""

    true: str
    predicted: str
    count: int
    of: int
    """How many test examples there are of the true class."""


class Facts(NamedTuple):
    """A finished study.

    Attributes
    ----------
    study
        Its name.
    config
        What decides it (`sametrials.config.one_study`).
    trials
        trials.csv: a row per trial, best first.
    timings
        timings.csv: a row per trial, by its number.
    best
        The record of the best trial.
    failed
        The records of the failed trials.
    evaluation
        What the best model reached on the test examples, by metric; None if there is no model to
        evaluate.
    confirmed
        confirmation.csv: the trials that were trained again, best mean first; None if none were.
    examples
        What the examples of the data set are, and how many; None without data. Of a
        cross-validation, those of the first fold.
    folds
        The values of the folds: a row per trial, by its number, and a column per fold, with no
        value where there is none; None without cross-validation.
    made_with
        The trials that were computed with the same instructions of a processor, by these.
    """

    study: str
    config: Mapping[str, Any]
    trials: pd.DataFrame
    timings: pd.DataFrame
    best: TrialRecord
    failed: list[TrialRecord]
    evaluation: Mapping[str, Any] | None
    confirmed: pd.DataFrame | None
    examples: Examples | None
    folds: pd.DataFrame | None = None
    made_with: Mapping[str, Sequence[int]] = {}

    @property
    def settings(self) -> Mapping[str, Any]:
        """The study's own settings."""
        return self.config["studies"][self.study]

    @property
    def has_surrogate(self) -> bool:
        """Whether its optimizer fits a model of the objective."""
        return has_surrogate(self.settings)

    @property
    def objective(self) -> Objective:
        """What was optimised."""
        return objective_of(self.config)

    @property
    def metric_in_words(self) -> str:
        """What the metric is called, whichever part it is measured on: "accuracy"."""
        return Objective(self.objective.test_metric).label

    @property
    def label(self) -> str:
        """What the value of a trial is called: "validation accuracy"."""
        if self.on_validation or self.config["trial"] is not None:
            return self.objective.label
        return f"training {self.metric_in_words}"

    @property
    def by(self) -> str | None:
        """What of the user's carried out the trials; None if all was the workflow's own."""
        return in_words(self.config)

    @property
    def on_validation(self) -> bool:
        """Whether the metric was measured on the validation part, not on the training part."""
        return self.objective.metric != self.objective.test_metric

    @property
    def counts(self) -> bool:
        """Whether the value of a trial is a share of the validation examples.

        One that is measured on training examples is not: the network changes meanwhile. Nor is the
        mean of folds.
        """
        is_share = self.objective.counts and self.on_validation and self.examples is not None
        return is_share and self.folds is None

    @property
    def has_errors(self) -> bool:
        """Whether the standard error of a trial's value is known."""
        return self.counts or self.folds is not None

    def standard_error(self, trial: int, value: float) -> float | None:
        """Compute the standard error of the value of a trial; None if it is not known."""
        if self.folds is not None:
            return self.objective.standard_error_of_folds(self.values_of_folds(trial))
        if self.counts:
            return self.objective.standard_error(value, self.examples.validation)
        return None

    def values_of_folds(self, trial: int) -> list[float]:
        """List the values of the folds of a trial that are known."""
        return self.folds.loc[trial].dropna().tolist()

    @property
    def error(self) -> float | None:
        """Standard error of the best trial's value; None if it is not known."""
        return self.standard_error(self.best.trial, self.best.value)

    @property
    def is_tested(self) -> bool:
        """Whether the metric of the objective was measured on the test part."""
        return self.evaluation is not None and self.objective.test_metric in self.evaluation

    @property
    def test_value(self) -> float | None:
        """The metric of the objective on the test examples; None if it is not a number there."""
        return self.evaluation[self.objective.test_metric]

    @property
    def test_error(self) -> float | None:
        """Standard error of `test_value`; None if it is not known."""
        if self.test_value is None or self.examples is None:
            return None
        return self.objective.standard_error(self.test_value, self.examples.test)

    @property
    def confused(self) -> Confused | None:
        """The two classes that are confused most often; None if all are right, or there are none.

        Of equal ones, the first counts.
        """
        evaluation = self.evaluation or {}
        counts = np.array(evaluation.get("confusion_matrix", [[0]]))
        wrong = counts - np.diag(np.diag(counts))
        if not wrong.any():
            return None
        true, predicted = np.unravel_index(wrong.argmax(), wrong.shape)
        names = evaluation.get("classes", range(len(counts)))
        pair = str(names[true]), str(names[predicted])
        return Confused(*pair, int(wrong[true, predicted]), int(counts[true].sum()))

    @property
    def epoch_that_counts(self) -> int:
        """Which epoch of the best trial its value is from, from 1."""
        return self.objective.step_that_counts(self.best.history[self.objective.metric]) + 1

    @property
    def equals(self) -> pd.DataFrame:
        """The rows of the complete trials that are as good as the first one, and its own.

        Those are the trials that cannot be told apart from it; if the standard error is not known,
        only those with exactly the same value.
        """
        complete = self.trials[self.trials["state"] == "complete"]
        values = complete[self.objective.column]
        first = values.iloc[0]
        if self.folds is not None:
            of_folds = [self.values_of_folds(trial) for trial in complete["trial"]]
            return complete[[not folds_told_apart(of_folds[0], each) for each in of_folds]]
        if not self.counts:
            return complete[values == first]
        return complete[[not told_apart(first, each, self.examples.validation) for each in values]]

    @property
    def first(self) -> pd.Series | None:
        """The row of the hand-picked trial; None if the search did not begin with one."""
        if self.config["default_parameters"] is None:
            return None
        return self.trials[self.trials["trial"] == 0].iloc[0]

    @property
    def enqueued(self) -> list[int]:
        """The trials whose points were picked by hand, in whole or in part, after the first."""
        first = int(self.config["default_parameters"] is not None)
        trials = range(first, first + len(self.config["enqueue"]))
        return [trial for trial in trials if trial < len(self.trials)]

    @property
    def retrained(self) -> "Retrained | None":
        """What the best trial gave each time it was trained; None if none was trained again."""
        if self.confirmed is None:
            return None
        column, row = self.objective.column, self.confirmed.iloc[0]
        again = [f"{column}_{number}" for number in range(1, NEW_SEEDS + 1)]
        mean, in_search, *under_new_seeds = (
            None if pd.isna(row[name]) else row[name] for name in (f"mean_{column}", column, *again)
        )
        return Retrained(mean, in_search, under_new_seeds)

    @property
    def stalled_since(self) -> int | None:
        """The trial after which none was better, if that has ended the search; else None."""
        n_trials, best = len(self.trials), int(self.trials["trial"].iloc[0])
        ended_early = n_trials < self.settings["n_calls"]
        return best if ended_early and has_stalled(self.settings, n_trials - 1, best) else None

    def count(self, state: str) -> int:
        """Count the trials that ended in a state."""
        return int((self.trials["state"] == state).sum())

    def results(self) -> StudyResults:
        """Give the tables by the number of the trial."""
        seed = self.settings["seed"]
        by_trial = (table.set_index("trial").sort_index() for table in (self.trials, self.timings))
        return StudyResults(self.study, self.study, seed, *by_trial, self.objective)


def read_facts(
    study: str,
    config: Mapping[str, Any],
    folder: str | Path,
    *,
    trials: str | Path,
    timings: str | Path,
    best_trial: str | Path,
    data: str | Path | None,
    evaluation: str | Path | None = None,
    confirmation: str | Path | None = None,
    learning_curves: str | Path | None = None,
) -> Facts:
    """Read the files of a study; `folder`, results/<study>, has the records of its trials.

    `learning_curves` are of a cross-validation, and have a row for each fold.
    """
    table = read_csv(trials)
    files = TrialFiles(folder)
    records = [read_kept_record(files.record(trial)) for trial in sorted(table["trial"])]
    made_with: dict[str, list[int]] = {}
    for record in records:
        made_with.setdefault(record.fingerprint.get(INSTRUCTIONS, "unknown"), []).append(
            record.trial
        )
    return Facts(
        study,
        config,
        table,
        read_csv(timings),
        read_best_trial(best_trial),
        [record for record in records if record.state == "failed"],
        read_json(evaluation) if evaluation else None,
        read_csv(confirmation) if confirmation else None,
        _examples(data) if data else None,
        _folds(learning_curves, table["trial"], config) if learning_curves else None,
        made_with,
    )


def objective_of(config: Mapping[str, Any]) -> Objective:
    """Return the objective, with its folds, of a configuration of `sametrials.config.one_study`."""
    folds = (config["dataset"] or {}).get("cross_validation") or 1
    return Objective(**{**config["objective"], "folds": folds})


def _examples(data: str | Path) -> Examples:
    arrays = load_arrays(data)
    sizes = (len(each) for each in (arrays.y_train, arrays.y_validation, arrays.y_test))
    return Examples(arrays.noun, *sizes, arrays.is_classification)


def _folds(path: str | Path, trials: pd.Series, config: Mapping[str, Any]) -> pd.DataFrame:
    objective = objective_of(config)
    table = read_csv(path).pivot(index="trial", columns="fold", values=objective.metric)
    return table.reindex(index=trials, columns=range(1, objective.folds + 1))
