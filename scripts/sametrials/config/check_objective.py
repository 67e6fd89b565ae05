"""Check the objective, and fill in the direction that follows from the metric's name."""

from collections.abc import Sequence

from sametrials.config.schema_reader import Reader
from sametrials.study.objective import MAXIMIZE, MINIMIZE, column_of, meaning_of


def check_objective(reader: Reader, plain: dict, reported: Sequence[str] | None = None) -> None:
    """Check the objective against the reported metrics and the search space.

    Parameters
    ----------
    reader
        Collects the problems.
    plain
        The configuration read so far; its objective gets a direction.
    reported
        The metrics that the training reports; None if they are not known yet.
    """
    objective = plain.get("objective")
    if not isinstance(objective, dict) or not reader.is_sound("objective", "metric"):
        return
    metric = objective["metric"]
    if reported is not None and metric not in reported:
        wanted = f"one that the training reports: {', '.join(reported)}"
        reader.complain(("objective", "metric"), metric, wanted)
        return
    if column_of(metric) in reader.sound_entries(plain, "search_space"):
        wanted = "another name: that of the metric of the objective is a column of its own"
        reader.complain(("search_space", column_of(metric)), "the name of the metric", wanted)
    _note_training_metric(reader, metric, reported)
    meaning = meaning_of(metric)
    if objective["direction"] is None and reader.is_sound("objective", "direction"):
        if meaning is None:
            wanted = f"{MAXIMIZE} or {MINIMIZE}, since the name {metric} does not tell"
            reader.complain(("objective", "direction"), "nothing", wanted)
        else:
            objective["direction"] = meaning.direction
    elif meaning is not None and objective["direction"] not in (None, meaning.direction):
        reader.notes.append(
            f"objective.direction: found {objective['direction']}, though by its name {metric} is "
            f"a metric to {meaning.direction}"
        )


def _note_training_metric(reader: Reader, metric: str, reported: Sequence[str] | None) -> None:
    """Note that a metric is measured on the training data."""
    if reported is not None and f"val_{metric}" in reported:
        reader.notes.append(
            f"objective.metric: {metric} is measured on the training images, val_{metric} on those "
            "held out"
        )
