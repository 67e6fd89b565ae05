"""Check that a process holds what the search began with: the records name that, and nothing else.

A file may be edited, a package installed or the data made anew while a search is at work.
"""

from collections.abc import Mapping
from typing import Any

from sametrials.common.errors import SearchError


def check_held(identity: Mapping[str, Any], held: Mapping[str, Any]) -> None:
    """Check parts of a task's identity, as this process holds them, against those of the search.

    Parameters
    ----------
    identity
        That of the task (`sametrials.tasks.task.Task.identity`), made when the search began.
    held
        Some parts of it, made anew.

    Raises
    ------
    SearchError
        They differ; the message says in what.
    """
    changed = [
        line
        for part, found in held.items()
        for line in _changed(part, expected=identity[part], found=found)
    ]
    if changed:
        raise SearchError(
            f"{', '.join(changed)}: found what was changed after the search began, expected "
            "what it began with; run again for a search with what is there now (earlier "
            "records are kept, and used again once the change is undone)"
        )


def _changed(part: str, expected: Any, found: Any) -> list[str]:
    """Name what differs in a part of the identity: the part, or the keys of a mapping."""
    if not isinstance(expected, Mapping):
        return [] if found == expected else [part]
    names = sorted({*expected, *found})
    return [f"{part} {name}" for name in names if expected.get(name) != found.get(name)]
