"""The table of the trials that were trained again under new seeds."""

from collections.abc import Mapping, Sequence

import pandas as pd

from sametrials.results.trial_tables import hyper_parameters_table
from sametrials.study.objective import Objective
from sametrials.trials.ranking import Confirmations, by_mean, mean_value
from sametrials.trials.record import TrialRecord


def confirmation_table(
    objective: Objective,
    records: Sequence[TrialRecord],
    confirmations: Confirmations,
    search_space: Mapping[str, Mapping] | None = None,
) -> pd.DataFrame:
    """Tabulate the trials that were trained again, best mean first.

    The columns, where <metric> is its name: rank, trial, mean_<metric>, <metric> (in the search),
    <metric>_1, <metric>_2 (under the new seeds; empty where it failed), then the hyper-parameters
    (see `sametrials.results.trial_tables.trials_table` for `search_space`).
    """
    column = objective.column
    in_order = by_mean(objective, records, confirmations)
    table = pd.DataFrame(
        {
            "rank": rank,
            "trial": record.trial,
            f"mean_{column}": mean_value(objective, record, confirmations),
            column: record.value,
            **{
                f"{column}_{number}": each.value
                for number, each in enumerate(confirmations[record.trial], start=1)
            },
        }
        for rank, record in enumerate(in_order, start=1)
    )
    points = [record.hyper_parameters for record in in_order]
    return pd.concat([table, hyper_parameters_table(points, search_space)], axis=1)
