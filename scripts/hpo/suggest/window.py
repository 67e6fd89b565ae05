"""The window: which trials are finished, which are running, and which can be suggested."""

from hpo.common.errors import SearchError
from hpo.study.settings import Study
from hpo.study.space import HyperParameters
from hpo.suggest.pruning import thresholds
from hpo.suggest.suggestion import suggest
from hpo.trials.record import TrialRecord

FIRST_TRIALS = 3
"""If all of this many first trials fail, their hyper-parameters are not the cause."""


class Search:
    """The course of a study: which trials are finished, and which can be suggested.

    Attributes
    ----------
    records
        The finished trials, by number.
    running
        The hyper-parameters of the running trials, by number.
    n_trials
        Number of trials of the study: `n_calls`, or fewer if one reaches the target. Trials after
        that one do not count, even if they were already running: so it does not matter how many
        were.
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
        """Find the lowest trial neither finished nor running, if the window lets it start now."""
        trial = self._n_first_finished
        while trial in self.records or trial in self.running:
            trial += 1
        visible = self.study.n_visible(trial) <= self._n_first_finished
        return trial if trial < self.n_trials and visible else None

    def finished_before(self, trial: int) -> list[TrialRecord]:
        """List the records that the suggestion of a trial may see, in order."""
        return [self.records[number] for number in range(self.study.n_visible(trial))]

    def suggest(self, trial: int) -> HyperParameters:
        """Suggest the hyper-parameters of the trial that `next_trial` found."""
        pending = [
            self.records[number].hyper_parameters
            if number in self.records
            else self.running[number]
            for number in range(self.study.n_visible(trial), trial)
        ]
        return suggest(self.study, trial, self.finished_before(trial), pending)

    def thresholds(self, trial: int) -> list[float]:
        """Compute the thresholds of a trial for pruning (`hpo.suggest.pruning`)."""
        return thresholds(self.study, self.finished_before(trial))

    def start(self, trial: int, hyper_parameters: HyperParameters) -> None:
        """Note that a trial is running."""
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
        target, objective = self.study.target, self.study.objective
        if (
            target is not None
            and record.state == "complete"
            and objective.reaches(record.value, target)
        ):
            self.n_trials = min(self.n_trials, record.trial + 1)
        self._give_up_if_hopeless()

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
