"""Write the pages that describe a study, and its configuration."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from sametrials.common.files import atomic_path
from sametrials.common.html_pages import render, write_page
from sametrials.report.advice import advice
from sametrials.report.facts import Facts
from sametrials.report.ingredients import ingredients
from sametrials.report.origin import Origin
from sametrials.report.time_spent import time_spent
from sametrials.report.trial_rows import STANDARD_ERROR, trial_rows
from sametrials.study.dimension import Choice
from sametrials.study.space import Space

TEMPLATES = Path(__file__).parent / "templates"

N_FAILED = 50
"""The page of the trials shows the tracebacks of so many that failed."""

N_NUMBERS = 50
"""The summary lists so many numbers of trials, or categories."""


def describe_study(
    facts: Facts,
    data: str | Path | None,
    origin: Origin,
    further: Sequence[str | Path] = (),
    *,
    summary: str | Path,
    trials: str | Path,
    config: str | Path,
) -> None:
    """Write the pages of a study and its configuration.

    Parameters
    ----------
    facts
        What is known of it.
    data
        The .npz file of the data set; None if there is none.
    origin
        Where the pages are written.
    further
        The .npz files of the second fold of a cross-validation, the third, ...
    summary, trials, config
        The files to write: two pages and a YAML file.
    """
    space = Space(facts.config["search_space"])
    page = render(
        TEMPLATES,
        "summary.html",
        facts=facts,
        objective=facts.objective,
        examples=facts.examples,
        time=time_spent(facts.results()),
        advice=advice(facts),
        n_numbers=N_NUMBERS,
        texts={
            name: each.texts for name, each in space.dimensions.items() if isinstance(each, Choice)
        },
        absent=space.absent(facts.best.hyper_parameters),
        ingredients=ingredients(facts.config, data, facts.best.versions, further),
        origin=origin,
    )
    write_page(summary, page)
    values = (facts.objective.column, STANDARD_ERROR)
    page = render(
        TEMPLATES,
        "trials.html",
        facts=facts,
        objective=facts.objective,
        rows=trial_rows(facts),
        value_columns=values,
        n_failed=N_FAILED,
    )
    write_page(trials, page)
    with atomic_path(config) as temporary:
        temporary.write_text(yaml.safe_dump(facts.config, sort_keys=False))
