"""Replicates: studies that differ in their seed only. Together they are a strategy."""

import re
from collections.abc import Mapping

from sametrials.common.files import sha256_of_json


def replicate_name(study: str, seed: int) -> str:
    """Name the replicate of a study for one of its seeds: "gp-1"."""
    return f"{study}-{seed}"


def expand_seeds(studies: Mapping[str, Mapping]) -> dict[str, dict]:
    """Replace each study that has a list of seeds by one study per seed.

    Parameters
    ----------
    studies
        As in config.yaml: {"gp": {"seed": [1, 2], ...}, "random": {"seed": 3, ...}}.

    Returns
    -------
    dict
        The same with one seed each: {"gp-1": ..., "gp-2": ..., "random": ...}.
    """
    expanded = {}
    for name, study in studies.items():
        if isinstance(study["seed"], list):
            for seed in study["seed"]:
                expanded[replicate_name(name, seed)] = {**study, "seed": seed}
        else:
            expanded[name] = dict(study)
    return expanded


def group_replicates(studies: Mapping[str, Mapping]) -> dict[str, list[str]]:
    """Group the studies that differ in their seed only: the replicates of one strategy.

    Parameters
    ----------
    studies
        The settings of each study, by name.

    Returns
    -------
    dict
        Each strategy's name and its studies, in the order of their first studies. A single study
        gives its name to the strategy. "gp-1" and "gp-2" become "gp", unless another study would
        get that name, too. Otherwise the names are joined: "these + those".
    """
    groups: dict[str, list[str]] = {}
    for name, study in studies.items():
        settings = {key: value for key, value in study.items() if key != "seed"}
        groups.setdefault(sha256_of_json(settings), []).append(name)
    return {_strategy_name(names, studies): names for names in groups.values()}


def _strategy_name(names: list[str], studies: Mapping) -> str:
    if len(names) == 1:
        return names[0]
    stems = {_without_number(name) for name in names}
    others = {_without_number(name) for name in studies if name not in names}
    if len(stems) == 1 and stems.isdisjoint({"", *others}):
        return stems.pop()
    return " + ".join(names)


def _without_number(name: str) -> str:
    return re.sub(r"[-_]?\d+$", "", name)
