"""What decides a trial: digests that tell whether a record still stands."""

from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from hpo.errors import SearchError
from hpo.files import sha256_of_file, sha256_of_json
from hpo.records import TrialRecord
from hpo.study import Study

DECIDING_MODULES = ("model", "training", "space", "study", "suggest")
"""The modules of this library that the hyper-parameters or the training of a trial depend on."""

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
    return {names[0]: _version(names) for names in DECIDING_PACKAGES}


def settings_digest(study: Study, training: Mapping[str, Any], data_digest: str) -> str:
    """Digest of all that decides every trial of a search, in hexadecimal.

    Parameters
    ----------
    study
        Its settings; `n_calls` does not count.
    training
        The section of config.yaml.
    data_digest
        Of the images and labels (`hpo.datasets.digest_for_training`).
    """
    folder = Path(__file__).parent
    return sha256_of_json(
        {
            "study": study.identity(),
            "training": dict(training),
            "data": data_digest,
            "source": {name: sha256_of_file(folder / f"{name}.py") for name in DECIDING_MODULES},
            "versions": package_versions(),
        }
    )


def fingerprint(settings: str, finished: Iterable[TrialRecord]) -> dict[str, str]:
    """Fingerprint of a trial: the digest of the settings, and of the trials it could see."""
    seen = [[list(record.hyper_parameters.items()), record.accuracy] for record in finished]
    return {"settings": settings, "history": sha256_of_json(seen)}


def _version(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    raise SearchError(f"the package {names[0]} is not installed, expected it beside the others")
