"""A configuration with one study only, to reproduce its results."""

from collections.abc import Mapping
from typing import Any

from sametrials.study.optimizers import chooses_points, unmet_need

KEYS = (
    *("objective", "training", "model", "trial", "instructions"),
    *("search_space", "constraints", "constants", "default_parameters"),
)
"""The sections that a study depends on, beside `dataset` and its own."""


def study_config(config: Mapping[str, Any], study: str) -> dict[str, Any]:
    """Pick from a checked configuration all that decides the results of one study.

    Left out are mirrors, figures, settings of the machine, settings that the study does not use,
    and what follows from `dataset.cross_validation`. The sources of a user's own data set stay,
    since the schema requires them.
    """
    settings = config["studies"][study]
    used = {name: value for name, value in settings.items() if unmet_need(settings, name) is None}
    dataset = config["dataset"]
    if dataset is not None:
        dataset = {name: value for name, value in dataset.items() if name != "mirrors"}
    objective = {name: value for name, value in config["objective"].items() if name != "folds"}
    return {
        "dataset": dataset,
        **{key: config[key] for key in KEYS},
        "enqueue": config["enqueue"] if chooses_points(settings) else [],
        "objective": objective,
        "studies": {study: used},
    }
