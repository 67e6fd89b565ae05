"""The search space as a list of dimensions, under the names that scikit-optimize gave them."""

import numbers
from collections.abc import Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, NamedTuple

from sametrials.common.errors import ConfigError
from sametrials.common.texts import one_line

PRIORS = ("uniform", "log-uniform")
"""The priors that need no further numbers."""

When = Mapping[str, Any] | None
"""The conditions of a dimension."""


@dataclass(frozen=True)
class Real:
    """A number between two bounds, both included.

    Parameters
    ----------
    low, high
        The bounds.
    prior
        "uniform"; "log-uniform", which gives each power of ten the same share; or "normal", the
        normal distribution of `mean` and `sd`, cut at the bounds.
    step
        The distance between two values, of which `low` is the first and `high` the last.
    mean, sd
        Of a normal prior.
    when
        Conditions: names of other dimensions to a value, a list of values, or a comparison such as
        ">= 3". Where one does not hold, the number does not exist: a list has None in its place, a
        dictionary nothing.
    name
        Its name in the records; without one it is called x0, x1, ... by its place.

    Examples
    --------
    >>> rate = Real(1e-6, 1e-2, prior="log-uniform", name="learning_rate")
    >>> momentum = Real(0.0, 0.9, step=0.1, when={"solver": "sgd"}, name="momentum")
    """

    low: float
    high: float
    prior: str = "uniform"
    _: KW_ONLY
    step: float | None = None
    mean: float | None = None
    sd: float | None = None
    when: When = None
    name: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return it as an entry of `search_space` in config.yaml."""
        return _entry(self, "real")


@dataclass(frozen=True)
class Integer:
    """A whole number between two bounds, both included.

    Parameters
    ----------
    low, high, prior, step, mean, sd, when, name
        As of `Real`.
    base
        Each value is the one before it times this: `Integer(16, 256, base=2)` is 16, 32, 64, 128 or
        256.

    Examples
    --------
    >>> layers = Integer(1, 5, name="layers")
    >>> batch_size = Integer(16, 256, base=2, name="batch_size")
    """

    low: int
    high: int
    prior: str = "uniform"
    _: KW_ONLY
    step: int | None = None
    base: int | None = None
    mean: float | None = None
    sd: float | None = None
    when: When = None
    name: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return it as an entry of `search_space` in config.yaml."""
        return _entry(self, "integer")


@dataclass(frozen=True)
class Ordinal:
    """One of several values whose order means something.

    Parameters
    ----------
    values
        From one end to the other: texts, numbers, booleans or None.
    when, name
        As of `Real`.

    Examples
    --------
    >>> size = Ordinal(["small", "medium", "large"], name="size")
    """

    values: Sequence[Any]
    _: KW_ONLY
    when: When = None
    name: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return it as an entry of `search_space` in config.yaml."""
        return _entry(self, "ordinal") | {"values": list(self.values)}


@dataclass(frozen=True)
class Categorical:
    """One of several values without an order.

    Parameters
    ----------
    categories
        Texts, numbers, booleans or None; 1, 1.0 and True are three.
    when, name
        As of `Real`.

    Examples
    --------
    >>> Categorical(["relu", "sigmoid"], name="activation").categories
    ['relu', 'sigmoid']
    """

    categories: Sequence[Any]
    _: KW_ONLY
    when: When = None
    name: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return it as an entry of `search_space` in config.yaml."""
        return _entry(self, "categorical") | {"categories": list(self.categories)}


def _entry(dimension: Any, kind: str) -> dict[str, Any]:
    """Return what is given of a dimension, and its type."""
    given = {key: value for key, value in vars(dimension).items() if value is not None}
    given.pop("name", None)
    return {"type": kind, **given}


Dimension = Real | Integer | Ordinal | Categorical

Space = Sequence[Any] | Mapping[str, Any]
"""A list of dimensions, or a mapping of names to dimensions or to entries of config.yaml."""


