"""The table of all trials, as the report shows it."""

from typing import Any

from hpo.report.facts import Facts
from hpo.report.uncertainty import standard_error


def trial_rows(facts: Facts) -> list[dict[str, Any]]:
    """List the rows by column, best trial first.

    Those of trials.csv, and after the accuracy its standard error and whether the trial cannot be
    told apart from the first one; at the end the seconds of its training.
    """
    table = facts.trials.copy()
    place = list(table).index("accuracy") + 1
    errors = [standard_error(each, facts.images) for each in table["accuracy"]]
    table.insert(place, "±", errors)
    alike = table["trial"].isin(facts.equals["trial"])
    table.insert(place + 1, "like the first", alike.map({True: "yes", False: "no"}))
    seconds = facts.timings.set_index("trial")["train"]
    table["training (s)"] = table["trial"].map(seconds).round(1)
    return table.astype(object).to_dict("records")
