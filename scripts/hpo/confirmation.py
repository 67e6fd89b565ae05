"""Which trial is the best: one may have been lucky, so some are trained again under new seeds."""

from collections.abc import Mapping, Sequence
from statistics import fmean

import pandas as pd

from hpo.records import TrialRecord, best_of, incumbent, ranked
from hpo.study import Study

Confirmations = Mapping[int, Sequence[TrialRecord]]
"""What came of training trials again: by their number, a record for each new seed."""


def trials_to_confirm(study: Study, records: Sequence[TrialRecord]) -> list[TrialRecord]:
    """List the trials of a finished search that are trained again: the `confirm` best ones."""
    return best_of(records, study.confirm)


def choose_best(records: Sequence[TrialRecord], confirmations: Confirmations) -> TrialRecord | None:
    """Find the trial with the best mean accuracy, or the incumbent if none was trained again.

    Of equal means the one that the search ranked higher. None if there is no complete trial.
    """
    again = [record for record in ranked(records) if record.trial in confirmations]
    if not again:
        return incumbent(records)
    return max(again, key=lambda record: fmean(accuracies(record, confirmations)))


def accuracies(record: TrialRecord, confirmations: Confirmations) -> list[float]:
    """List a trial's accuracies: in the search, then under each new seed, 0 where it failed."""
    return [each.accuracy or 0.0 for each in (record, *confirmations[record.trial])]


def confirmation_table(
    records: Sequence[TrialRecord], confirmations: Confirmations
) -> pd.DataFrame:
    """Tabulate the trials that were trained again, best mean first.

    The columns: rank, trial, mean_accuracy, accuracy (in the search), accuracy_1, accuracy_2
    (under the new seeds; empty where it failed), then the hyper-parameters.
    """
    again = [record for record in ranked(records) if record.trial in confirmations]
    again.sort(key=lambda record: -fmean(accuracies(record, confirmations)))
    return pd.DataFrame(
        {
            "rank": rank,
            "trial": record.trial,
            "mean_accuracy": fmean(accuracies(record, confirmations)),
            "accuracy": record.accuracy,
            **{
                f"accuracy_{number}": each.accuracy
                for number, each in enumerate(confirmations[record.trial], start=1)
            },
            **record.hyper_parameters,
        }
        for rank, record in enumerate(again, start=1)
    )
