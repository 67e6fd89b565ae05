"""The columns of a table: of which kind they are, and how they become numbers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from sametrials.common.errors import DataError
from sametrials.data.formats.features import constant_columns
from sametrials.data.kind import NUMBER
from sametrials.data.numbers import mean_and_deviation
from sametrials.data.source import Encoding

NUMBERS, BOOLEANS, CATEGORIES = "numbers", "booleans", "categories"

MAX_CATEGORIES = 100
"""A column with more different texts is no category, but a name or a remark."""


def kinds_of(frame: pd.DataFrame, path: str) -> dict[str, str]:
    """Guess the kind of each column from what pandas has read.

    Raises
    ------
    DataError
        A column of numbers has texts in it, has too many different texts, or holds something else.
    """
    return {name: _kind_of(frame[name], f"{path}, column {name!r}") for name in frame}


def _kind_of(values: pd.Series, place: str) -> str:
    advice = f"or leave the column out (dataset.leave_out: [{values.name}])"
    if pd.api.types.is_bool_dtype(values):
        return BOOLEANS
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values):
        return NUMBERS
    given = values[values.notna()]
    if not pd.api.types.is_object_dtype(values) and not pd.api.types.is_string_dtype(values):
        raise DataError(
            f"{place}: found values of the type {values.dtype}, expected numbers, booleans or "
            f"text; turn them into numbers, {advice}"
        )
    if all(isinstance(value, bool) for value in given):
        return BOOLEANS if len(given) else NUMBERS
    other = next((value for value in given if not isinstance(value, str | bool)), None)
    if other is not None:
        raise DataError(f"{place}: found {other!r}, expected numbers, booleans or text; {advice}")
    is_number = given.map(lambda value: NUMBER.fullmatch(str(value)) is not None)
    if is_number.all():
        return NUMBERS
    if is_number.sum() * 2 >= len(given):
        row = int(np.flatnonzero(values.notna())[np.argmin(is_number.to_numpy(dtype=bool))])
        raise DataError(
            f"{place}: found {values.iloc[row]!r} in row {row + 1}, though {is_number.sum()} of "
            f"{len(given)} values are numbers; mend it, make it blank and set dataset.missing to "
            f"impute, {advice}"
        )
    if (number := given.nunique()) > MAX_CATEGORIES:
        raise DataError(
            f"{place}: found {number} different texts, expected at most {MAX_CATEGORIES} "
            f"categories; group them, {advice}"
        )
    return CATEGORIES


def check_values(frame: pd.DataFrame, kinds: Mapping[str, str], path: str, missing: str) -> None:
    """Check that no number is infinite, and that no value is missing where that is refused.

    Raises
    ------
    DataError
        The first one is named with its column and row.
    """
    for name, kind in kinds.items():
        place = f"{path}, column {name!r}"
        absent = frame[name].isna().to_numpy()
        if absent.any() and missing == "refuse":
            more = f" and {absent.sum() - 1} more" if absent.sum() > 1 else ""
            raise DataError(
                f"{place}: found no value in row {int(np.argmax(absent)) + 1}{more}, expected one "
                "in each (blank, NA, None, nan are missing); set dataset.missing to impute, "
                f"or leave the column out (dataset.leave_out: [{name}])"
            )
        if kind == NUMBERS:
            largest = float(np.finfo(np.float32).max)
            too_large = (
                np.abs(np.nan_to_num(_floats(frame[name]), nan=0.0, posinf=np.inf)) > largest
            )
            if too_large.any():
                row = int(np.argmax(too_large))
                raise DataError(
                    f"{place}: found {frame[name].iloc[row]} in row {row + 1}, expected a finite "
                    f"number of at most {largest:.1e}; mend it, or make it blank and set "
                    "dataset.missing to impute"
                )


def fit_columns(kinds: Mapping[str, str], scale: bool) -> Callable[[pd.DataFrame], Encoding]:
    """Return what fits the encoding of a table's rows to the training rows.

    A number is imputed by the median and standardised; a boolean becomes 0 or 1; a category one
    column for each text that the training part has, all 0 for any other.
    """

    def fit(x_train: pd.DataFrame) -> Encoding:
        encoders, names, origins = [], [], []
        for name, kind in kinds.items():
            values = x_train[name]
            if values.isna().all():
                raise DataError(
                    f"dataset: found no value in the training part of the column {name!r}, "
                    "expected some to fill the others from; leave it out (dataset.leave_out: "
                    f"[{name}])"
                )
            made, encoder = _FITTED[kind](values, scale)
            names += made
            origins += [name] * len(made)
            encoders.append(encoder)
        for name in names:
            if names.count(name) > 1:
                raise DataError(
                    f"dataset: found a column {name!r} beside the category of that name, expected "
                    "different names; rename the column"
                )

        def encode(x: pd.DataFrame) -> np.ndarray:
            parts = [encoder(x[name]) for encoder, name in zip(encoders, kinds, strict=True)]
            return np.column_stack(parts).astype(np.float32)

        columns = list(kinds)
        notes = constant_columns(columns, [_comparable(x_train[name]) for name in columns])
        return Encoding(encode, tuple(names), notes, tuple(origins) if origins != names else ())

    return fit


Encoder = Callable[[pd.Series], np.ndarray]


def _floats(values: pd.Series) -> np.ndarray:
    """Numbers as float64, NaN where they are missing."""
    return pd.to_numeric(values).to_numpy(dtype=np.float64, na_value=np.nan)


def _comparable(values: pd.Series) -> np.ndarray:
    return values.astype(str).to_numpy(dtype=object)


def _fit_numbers(values: pd.Series, scale: bool) -> tuple[list[str], Encoder]:
    numbers = _floats(values)
    median = float(np.median(numbers[~np.isnan(numbers)]))
    filled = np.where(np.isnan(numbers), median, numbers)
    mean, deviation = mean_and_deviation(filled) if scale else (0.0, 1.0)

    def encode(values: pd.Series) -> np.ndarray:
        numbers = _floats(values)
        return (np.where(np.isnan(numbers), median, numbers) - mean) / deviation

    return [values.name], encode


def _fit_booleans(values: pd.Series, _scale: bool) -> tuple[list[str], Encoder]:
    usual = bool(_most_frequent(values))
    return [values.name], lambda values: np.array(
        [usual if missing else bool(value) for value, missing in _with_missing(values)], dtype=float
    )


def _fit_categories(values: pd.Series, _scale: bool) -> tuple[list[str], Encoder]:
    usual = str(_most_frequent(values))
    categories = sorted({str(value) for value in values[values.notna()]})
    places = {category: i for i, category in enumerate(categories)}

    def encode(values: pd.Series) -> np.ndarray:
        encoded = np.zeros((len(values), len(categories)))
        for row, (value, missing) in enumerate(_with_missing(values)):
            place = places.get(usual if missing else str(value))
            if place is not None:
                encoded[row, place] = 1
        return encoded

    return [f"{values.name}={category}" for category in categories], encode


def _most_frequent(values: pd.Series) -> object:
    """Return the most frequent value; of equally frequent ones the first in their order."""
    found, counts = np.unique(values[values.notna()].to_numpy(dtype=object), return_counts=True)
    return found[int(np.argmax(counts))]


def _with_missing(values: pd.Series) -> Sequence[tuple[object, bool]]:
    return list(zip(values.tolist(), values.isna().tolist(), strict=True))


_FITTED = {NUMBERS: _fit_numbers, BOOLEANS: _fit_booleans, CATEGORIES: _fit_categories}
