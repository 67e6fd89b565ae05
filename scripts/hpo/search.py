"""The search: suggest, train, record, until all trials are there."""

import math
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from hpo.config import validate_study
from hpo.errors import SearchError
from hpo.logs import describe
from hpo.pruning import thresholds
from hpo.records import TrialRecord
from hpo.space import HyperParameters
from hpo.study import Study
from hpo.suggest import suggest

FIRST_TRIALS = 3
"""If so many trials fail before one succeeds, it is not for their hyper-parameters."""


class Search:
    """The course of a study: which trials are finished, and which can be suggested.

    Attributes
    ----------
    records
        The finished trials, by number.
    running
        The hyper-parameters of the trials that are out, by number.
    n_trials
        How many trials there will be: `n_calls`, or fewer if one reaches the target accuracy. Those
        that were already out after it do not count, however they ended: so it does not matter
        how many were.
    """

    def __init__(self, study: Study):
        self.study = study
        self.records: dict[int, TrialRecord] = {}
        self.running: dict[int, HyperParameters] = {}
        self.n_trials = study.n_calls
        self._n_first_finished = 0

    @property
    def done(self) -> bool:
        """Whether all trials are finished."""
        return self._n_first_finished >= self.n_trials

    def next_trial(self) -> int | None:
        """Find the lowest trial neither finished nor out, if the window lets it start now."""
        trial = self._n_first_finished
        while trial in self.records or trial in self.running:
            trial += 1
        visible = self.study.n_visible(trial) <= self._n_first_finished
        return trial if trial < self.n_trials and visible else None

    def finished_before(self, trial: int) -> list[TrialRecord]:
        """List the records that the suggestion of a trial may see, in order."""
        return [self.records[number] for number in range(self.study.n_visible(trial))]

    def suggest(self, trial: int) -> HyperParameters:
        """Suggest the hyper-parameters of a trial that `next_trial` named."""
        pending = [
            self.records[number].hyper_parameters
            if number in self.records
            else self.running[number]
            for number in range(self.study.n_visible(trial), trial)
        ]
        return suggest(self.study, trial, self.finished_before(trial), pending)

    def thresholds(self, trial: int) -> list[float]:
        """Say how accurate a trial must be after each epoch to go on (`hpo.pruning`)."""
        return thresholds(self.study, self.finished_before(trial))

    def start(self, trial: int, hyper_parameters: HyperParameters) -> None:
        """Note that a trial is out."""
        self.running[trial] = hyper_parameters

    def finish(self, record: TrialRecord) -> None:
        """Note that a trial is finished.

        Raises
        ------
        SearchError
            With this one, the first trials have all failed.
        """
        self.running.pop(record.trial, None)
        self.records[record.trial] = record
        while self._n_first_finished in self.records:
            self._n_first_finished += 1
        target = self.study.target_accuracy
        if target is not None and record.state == "complete" and record.accuracy >= target:
            self.n_trials = min(self.n_trials, record.trial + 1)
        self._give_up_if_hopeless()

    def in_order(self) -> list[TrialRecord]:
        """List the finished trials that count, by number."""
        return [self.records[trial] for trial in sorted(self.records) if trial < self.n_trials]

    def _give_up_if_hopeless(self) -> None:
        n_first = min(FIRST_TRIALS, self.study.n_calls)
        first = [self.records[trial] for trial in range(n_first) if trial in self.records]
        if len(first) == n_first and all(record.state == "failed" for record in first):
            raise SearchError(
                f"the first {n_first} trials have failed, so this is not for their "
                f"hyper-parameters. Trial 0: {first[0].error}\n{first[0].traceback or ''}".strip()
                + "\nA change of the model begins anew; after mending the machine: make retry"
            )


def run_study(
    space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    objective: Callable[[HyperParameters], float],
    default_parameters: Mapping[str, Any] | None = None,
) -> list[TrialRecord]:
    """Search the best hyper-parameters of any Python function, in this process, without files.

    A call that raises, or returns something that is no finite number, is a failed trial.

    Parameters
    ----------
    space
        The search space as in config.yaml: name to type, low, high, prior or categories.
    study
        The settings of a study as in config.yaml, and its `seed`; what is left out has the
        default of the schema. `pruning`, `trial_timeout` and `confirm` do nothing here.
    objective
        Takes a dictionary of hyper-parameters, returns an accuracy (higher is better).
    default_parameters
        The first trial, if there is to be one picked by hand.

    Returns
    -------
    list of TrialRecord
        In the order of their numbers.

    Raises
    ------
    ConfigError
        The space, the study or the default parameters do not hold together.
    SearchError
        The first trials have all failed.
    """
    search = Search(make_study(space, study, default_parameters))
    clock = Clock(search.study)
    while not search.done and not clock.out_of_time(search):
        trial = search.next_trial()
        start, started = time.time(), time.perf_counter()
        hyper_parameters = search.suggest(trial)
        suggested = time.perf_counter()
        result = _call(objective, hyper_parameters)
        search.finish(
            TrialRecord(
                trial=trial,
                hyper_parameters=hyper_parameters,
                timings={
                    "start": start,
                    "suggest": suggested - started,
                    "train": time.perf_counter() - suggested,
                },
                **result,
            )
        )
    return search.in_order()


class Clock:
    """Tells when a study has used up its `max_hours`, counted from when this was made."""

    def __init__(self, study: Study):
        hours = math.inf if study.max_hours is None else study.max_hours
        self._end = time.monotonic() + 3600 * hours

    def out_of_time(self, search: Search) -> bool:
        """Whether no more trials shall start; one there must be."""
        begun = search.records or search.running
        return bool(begun) and time.monotonic() > self._end


def _call(objective: Callable, hyper_parameters: HyperParameters) -> dict[str, Any]:
    """Call an objective; returns the state, accuracy, error and traceback of a record."""
    try:
        value = objective(dict(hyper_parameters))
        number = math.nan if isinstance(value, str) else _float(value)
    except Exception as error:
        trace = traceback.format_exc()
        return {"state": "failed", "accuracy": None, "error": describe(error), "traceback": trace}
    if not math.isfinite(number):
        error = f"found the accuracy {value}, expected a finite number"
        return {"state": "failed", "accuracy": None, "error": error}
    return {"state": "complete", "accuracy": number}


def _float(value: Any) -> float:
    """Take a number (of NumPy or TensorFlow, too) as a float; nan if it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def make_study(
    space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    default_parameters: Mapping[str, Any] | None,
) -> Study:
    """Check the settings of a study as in config.yaml and fill in the defaults (ConfigError)."""
    space, study, default_parameters = validate_study(study, space, default_parameters)
    return Study(search_space=space, default_parameters=default_parameters, **study)
