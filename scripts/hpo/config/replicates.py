"""One strategy under several seeds: replicates of a study."""

import re
from collections.abc import Mapping

from hpo.common.files import sha256_of_json


def replicate_name(study: str, seed: int) -> str:
    """Name the study that a strategy is under one of its seeds: "gp-1"."""
    return f"{study}-{seed}"


def expand_seeds(studies: Mapping[str, Mapping]) -> dict[str, dict]:
    """Make a study of each seed where a study of config.yaml has a list of them.

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
    """Find the studies that differ in nothing but the seed: replicates of one strategy.

    Parameters
    ----------
    studies
        The settings of each study, by name.

    Returns
    -------
    dict
        Each strategy's name and its studies, in the order of the first ones. A study alone gives
        its name to the strategy; "gp-1" and "gp-2" are "gp", unless a study that is no replicate
        of theirs would go by that name, too; others are "these + those".
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
