"""HTML pages made from Jinja templates. Each page is one file that needs no other.

A template escapes every text that it is given. A folder of templates lies beside the module that
fills them in.
"""

import math
from datetime import timedelta
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sametrials.common.files import atomic_path

if TYPE_CHECKING:
    from jinja2 import Environment


def render(templates: Path, name: str, **content: Any) -> str:
    """Fill in a template.

    Parameters
    ----------
    templates
        The folder of the template, and of those that it extends or includes.
    name
        Its file name.
    **content
        What the template is filled in with; it raises if something is missing.
    """
    return _environment(templates).get_template(name).render(**content)


def write_page(path: str | Path, page: str) -> None:
    """Write a page atomically."""
    with atomic_path(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def short(value: Any, digits: int = 4) -> str:
    """Write a value in a table: a float with some significant digits, nothing for NaN."""
    if isinstance(value, bool | Integral) or not isinstance(value, Real):
        return str(value)
    return "" if math.isnan(value) else f"{value:.{digits}g}"


def duration(seconds: float) -> str:
    """Write a time in hours, minutes and seconds; below a minute in seconds with a decimal."""
    return f"{seconds:.1f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))


def percent(share: float) -> str:
    """Write a share, 0 to 1, in per cent."""
    return f"{100 * share:.0f} %" if share == 0 or share >= 0.01 else "< 1 %"


@lru_cache
def _environment(templates: Path) -> "Environment":
    """Make what renders the templates of a folder; it keeps them compiled."""
    # Jinja takes some 40 ms to import. A search imports it when its workers are on their way.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"short": short, "duration": duration, "percent": percent}
    return environment
