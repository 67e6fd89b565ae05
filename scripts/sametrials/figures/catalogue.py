"""All figures: an entry each, from which its rule, its files and its place in the report follow.

A new figure has an entry here, a module with the functions `<module>_info` and `draw_<module>`, a
caption in report/ and a test. Nothing but the standard library is imported: the rules read this.
"""

import math
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from sametrials.figures.sources import SOURCES
from sametrials.study.dimension import Choice, dimension_of
from sametrials.study.space import in_canonical_order

NUMBERS, LISTED = "numbers", "listed values"
"""What an axis shows: a scale of numbers, or a place for each of listed values."""

MOST_FILES = 15
"""A figure of single dimensions, or pairs, has at most so many files: six dimensions in pairs."""


class Entry(NamedTuple):
    """A figure.

    In `file`, `title` and `topic`, {column} and {label} stand for the objective's column in tables
    and its name in words.
    """

    name: str
    """Of its rule, plot_<name>, and its caption, report/<name>.rst."""
    module: str
    """Below sametrials.figures: "study.convergence"."""
    about: str
    """What the rule does, in a sentence."""
    reads: tuple[str, ...]
    """What it is drawn from: names of SOURCES."""
    topic: str
    """What it is shown under in the report, below the study."""
    title: str
    """What it is called there; wildcards are filled in."""
    options: tuple[str, ...] = ()
    """Settings of the study that it takes: seed, surrogate."""
    wildcards: tuple[str, ...] = ()
    """Names of its wildcards: each stands for a dimension of the search space."""
    dimensions: str = ""
    """NUMBERS or LISTED: the dimensions for which, or for pairs of which, there is one."""
    file: str = ""
    """Its file, without the suffix, where that is not its name."""

    @property
    def path(self) -> str:
        """Its file without folder and suffix, with the wildcards in braces."""
        return "_".join([self.file or self.name, *(f"{{{each}}}" for each in self.wildcards)])

    @property
    def compares(self) -> bool:
        """Whether it is of all studies, not of one."""
        return "studies" in self.reads

    @property
    def needs(self) -> set[str]:
        """What the task must be able to show of its trials."""
        return {need for each in self.reads for need in SOURCES[each].needs}

    @property
    def inputs(self) -> list[str]:
        """Names of the files that it is drawn from, as inputs of its rule."""
        return sorted({file for each in self.reads for file in SOURCES[each].files.values()})

    @property
    def settings(self) -> list[str]:
        """Names of the params that it depends on."""
        read = {setting for each in self.reads for setting in SOURCES[each].settings}
        return sorted(read | set(self.options))

    @property
    def modules(self) -> list[str]:
        """The modules that draw it, and read what it is drawn from."""
        readers = [SOURCES[each].module for each in self.reads]
        return [f"sametrials.figures.{self.module}", *dict.fromkeys(readers)]

    def paths(self, search_space: Mapping[str, Mapping]) -> list[str]:
        """List the files that are made of it unasked, without folder and suffix.

        Of very many, which nobody looks through, there are none: figures of all dimensions show
        those that matter. Its rule still makes any of them that is asked for by name.
        """
        in_order = in_canonical_order(search_space)
        names = [name for name, each in in_order.items() if _axis_of(each) == self.dimensions]
        if math.comb(len(names), len(self.wildcards)) > MOST_FILES:
            return []
        chosen = combinations(names, len(self.wildcards))
        found = [_Kept(zip(self.wildcards, each, strict=True)) for each in chosen]
        return list(dict.fromkeys(self.path.format_map(each) for each in found))


def _axis_of(entry: Mapping) -> str:
    return LISTED if isinstance(dimension_of(entry), Choice) else NUMBERS


