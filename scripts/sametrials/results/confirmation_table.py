"""The table of the trials that were trained again under new seeds."""

from collections.abc import Sequence

import pandas as pd

from sametrials.study.objective import Objective
from sametrials.trials.ranking import Confirmations, by_mean, mean_value
from sametrials.trials.record import TrialRecord


def confirmation_table(
    objective: Objective, records: Sequence[TrialRecord], confirmations: Confirmations
) -> pd.DataFrame:
    """Tabulate the trials that were trained again, best mean first.

    The columns, where <metric> is its name: rank, trial, mean_<metric>, <metric> (in the search),
    <metric>_1, <metric>_2 (under the new seeds; empty where it failed), then the hyper-parameters.
    """
    column = objective.column
    return pd.DataFrame(
        {
            "rank": rank,
            "trial": record.trial,
            f"mean_{column}": mean_value(objective, record, confirmations),
            column: record.value,
            **{
                f"{column}_{number}": each.value
                for number, each in enumerate(confirmations[record.trial], start=1)
            },
            **record.hyper_parameters,
        }
        for rank, record in enumerate(by_mean(objective, records, confirmations), start=1)
    )
