"""What a study was made from: configuration, data and packages, by their digests and versions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sametrials.common.files import sha256_of_file, sha256_of_json
from sametrials.data.arrays import digest_for_training, load_arrays


class Ingredients(NamedTuple):
    """What a study was made from.

    Attributes
    ----------
    data
        SHA-256 of the data, by what it is a digest of.
    versions
        Of the packages, by name.
    config
        SHA-256 of the configuration of the study, as JSON with sorted keys.
    """

    data: Mapping[str, str]
    versions: Mapping[str, str]
    config: str


def ingredients(
    config: Mapping[str, Any],
    data: str | Path | None,
    versions: Mapping[str, str],
    further: Sequence[str | Path] = (),
) -> Ingredients:
    """List what a study was made from.

    Parameters
    ----------
    config
        See `sametrials.config.one_study`.
    data
        The .npz file of the data set; None if there is none. Two digests are made of it: one of the
        file, and one of the examples that a trial sees, which the fingerprint of each record
        contains.
    versions
        Of the packages, from the record of a trial; they are the same in all trials of a study.
    further
        The .npz files of the second fold of a cross-validation, the third, ...
    """
    digests = {}
    for number, file in enumerate([] if data is None else [data, *further], start=1):
        arrays, fold = load_arrays(file), f" of fold {number}" if further else ""
        digests[f"training and validation {arrays.noun}{fold}"] = digest_for_training(arrays)
        digests[Path(file).name] = sha256_of_file(file)
    return Ingredients(digests, versions, sha256_of_json(config))