class _Kept(dict):
    """Fills in what it knows, and leaves the rest, such as {column}, in its braces."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


ENTRIES = (
    Entry(
        "convergence",
        "study.convergence",
        "Draw each trial's value of the objective and the best so far.",
        reads=("trials",),
        topic="Search",
        title="convergence",
    ),
    Entry(
        "evaluations",
        "study.evaluations",
        "Draw where the search has looked, over all pairs of dimensions.",
        reads=("trials",),
        topic="Search",
        title="evaluations",
    ),
    Entry(
        "objective",
        "study.objective",
        "Draw how the objective depends on each dimension and pair, by a surrogate of all trials.",
        reads=("trials",),
        topic="Search",
        title="partial dependence",
        options=("surrogate", "seed"),
    ),
    Entry(
        "objective_2D",
        "study.objective_2d",
        "Draw how the objective depends on two dimensions, by a surrogate of all trials.",
        reads=("trials",),
        topic="Search",
        title="partial dependence on {first} and {second}",
        options=("surrogate", "seed"),
        wildcards=("first", "second"),
        dimensions=NUMBERS,
    ),
    Entry(
        "histogram",
        "study.histogram",
        "Draw how often each value of a dimension was tried.",
        reads=("trials",),
        topic="Search",
        title="trials by {dimension}",
        wildcards=("dimension",),
        dimensions=LISTED,
    ),
    Entry(
        "importance",
        "study.importance",
        "Draw how much each hyper-parameter matters, with an interval.",
        reads=("trials",),
        topic="Search",
        title="importance of the hyper-parameters",
        options=("seed",),
    ),
    Entry(
        "rank_correlation",
        "study.rank_correlation",
        "Draw whether higher or lower values of each hyper-parameter are better.",
        reads=("trials",),
        topic="Search",
        title="rank correlation of the hyper-parameters",
        options=("seed",),
    ),
    Entry(
        "learning_curves",
        "study.learning_curves",
        "Draw the objective's value in each trial after every epoch.",
        reads=("trials", "learning_curves"),
        topic="Trials",
        title="learning curves",
    ),
    Entry(
        "parallel_coordinates",
        "study.parallel_coordinates",
        "Draw all trials as lines over an axis for each dimension.",
        reads=("trials",),
        topic="Trials",
        title="parallel coordinates",
    ),
    Entry(
        "slices",
        "study.slices",
        "Draw the value of all trials over each dimension by itself.",
        reads=("trials",),
        topic="Trials",
        title="slices",
    ),
    Entry(
        "distribution",
        "study.distribution",
        "Draw the distribution of the values of all complete trials.",
        reads=("trials",),
        topic="Trials",
        title="distribution of the {label}",
    ),
    Entry(
        "timeline",
        "study.timeline",
        "Draw what the workers did when.",
        reads=("trials", "timings"),
        topic="Time",
        title="timeline of the workers",
    ),
    Entry(
        "predictions",
        "test_set.predictions",
        "Draw the first test images with what the best model predicts.",
        reads=("test_set",),
        topic="Best model",
        title="predictions",
    ),
    Entry(
        "misclassified",
        "test_set.misclassified",
        "Draw the test images that the best model gets wrong most confidently.",
        reads=("test_set",),
        topic="Best model",
        title="misclassified",
    ),
    Entry(
        "confusion_matrix",
        "test_set.confusion_matrix",
        "Draw which classes the best model takes for which.",
        reads=("evaluation",),
        topic="Best model",
        title="confusion matrix",
    ),
    Entry(
        "predicted_true",
        "test_set.predicted_true",
        "Draw what the best model predicts over what is true.",
        reads=("values",),
        topic="Best model",
        title="predicted and true",
    ),
    Entry(
        "residuals",
        "test_set.residuals",
        "Draw what the best model misses over what it predicts.",
        reads=("values",),
        topic="Best model",
        title="residuals",
    ),
    Entry(
        "error_distribution",
        "test_set.error_distribution",
        "Draw how large the residuals of the best model are.",
        reads=("values",),
        topic="Best model",
        title="distribution of the residuals",
    ),
    Entry(
        "permutation_importance",
        "test_set.permutation_importance",
        "Draw how much the best model depends on each column of the table.",
        reads=("feature_importance",),
        topic="Best model",
        title="importance of the columns",
    ),
    Entry(
        "best_by_trial",
        "comparison.best_by_trial",
        "Draw the best value of each strategy by the number of trials.",
        reads=("studies",),
        topic="{label}",
        title="best {label} by trials",
        file="{column}_by_trial",
    ),
    Entry(
        "best_by_time",
        "comparison.best_by_time",
        "Draw the best value of each strategy by the time since it began.",
        reads=("studies",),
        topic="{label}",
        title="best {label} by time",
        file="{column}_by_time",
    ),
    Entry(
        "regret",
        "comparison.regret",
        "Draw what each strategy misses to the best of all, by the number of trials.",
        reads=("studies",),
        topic="{label}",
        title="regret",
    ),
    Entry(
        "distributions",
        "comparison.distributions",
        "Draw the distribution of the values of each strategy.",
        reads=("studies",),
        topic="{label}",
        title="distribution of the {label}",
        file="{column}_distribution",
    ),
)
