"""The table of all trials, as the report shows it."""

from typing import Any

from sametrials.report.facts import Facts

STANDARD_ERROR = "±"
LIKE_THE_FIRST = "like the first"


def trial_rows(facts: Facts) -> list[dict[str, Any]]:
    """List the rows by column, best trial first.

    The columns are those of trials.csv and, at the end, the seconds of the training. If the
    standard error of a value is known, two columns follow the value: its standard error, and
    whether the trial cannot be told apart from the first one.
    """
    table = facts.trials.copy()
    if facts.has_errors:
        values = table[facts.objective.column]
        errors = map(facts.standard_error, table["trial"], values)
        place = list(table).index(facts.objective.column) + 1
        table.insert(place, STANDARD_ERROR, list(errors))
        alike = table["trial"].isin(facts.equals["trial"])
        table.insert(place + 1, LIKE_THE_FIRST, alike.map({True: "yes", False: "no"}))
    seconds = facts.timings.set_index("trial")["train"]
    table["training (s)"] = table["trial"].map(seconds).round(1)
    return table.astype(object).to_dict("records")
