"""What to do next, from what a search has found."""

import math
from collections.abc import Mapping
from typing import Any

from hpo.report.facts import Facts

NEAR = 0.02
"""A value is at the edge of its dimension within this share of it."""

LATE = 0.8
"""A search is still finding better trials if the best one comes after this share of it."""


def advice(facts: Facts) -> list[str]:
    """List what to do next, in sentences; what is most likely to help comes first."""
    return [
        *_failures(facts),
        *_widen(facts),
        *_more_epochs(facts),
        *_more_trials(facts),
        *_confirm(facts),
    ]


def edges(search_space: Mapping[str, Mapping], values: Mapping[str, Any]) -> dict[str, str]:
    """Find the dimensions in which a point is at an edge: name to "low" or "high"."""
    found = {}
    for name, entry in search_space.items():
        if entry["type"] == "categorical":
            continue
        scale = math.log if entry["prior"] == "log-uniform" else float
        low, high, value = (scale(each) for each in (entry["low"], entry["high"], values[name]))
        place = (value - low) / (high - low)
        if place <= NEAR or place >= 1 - NEAR:
            found[name] = "low" if place <= NEAR else "high"
    return found


def _failures(facts: Facts) -> list[str]:
    if not facts.count("failed"):
        return []
    return [
        f"{facts.count('failed')} of {len(facts.trials)} trials failed. Why, is told below the "
        "table of all trials; make retry tries them again."
    ]


def _widen(facts: Facts) -> list[str]:
    return [
        f"The best {name} ({facts.best.hyper_parameters[name]:.4g}) is at the {edge} end of what "
        f"was searched: if it makes sense, widen search_space.{name}.{edge}."
        for name, edge in edges(facts.config["search_space"], facts.best.hyper_parameters).items()
    ]


def _more_epochs(facts: Facts) -> list[str]:
    reached = facts.best.history.get("val_accuracy", ())
    if len(reached) < 2 or reached[-1] <= max(reached[:-1]):
        return []
    if "epochs" in facts.config["search_space"]:  # whose edge `_widen` looks at
        return []
    key = "constants.epochs" if "epochs" in facts.config["constants"] else "training.epochs"
    return [
        f"The best trial was still improving in the last of its {len(reached)} epochs: raise {key}."
    ]


def _more_trials(facts: Facts) -> list[str]:
    if facts.best.trial < LATE * len(facts.trials) or facts.confirmed is not None:
        return []
    if len(facts.trials) < facts.settings["n_calls"]:  # it is not n_calls that ended the search
        return []
    if facts.settings["optimizer"] in ("grid", "manual"):  # which have no more points
        return []
    return [
        f"The best trial came late (number {facts.best.trial} of 0 to {len(facts.trials) - 1}): "
        f"more trials may find better ones. Raise n_calls; those that are there stand."
    ]


def _confirm(facts: Facts) -> list[str]:
    if facts.confirmed is not None or len(facts.equals) < 2:
        return []
    return [
        f"{len(facts.equals)} trials cannot be told apart: confirm: {min(5, len(facts.equals))} "
        "trains the best ones again under new seeds and takes the best mean."
    ]
