"""What decides a trial: digests that tell whether a record still stands."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

from hpo.errors import SearchError
from hpo.files import sha256_of_json
from hpo.records import TrialRecord
from hpo.space import HyperParameters
from hpo.study import Study

DECIDING_PACKAGES = (
    ("tensorflow", "tensorflow-cpu"),  # two names on PyPI for one package
    ("keras",),
    ("numpy",),
    ("scipy",),
    ("scikit-learn",),
    ("scikit-optimize",),
)


def package_versions() -> dict[str, str]:
    """Look up the installed versions of the packages that decide a trial."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python, **{names[0]: _version(names) for names in DECIDING_PACKAGES}}


def settings_digest(
    study: Study,
    training: Mapping[str, Any],
    constants: Mapping[str, Any],
    data_digest: str,
    code: Mapping[str, str],
) -> str:
    """Digest of all that decides every trial of a search, in hexadecimal.

    Parameters
    ----------
    study
        Its settings; `n_calls` and `points` do not count.
    training, constants
        The sections of config.yaml.
    data_digest
        Of the images and labels (`hpo.datasets.digest_for_training`).
    code
        See `hpo.deciding.code_digests`.
    """
    return sha256_of_json(
        {
            "study": study.identity(),
            "training": dict(training),
            "constants": dict(constants),
            "data": data_digest,
            "code": dict(code),
            "versions": package_versions(),
        }
    )


def fingerprint(
    settings: str,
    suggested_from: Iterable[TrialRecord],
    thresholds: Sequence[float],
    given: HyperParameters | None = None,
) -> dict[str, str]:
    """Fingerprint of a trial: the digest of the settings, and one of its history.

    Parameters
    ----------
    settings
        The digest of the settings.
    suggested_from
        The trials that its hyper-parameters were chosen from.
    thresholds
        The accuracies that it had to reach not to be pruned.
    given
        Its hyper-parameters, where a list of points has them.
    """
    seen = [[list(record.hyper_parameters.items()), record.accuracy] for record in suggested_from]
    chosen_from = seen if given is None else list(given.items())
    return {"settings": settings, "history": sha256_of_json([chosen_from, list(thresholds)])}


def _version(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    raise SearchError(f"the package {names[0]} is not installed, expected it beside the others")
