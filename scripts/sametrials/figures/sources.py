"""What figures are drawn from: which files, and which function reads them."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple


class Source(NamedTuple):
    """Something that figures are drawn from."""

    reader: str
    """The function that reads it, "module.function". It is imported when it is called: the rules,
    and figures that need it not, do without."""
    files: Mapping[str, str]
    """Its arguments that are files, and the names that these have as inputs of a rule."""
    settings: tuple[str, ...] = ()
    """Its arguments that are params of a rule."""
    orders: tuple[str, ...] = ()
    """Its arguments that say in which order things are shown. They are no params: another order of
    keys in a file makes no figure out of date."""
    needs: tuple[str, ...] = ()
    """What the task must be able to show of its trials (`sametrials.tasks.shown`)."""

    @property
    def module(self) -> str:
        """The module of the reader."""
        return self.reader.rpartition(".")[0]


_READ_CSV = "sametrials.common.csv_tables.read_csv"

SOURCES = {
    "trials": Source(
        "sametrials.figures.shared.study_trials.read_study_trials",
        {"path": "trials"},
        ("search_space", "objective"),
    ),
    "timings": Source(_READ_CSV, {"path": "timings"}),
    "learning_curves": Source(_READ_CSV, {"path": "learning_curves"}, needs=("curves",)),
    "studies": Source(
        "sametrials.results.comparison.read_studies",
        {"trials": "trials", "timings": "timings"},
        ("studies", "objective"),
        ("order",),
    ),
    "test_set": Source(
        "sametrials.figures.test_set.predicted_test_set.load_test_set",
        {"data": "data", "predictions": "predictions"},
        needs=("predictions", "images"),
    ),
    "evaluation": Source(
        "sametrials.common.files.read_json", {"path": "evaluation"}, needs=("predictions",)
    ),
    "values": Source(
        "sametrials.figures.test_set.predicted_values.load_values",
        {"predictions": "predictions"},
        needs=("values",),
    ),
    "feature_importance": Source(_READ_CSV, {"path": "feature_importance"}, needs=("columns",)),
}
"""By the argument of a figure's `..._info` that takes it."""


def read_source(name: str, files: Mapping[str, Any], settings: Mapping[str, Any]) -> Any:
    """Read a source.

    Parameters
    ----------
    name
        Of SOURCES.
    files
        Paths, by the names of a rule's inputs.
    settings
        The params of the rule, and orders, by name.
    """
    source = SOURCES[name]
    read = getattr(import_module(source.module), source.reader.rpartition(".")[2])
    arguments = {argument: files[file] for argument, file in source.files.items()}
    return read(
        **arguments,
        **{setting: settings[setting] for setting in (*source.settings, *source.orders)},
    )
