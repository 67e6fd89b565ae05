"""A configuration that makes one study and nothing else, to make its results again."""

from collections.abc import Mapping
from typing import Any

from hpo.study.optimizers import unmet_need

KEYS = ("training", "model", "search_space", "constants", "default_parameters")
"""The sections that a study depends on, beside its own and `dataset`."""


def study_config(config: Mapping[str, Any], study: str) -> dict[str, Any]:
    """Pick from a checked configuration all that decides the results of one study.

    Mirrors of the images do not, nor do figures and the machine. (The sources of a data set of
    one's own, which the schema asks for, are there.) A setting that the study does not use is not.
    """
    settings = config["studies"][study]
    used = {name: value for name, value in settings.items() if unmet_need(settings, name) is None}
    dataset = {name: value for name, value in config["dataset"].items() if name != "mirrors"}
    return {
        "dataset": dataset,
        **{key: config[key] for key in KEYS},
        "studies": {study: used},
    }
