"""What the status page shows. The page is one file and needs no address outside."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sametrials.common.html_pages import render
from sametrials.search.status.picture import picture
from sametrials.study.objective import Objective
from sametrials.study.space import HyperParameters
from sametrials.trials.job import describe
from sametrials.trials.ranking import incumbent
from sametrials.trials.record import STATES, TrialRecord

TEMPLATES = Path(__file__).parent / "templates"

N_LATEST = 20
"""The page lists so many trials, and estimates the time that is left from them."""

REFRESH = 10
"""Seconds after which a browser looks again while the search runs."""


@dataclass(frozen=True)
class Status:
    """How a search goes.

    Attributes
    ----------
    study
        Its name.
    objective
        What is optimised.
    n_calls
        How many trials there will be.
    records
        The finished trials that count, by number.
    out
        The hyper-parameters of the trials that are being trained, by number, if that is known.
    mood
        "running", "ended", or "stopped": by an error, or by the user.
    remark
        Why it ended or was stopped, or what it does now.
    time
        Now, in seconds since 1970.
    """

    study: str
    objective: Objective
    n_calls: int
    records: Sequence[TrialRecord]
    out: Mapping[int, HyperParameters] = field(default_factory=dict)
    mood: str = "running"
    remark: str = ""
    time: float = field(default_factory=time.time)


def seconds_left(records: Sequence[TrialRecord], n_left: int) -> float | None:
    """Estimate from the latest trials how long the others will take; None if that is not possible.

    The time in which at least one of the latest trials was under way is divided by their number.
    So trials that ran side by side share their time, and a pause does not count.
    """
    spans = sorted(record.span for record in _latest(records) if record.span)
    busy, until = 0.0, float("-inf")
    for start, end in spans:
        busy += max(0.0, end - max(start, until))
        until = max(until, end)
    return n_left * busy / len(spans) if spans and n_left else None


def status_page(status: Status) -> str:
    """Make the page."""
    records, objective = status.records, status.objective
    running = status.mood == "running"
    left = seconds_left(records, status.n_calls - len(records)) if running else None
    failed = [record for record in records if record.state == "failed"]
    counts = Counter(record.state for record in records)
    return render(
        TEMPLATES,
        "status.html",
        status=status,
        objective=objective,
        refresh=REFRESH if running else None,
        left=None if left is None else timedelta(seconds=round(left)),
        counts={state: counts[state] for state in STATES[1:] if counts[state]},
        written=time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(status.time)),
        best=incumbent(objective, records),
        picture=picture(objective, records, status.n_calls),
        out=sorted(status.out.items()) if running else [],
        failed=failed[-N_LATEST:],
        n_earlier=len(failed[:-N_LATEST]),
        latest=_latest(records),
        describe=describe,
    )


def _latest(records: Iterable[TrialRecord]) -> list[TrialRecord]:
    """List the trials that ended last, the last one first."""
    by_end = sorted(records, key=lambda record: (record.span or (0, 0))[1], reverse=True)
    return by_end[:N_LATEST]
