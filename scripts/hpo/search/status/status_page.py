"""What the status page says, as HTML in one piece: no file beside it, no address outside."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from pathlib import Path
from string import Template

from hpo.search.status.picture import picture
from hpo.study.space import HyperParameters
from hpo.trials.job import describe
from hpo.trials.ranking import incumbent
from hpo.trials.record import STATES, TrialRecord

N_LATEST = 20
"""So many trials are listed, and the time left is told from."""

REFRESH = 10
"""Seconds after which a browser looks again while the search runs."""

_PAGE = Template(Path(__file__).with_name("page.html").read_text())
_FIGURE = """<h2>History</h2>
<figure>{}<figcaption>Validation accuracy by trial, logarithmic in the error. Dots: complete;
circles: pruned; crosses: failed; line: the best so far.</figcaption></figure>"""


@dataclass(frozen=True)
class Status:
    """How a search goes.

    Attributes
    ----------
    study
        Its name.
    n_calls
        How many trials there will be.
    records
        The finished trials that count, by number.
    out
        The hyper-parameters of the trials that are being trained, by number, if that is known.
    mood
        "running", "ended", or "stopped": by an error, or by the user.
    remark
        Why it ended or was stopped, or what it is at.
    time
        Now, in seconds since 1970.
    """

    study: str
    n_calls: int
    records: Sequence[TrialRecord]
    out: Mapping[int, HyperParameters] = field(default_factory=dict)
    mood: str = "running"
    remark: str = ""
    time: float = field(default_factory=time.time)


def seconds_left(records: Sequence[TrialRecord], n_left: int) -> float | None:
    """Tell from the latest trials how long the others will take; None if that cannot be told.

    As many trials in a second as in the time in which any of the latest ones was under way: what
    ran side by side counts once, and a pause does not count.
    """
    spans = sorted(record.span for record in _latest(records) if record.span)
    busy, until = 0.0, float("-inf")
    for start, end in spans:
        busy += max(0.0, end - max(start, until))
        until = max(until, end)
    return n_left * busy / len(spans) if spans and n_left else None


def status_page(status: Status) -> str:
    """Make the page."""
    records = status.records
    running = status.mood == "running"
    left = seconds_left(records, status.n_calls - len(records)) if running else None
    return _PAGE.substitute(
        study=escape(status.study),
        mood="failed" if status.mood == "stopped" else "faint",
        headline=status.mood,
        remark=escape(status.remark),
        refresh=f'<meta http-equiv="refresh" content="{REFRESH}">' if running else "",
        n_calls=status.n_calls,
        n_done=len(records),
        counts=_counts(records),
        left="" if left is None else f", {timedelta(seconds=round(left))} left",
        seconds=round(status.time),
        written=time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(status.time)),
        best=_best(incumbent(records)),
        picture=_FIGURE.format(drawn) if (drawn := picture(records, status.n_calls)) else "",
        out=_out(status.out) if running else "",
        failures=_failures([record for record in records if record.state == "failed"]),
        latest=_table(_latest(records)),
    )


def _latest(records: Iterable[TrialRecord]) -> list[TrialRecord]:
    """List the trials that ended last, the last one first."""
    by_end = sorted(records, key=lambda record: (record.span or (0, 0))[1], reverse=True)
    return by_end[:N_LATEST]


def _counts(records: Iterable[TrialRecord]) -> str:
    counts = Counter(record.state for record in records)
    return "".join(f", {counts[state]} {state}" for state in STATES[1:] if counts[state])


def _best(best: TrialRecord | None) -> str:
    if best is None:
        return ""
    return (
        f'<h2>Best so far</h2><p class="best">{best.accuracy:.4f}</p>'
        f"<p>trial {best.trial}: {escape(describe(best.hyper_parameters))}</p>"
    )


def _out(out: Mapping[int, HyperParameters]) -> str:
    lines = (f"<p>trial {trial}: {escape(describe(out[trial]))}</p>" for trial in sorted(out))
    return f"<h2>Being trained</h2>{''.join(lines)}" if out else ""


def _failures(failed: Sequence[TrialRecord]) -> str:
    if not failed:
        return ""
    lines = [
        f'<p class="wrapped"><span class="failed">trial {record.trial}</span> '
        f"({escape(describe(record.hyper_parameters))}): {escape(str(record.error))}</p>"
        for record in failed[-N_LATEST:]
    ]
    more = len(failed) - len(lines)
    return "<h2>Failures</h2>" + (f"<p>{more} earlier ones</p>" if more else "") + "".join(lines)


def _table(records: Sequence[TrialRecord]) -> str:
    if not records:
        return ""
    names = list(records[0].hyper_parameters)
    head = _row("th", ["trial", "state", "accuracy", "seconds", *names], "")
    rows = "".join(_table_row(record) for record in records)
    return f'<h2>Latest trials</h2><div class="scroll"><table>{head}{rows}</table></div>'


def _table_row(record: TrialRecord) -> str:
    seconds = f"{record.span[1] - record.span[0]:.0f}" if record.span else ""
    accuracy = "" if record.accuracy is None else f"{record.accuracy:.4f}"
    values = (
        f"{value:.3g}" if isinstance(value, float) else str(value)
        for value in record.hyper_parameters.values()
    )
    cells = [str(record.trial), record.state, accuracy, seconds, *values]
    return _row("td", cells, record.state)


def _row(tag: str, cells: Iterable[str], state: str) -> str:
    content = "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells)
    return f'<tr class="{state}">{content}</tr>'
