"""Time the parts of a fit: callbacks before and after that of TensorBoard note the time."""

import time
from collections.abc import Sequence
from itertools import pairwise

Mark = tuple[str, str, float]
"""The place ("before" or "after" the other callbacks), the event, and the time in seconds."""

BETWEEN = {
    ("after epoch_begin", "before test_begin"): "training steps",
    ("after test_begin", "before test_end"): "validation",
}
EVENTS = ("train_begin", "epoch_begin", "test_begin", "test_end", "epoch_end", "train_end")


class Marks:
    """Notes the time of each event; `before` and `after` are made into callbacks of Keras."""

    def __init__(self):
        self.list: list[Mark] = []

    def note(self, place: str, event: str) -> None:
        """Note that an event reached this place."""
        self.list.append((place, event, time.perf_counter()))


def seconds_of_parts(marks: Sequence[Mark]) -> dict[str, float]:
    """Sum up the seconds of training steps, validation, logging (what TensorBoard's callback did).

    Parameters
    ----------
    marks
        In the order in which they were noted.
    """
    parts = {"training steps": 0.0, "validation": 0.0, "logging": 0.0}
    for (place, event, start), (next_place, next_event, end) in pairwise(marks):
        name = BETWEEN.get((f"{place} {event}", f"{next_place} {next_event}"))
        if (place, next_place) == ("before", "after") and event == next_event:
            name = "logging"
        if name is not None:
            parts[name] += end - start
    return parts
