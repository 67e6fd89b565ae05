"""What a study was made with: configuration, data and packages, by their digests and versions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hpo.common.files import sha256_of_file, sha256_of_json
from hpo.data.arrays import digest_for_training, load_arrays


class Used(NamedTuple):
    """What a study was made with.

    Attributes
    ----------
    data
        What it is a digest of, to a SHA-256: the images.
    versions
        Of the packages, by name.
    config
        SHA-256 of the configuration of the study, as JSON with sorted keys.
    """

    data: Mapping[str, str]
    versions: Mapping[str, str]
    config: str


def used(config: Mapping[str, Any], data: str | Path, versions: Mapping[str, str]) -> Used:
    """Say what a study was made with.

    Parameters
    ----------
    config
        See `hpo.config.one_study`.
    data
        The .npz file of the data set: its digest, and that of the images a trial sees, which its
        record's fingerprint is made with.
    versions
        Of the packages, from the record of a trial (in all of a study they are the same).
    """
    digests = {
        "training and validation images": digest_for_training(load_arrays(data)),
        Path(data).name: sha256_of_file(data),
    }
    return Used(digests, versions, sha256_of_json(config))
