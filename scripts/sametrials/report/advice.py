"""What to do next, from what a search has found."""

import math
from collections.abc import Mapping
from typing import Any

from sametrials.report.facts import Facts
from sametrials.study.dimension import LOG, Choice, dimension_of
from sametrials.study.optimizers import OPTIMIZERS

NEAR = 0.02
"""A value is at the edge of its dimension within this share of it."""

LATE = 0.8
"""A search still finds better trials if the best one comes after this share of it."""

MOST_CONFIRMED = 5
"""The advice is to confirm so many trials at most."""


def advice(facts: Facts) -> list[str]:
    """List what to do next, in sentences. What is most likely to help comes first."""
    return [
        *_failures(facts),
        *_worse_than_the_mean(facts),
        *_widen(facts),
        *_more_epochs(facts),
        *_more_trials(facts),
        *_confirm(facts),
    ]


def edges(search_space: Mapping[str, Mapping], values: Mapping[str, Any]) -> dict[str, str]:
    """Find the dimensions in which a point is at an edge: name to "low" or "high"."""
    found = {}
    for name, entry in search_space.items():
        dimension = dimension_of(entry)
        if isinstance(dimension, Choice) or dimension.size == 1 or values[name] is None:
            continue
        scale = math.log if dimension.prior == LOG else float
        low, high, value = (scale(each) for each in (entry["low"], entry["high"], values[name]))
        place = (value - low) / (high - low)
        if place <= NEAR or place >= 1 - NEAR:
            found[name] = "low" if place <= NEAR else "high"
    return found


def _failures(facts: Facts) -> list[str]:
    n_failed = facts.count("failed")
    if not n_failed:
        return []
    return [
        f"{n_failed} of {len(facts.trials)} trials failed. The page of all trials says why; "
        "make retry tries them again."
    ]


def _worse_than_the_mean(facts: Facts) -> list[str]:
    r2 = (facts.evaluation or {}).get("r2")
    if r2 is None or r2 > 0:
        return []
    return [
        "The best model predicts the test examples no better than their mean would (R² is "
        f"{r2:.2g}): train longer, widen search_space, or look whether the data tell the target."
    ]


def _widen(facts: Facts) -> list[str]:
    return [
        f"The best {name} ({facts.best.hyper_parameters[name]:.4g}) is at the {edge} end of what "
        f"was searched: if it makes sense, widen search_space.{name}.{edge}."
        for name, edge in edges(facts.config["search_space"], facts.best.hyper_parameters).items()
    ]


def _more_epochs(facts: Facts) -> list[str]:
    objective = facts.objective
    if "epochs" not in facts.config["training"]:  # the trial decides by itself
        return []
    if objective.folds > 1:  # a step is a fold
        return []
    reached = facts.best.history.get(objective.metric, ())
    if len(reached) < 2 or not objective.is_better(reached[-1], objective.best(reached[:-1])):
        return []
    if "epochs" in facts.config["search_space"]:  # then `_widen` looks at its edges
        return []
    return [
        f"The best trial was still improving in the last of its {len(reached)} epochs: raise "
        "training.epochs."
    ]


def _more_trials(facts: Facts) -> list[str]:
    if facts.best.trial < LATE * len(facts.trials) or facts.confirmed is not None:
        return []
    if len(facts.trials) < facts.settings["n_calls"]:  # something else ended the search
        return []
    if OPTIMIZERS[facts.settings["optimizer"]].all_points is not None:  # there are no more points
        return []
    return [
        f"The best trial came late (number {facts.best.trial} of 0 to {len(facts.trials) - 1}): "
        "more trials may find better ones. Raise n_calls; the trials that are there stay valid."
    ]


def _confirm(facts: Facts) -> list[str]:
    n_equal = len(facts.equals)
    if facts.confirmed is not None or n_equal < 2:
        return []
    alike = "cannot be told apart" if facts.has_errors else f"have the same {facts.objective.label}"
    return [
        f"{n_equal} trials {alike}: confirm: {min(MOST_CONFIRMED, n_equal)} trains the best ones "
        "again under new seeds and takes the best mean."
    ]
