"""The window: which trials are finished, which are running, and which can be suggested."""

from bisect import insort
from itertools import islice
from typing import Any

from sametrials.common.errors import SearchError
from sametrials.study.phases import has_stalled
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters, values_of
from sametrials.suggest.pruning import Thresholds
from sametrials.trials.fingerprint import NO_HISTORY, extended_history
from sametrials.trials.record import TrialRecord

FIRST_TRIALS = 3
"""If all of this many first trials fail, their hyper-parameters are not the cause."""


class Search:
    """The course of a study: which trials are finished, and which can be suggested.

    What follows from the trials is kept up to date with each of them, so that a trial takes no
    longer after many than after few. (Only a surrogate reads all records again.)

    Attributes
    ----------
    records
        The finished trials, by number.
    running
        The hyper-parameters of the running trials, by number.
    n_trials
        Number of trials of the study: `n_calls`, or fewer if one reaches the target, or is the last
        of too many without an improvement (`stop_after`). Trials after that one do not count, even
        if they were already running: so it does not matter how many were.
    """

    def __init__(self, study: Study):
        self.study = study
        self.records: dict[int, TrialRecord] = {}
        self.running: dict[int, HyperParameters] = {}
        self.n_trials = study.n_calls
        self._next = 0
        self._tried: set[tuple[Any, ...]] = set()
        self._ranking: list[tuple[float, int]] = []
        """Cost and number of each complete trial, the best first."""
        # By the number of first trials that are seen, from none to all that are finished.
        self._limits = Thresholds(study)
        self._thresholds = [self._limits.values()]
        self._histories = [NO_HISTORY]

    @property
    def done(self) -> bool:
        """Whether all trials are finished."""
        return self._n_first_finished >= self.n_trials

    @property
    def _n_first_finished(self) -> int:
        return len(self._histories) - 1

    def next_trial(self) -> int | None:
        """Find the lowest trial neither finished nor running, if the window lets it start now."""
        while self._next in self.records or self._next in self.running:
            self._next += 1
        visible = self.study.n_visible(self._next) <= self._n_first_finished
        return self._next if self._next < self.n_trials and visible else None

    def finished_before(self, trial: int) -> list[TrialRecord]:
        """List the records that the suggestion of a trial may see, in order."""
        return [self.records[number] for number in range(self.study.n_visible(trial))]

    def suggest(self, trial: int) -> HyperParameters:
        """Suggest the hyper-parameters of the trial that `next_trial` found."""
        # Imported here: SciPy and scikit-learn take a second, and the job of a trial needs neither.
        from sametrials.suggest.designs import design_point
        from sametrials.suggest.suggestion import suggest

        if not self.study.learns_from_trials(trial):
            return design_point(self.study, trial, self._tried)
        pending = [
            self.records[number].hyper_parameters
            if number in self.records
            else self.running[number]
            for number in range(self.study.n_visible(trial), trial)
        ]
        return suggest(self.study, trial, self.finished_before(trial), pending)

    def thresholds(self, trial: int) -> list[float]:
        """Return the thresholds of a trial for pruning (`sametrials.suggest.pruning`)."""
        return self._thresholds[self.study.n_visible(trial)]

    def history(self, trial: int) -> str:
        """Digest the trials that a trial learns from (`sametrials.trials.fingerprint`)."""
        learns = self.study.learns_from_trials(trial)
        return self._histories[self.study.n_visible(trial)] if learns else NO_HISTORY

    def start(self, trial: int, hyper_parameters: HyperParameters) -> None:
        """Note that a trial is running."""
        self.running[trial] = hyper_parameters
        self._tried.add(values_of(hyper_parameters))

    def finish(self, record: TrialRecord) -> None:
        """Note that a trial is finished.

        Raises
        ------
        SearchError
            With this one, the first trials have all failed.
        """
        self.running.pop(record.trial, None)
        self.records[record.trial] = record
        self._tried.add(values_of(record.hyper_parameters))
        if record.state == "complete":
            insort(self._ranking, (self.study.objective.cost(record.value), record.trial))
            target = self.study.target
            if target is not None and self.study.objective.reaches(record.value, target):
                self._end_with(record.trial)
        while self._n_first_finished in self.records:
            self._see(self.records[self._n_first_finished])
        self._give_up_if_hopeless()

    def _see(self, record: TrialRecord) -> None:
        self._limits.add(record)
        self._thresholds.append(self._limits.values())
        self._histories.append(extended_history(self._histories[-1], record))
        # Trials that have overtaken this one do not count yet.
        best = next((trial for _, trial in self._ranking if trial <= record.trial), None)
        if best is not None and has_stalled(vars(self.study), record.trial, best):
            self._end_with(record.trial)

    def _end_with(self, trial: int) -> None:
        self.n_trials = min(self.n_trials, trial + 1)

    def best(self, n: int) -> list[TrialRecord]:
        """List the n best trials that count, best first, of those that are complete."""
        counting = (trial for _, trial in self._ranking if trial < self.n_trials)
        return [self.records[trial] for trial in islice(counting, n)]

    def in_order(self) -> list[TrialRecord]:
        """List the finished trials that count, by number."""
        return [self.records[trial] for trial in sorted(self.records) if trial < self.n_trials]

    def _give_up_if_hopeless(self) -> None:
        n_first = min(FIRST_TRIALS, self.study.n_calls)
        first = [self.records[trial] for trial in range(n_first) if trial in self.records]
        if len(first) == n_first and all(record.state == "failed" for record in first):
            error = SearchError(
                f"the first {n_first} trials have failed, so their hyper-parameters are not the "
                f"cause. Trial 0: {first[0].error}\n"
                "After a change of the model, run again; after one of the machine, make retry"
            )
            error.add_note(first[0].traceback or "There is no traceback.")
            raise error
