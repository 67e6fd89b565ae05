"""Pages in HTML, each one file that needs no other: from templates that escape all text."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hpo.common.files import atomic_path

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **content: Any) -> str:
    """Fill in a template of `templates/`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short": short, "duration": duration, "percent": percent}
    return environment.get_template(template).render(**content)


def write_page(path: str | Path, page: str) -> None:
    """Write a page atomically."""
    with atomic_path(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def short(value: Any, digits: int = 4) -> str:
    """Write a value in a table: numbers with some significant digits, nothing for NaN."""
    if isinstance(value, bool | str) or not pd.api.types.is_number(value):
        return str(value)
    return "" if pd.isna(value) else f"{value:.{digits}g}"


def duration(seconds: float) -> str:
    """Write a time in hours, minutes and seconds; below a minute in seconds with a decimal."""
    return f"{seconds:.1f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))


def percent(share: float) -> str:
    """Write a share, 0 to 1, in per cent."""
    return f"{100 * share:.0f} %" if share == 0 or share >= 0.01 else "< 1 %"
