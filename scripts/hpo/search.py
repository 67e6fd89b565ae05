"""The search: suggest, train, record, until all trials are there."""

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from hpo.config import validate_study
from hpo.errors import SearchError
from hpo.records import TrialRecord
from hpo.space import HyperParameters
from hpo.study import Study
from hpo.suggest import suggest


class Search:
    """The course of a study: which trials are finished, and which can be suggested.

    Attributes
    ----------
    records
        The finished trials, by number.
    running
        The hyper-parameters of the trials that are out, by number.
    """

    def __init__(self, study: Study):
        self.study = study
        self.records: dict[int, TrialRecord] = {}
        self.running: dict[int, HyperParameters] = {}

    @property
    def done(self) -> bool:
        """Whether all trials are finished."""
        return len(self.records) >= self.study.n_calls

    def next_trial(self) -> int | None:
        """Find the lowest trial neither finished nor out, if the window lets it start now."""
        for trial in range(self.study.n_calls):
            if trial not in self.records and trial not in self.running:
                visible = range(self.study.n_visible(trial))
                return trial if all(number in self.records for number in visible) else None
        return None

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

    def start(self, trial: int, hyper_parameters: HyperParameters) -> None:
        """Note that a trial is out."""
        self.running[trial] = hyper_parameters

    def finish(self, record: TrialRecord) -> None:
        """Note that a trial is finished."""
        self.running.pop(record.trial, None)
        self.records[record.trial] = record

    def in_order(self) -> list[TrialRecord]:
        """List the finished trials by number."""
        return [self.records[trial] for trial in sorted(self.records)]


def run_study(
    space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    objective: Callable[[HyperParameters], float],
    default_parameters: Mapping[str, Any] | None = None,
) -> list[TrialRecord]:
    """Search the best hyper-parameters of any Python function, in this process, without files.

    Parameters
    ----------
    space
        The search space as in config.yaml: name to type, low, high, prior or categories.
    study
        The settings of a study as in config.yaml, and its `seed`; what is left out has the
        default of the schema.
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
        The objective returned something that is no finite number.
    """
    search = Search(make_study(space, study, default_parameters))
    while not search.done:
        trial = search.next_trial()
        start, started = time.time(), time.perf_counter()
        hyper_parameters = search.suggest(trial)
        suggested = time.perf_counter()
        accuracy = _finite_number(objective(dict(hyper_parameters)), trial, hyper_parameters)
        search.finish(
            TrialRecord(
                trial=trial,
                state="complete",
                hyper_parameters=hyper_parameters,
                accuracy=accuracy,
                timings={
                    "start": start,
                    "suggest": suggested - started,
                    "train": time.perf_counter() - suggested,
                },
            )
        )
    return search.in_order()


def _finite_number(value: Any, trial: int, hyper_parameters: HyperParameters) -> float:
    """Take what an objective returned (a number of NumPy or TensorFlow, too) as a float."""
    try:
        number = math.nan if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise SearchError(
            f"trial {trial}: found the accuracy {value}, expected a finite number, "
            f"from the objective at {hyper_parameters}"
        )
    return number


def make_study(
    space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    default_parameters: Mapping[str, Any] | None,
) -> Study:
    """Check the settings of a study as in config.yaml and fill in the defaults (ConfigError)."""
    space, study, default_parameters = validate_study(study, space, default_parameters)
    return Study(search_space=space, default_parameters=default_parameters, **study)