class NamedSpace(NamedTuple):
    """A search space, and how its points are handed to a function."""

    entries: dict[str, Any]
    """As `search_space` in config.yaml; not checked yet."""
    as_list: bool
    """Whether a point is a list of values; else it is a dictionary."""

    def argument(self, point: Mapping[str, Any], absent: Collection[str] = ()) -> Any:
        """Return a point in the form that a function takes: new with each call.

        What does not exist at the point is absent from a dictionary, and None in a list.
        """
        if self.as_list:
            return [point[name] for name in self.entries]
        return {name: point[name] for name in self.entries if name not in absent}

    def named(self, point: Any, what: str) -> Any:
        """Return a point, a list of values or a dictionary, as a dictionary.

        Raises
        ------
        ConfigError
            It is a list of another length, or neither.
        """
        if isinstance(point, Mapping):
            return dict(point)
        if not _is_list(point) or len(point) != len(self.entries):
            raise ConfigError(
                f"{what}: found {_text(point)}, expected a value for each of "
                f"{', '.join(self.entries)}"
            )
        return dict(zip(self.entries, point, strict=True))


def named_space(space: Space) -> NamedSpace:
    """Read a search space in any of its forms.

    Parameters
    ----------
    space
        A list of dimensions: of this module, of scikit-optimize, tuples `(low, high)` or
        `(low, high, prior)`, lists of categories. Or a mapping from names to such dimensions, or to
        entries as of `search_space` in config.yaml.

    Raises
    ------
    ConfigError
        Something else was found, or a name twice.
    """
    if isinstance(space, Mapping):
        entries = {
            name: dict(each)
            if isinstance(each, Mapping)
            else _dimension(each, f"space.{name}").settings()
            for name, each in space.items()
        }
        return NamedSpace(entries, as_list=False)
    if not _is_list(space) and not type(space).__module__.startswith("skopt."):
        raise ConfigError(
            f"space: found {_text(space)}, expected a list of Real, Integer, Ordinal and "
            "Categorical, or a mapping of names to them"
        )
    entries = {}
    for number, each in enumerate(space):
        dimension = _dimension(each, f"space[{number}]")
        name = f"x{number}" if dimension.name is None else dimension.name
        if name in entries:
            raise ConfigError(
                f"space[{number}].name: found {_text(name)} again, expected each name only once"
            )
        entries[name] = dimension.settings()
    return NamedSpace(entries, as_list=True)


def _dimension(given: Any, place: str) -> Dimension:
    if isinstance(given, Dimension):
        return given
    if type(given).__module__.startswith("skopt."):
        return _of_scikit_optimize(given, place)
    if isinstance(given, list):
        return Categorical(given)
    if isinstance(given, tuple) and len(given) in (2, 3):
        low, high, *prior = given
        if prior in ([], *([each] for each in PRIORS)):
            if _are(numbers.Integral, low, high):
                return Integer(low, high, *prior)
            if _are(numbers.Real, low, high):
                return Real(low, high, *prior)
    raise ConfigError(
        f"{place}: found {_text(given)}, expected Real, Integer, Ordinal or Categorical, a tuple "
        f"(low, high) or (low, high, prior) with a prior of {' or '.join(PRIORS)}, or a list "
        "of categories"
    )


def _of_scikit_optimize(given: Any, place: str) -> Dimension:
    kind = type(given).__name__
    if kind in ("Real", "Integer"):
        make: type[Real | Integer] = Real if kind == "Real" else Integer
        return make(given.low, given.high, given.prior, name=given.name)
    if kind == "Categorical":
        if getattr(given, "prior", None) is not None and len(set(given.prior)) > 1:
            raise ConfigError(
                f"{place}.prior: found {_text(given.prior)}, expected none: each category has the "
                "same share"
            )
        return Categorical(list(given.categories), name=given.name)
    raise ConfigError(f"{place}: found {kind}, expected Real, Integer or Categorical")


def _are(kind: type, *values: Any) -> bool:
    return all(isinstance(each, kind) and not isinstance(each, bool) for each in values)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _text(value: Any) -> str:
    return one_line(repr(value), 80)
