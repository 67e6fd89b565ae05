"""Rank trials by their values in the search, or by their means over several seeds."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from sametrials.study.objective import Objective
from sametrials.trials.record import STATES, TrialRecord

Confirmations = Mapping[int, Sequence[TrialRecord]]
"""The records of trials trained again: by trial number, one record for each new seed."""


def ranked(objective: Objective, records: Iterable[TrialRecord]) -> list[TrialRecord]:
    """Sort trials, best first: complete ones, pruned ones, failed ones.

    Of equal values the lowest trial number comes first.
    """

    def key(record: TrialRecord) -> tuple:
        cost = 0.0 if record.value is None else objective.cost(record.value)
        return (STATES.index(record.state), cost, record.trial)

    return sorted(records, key=key)


def best_of(objective: Objective, records: Iterable[TrialRecord], n: int) -> list[TrialRecord]:
    """List the n best trials, best first, of those that are complete."""
    return ranked(objective, (record for record in records if record.state == "complete"))[:n]


def incumbent(objective: Objective, records: Iterable[TrialRecord]) -> TrialRecord | None:
    """Find the best trial, a complete one; None if there is none."""
    return next(iter(best_of(objective, records, 1)), None)


def choose_best(
    objective: Objective, records: Sequence[TrialRecord], confirmations: Confirmations
) -> TrialRecord | None:
    """Find the trial with the best mean value, or the incumbent if none was trained again.

    Of equal means, the trial that ranks higher in the search wins. None if no trial is complete.
    """
    again = by_mean(objective, records, confirmations)
    return again[0] if again else incumbent(objective, records)


def by_mean(
    objective: Objective, records: Sequence[TrialRecord], confirmations: Confirmations
) -> list[TrialRecord]:
    """Sort the trials that were trained again, best mean first; those without a mean last."""

    def key(record: TrialRecord) -> float:
        mean = mean_value(objective, record, confirmations)
        return float("inf") if mean is None else objective.cost(mean)

    again = [record for record in ranked(objective, records) if record.trial in confirmations]
    return sorted(again, key=key)


def mean_value(
    objective: Objective, record: TrialRecord, confirmations: Confirmations
) -> float | None:
    """Average the values of a trial in the search and under each new seed.

    A failed training counts as the worst possible value. Where there is no such value, as for a
    loss, the mean is None.
    """
    trainings = (record, *confirmations[record.trial])
    values = [objective.worst_possible if each.value is None else each.value for each in trainings]
    return None if any(value is None for value in values) else fmean(values)
