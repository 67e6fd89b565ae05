"""The fingerprint of a trial: digests that tell whether its record is still valid."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from sametrials.common.environment import NUMERICS
from sametrials.common.errors import SearchError
from sametrials.common.files import sha256_of_json
from sametrials.common.instructions import chosen, in_words
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters
from sametrials.trials.deciding_code import ENGINE, code_identity_of
from sametrials.trials.record import TrialRecord

ENGINE_PACKAGES = ("numpy", "scipy", "scikit-learn", "scikit-optimize")
"""The packages that decide what is tried."""


def engine_versions() -> dict[str, str]:
    """Look up the versions of Python and of the packages that decide what is tried."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python, **{name: package_version(name) for name in ENGINE_PACKAGES}}


def package_version(*names: str) -> str:
    """Look up the installed version of a package; PyPI may have it under several names."""
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    raise SearchError(f"the package {names[0]} is not installed, expected it beside the others")


def settings_digest(study: Study, task: Mapping[str, Any]) -> str:
    """Return the digest, in hexadecimal, of all that decides every trial of a study.

    Parameters
    ----------
    study
        Its settings; some do not count (see `Study.identity`).
    task
        All that decides the outcome of a trial beside its hyper-parameters and seed
        (`sametrials.tasks.task.Task.identity`).
    """
    return sha256_of_json({**_engine_identity(study), "task": dict(task)})


def settings_parts(study: Study, task: Mapping[str, Any]) -> dict[str, str]:
    """Return a digest of each part of what `settings_digest` covers, to name what has changed."""
    parts = {f"{key} of the search": part for key, part in _engine_identity(study).items()}
    parts |= {f"{key} of the task": part for key, part in task.items()}
    return {name: sha256_of_json(part) for name, part in parts.items()}


def _engine_identity(study: Study) -> dict[str, Any]:
    return {
        "study": study.identity(),
        "code": code_identity_of(ENGINE),
        "versions": engine_versions(),
        "environment": NUMERICS,
    }


NO_HISTORY = ""
"""The history of a trial that was suggested from no other trials."""


def extended_history(history: str, record: TrialRecord) -> str:
    """Return the digest of a history and the next trial: of what that trial was and gave.

    It depends on all trials of the history, yet takes no longer after many than after few.
    """
    seen = [list(record.hyper_parameters.items()), record.value]
    return sha256_of_json([history, seen])


def fingerprint(
    settings: str,
    history: str,
    thresholds: Sequence[float],
    given: HyperParameters | None = None,
) -> dict[str, str]:
    """Make the fingerprint of a trial: the digests of the settings and of its history.

    With them stand the instructions that the libraries of this process use.

    Parameters
    ----------
    settings
        The digest of the settings.
    history
        The digest of the trials from which its hyper-parameters were chosen: NO_HISTORY, extended
        by each of them in order.
    thresholds
        Its thresholds for pruning.
    given
        Its hyper-parameters, if they were given and not chosen.
    """
    chosen_from = history if given is None else list(given.items())
    return {
        "settings": settings,
        "history": sha256_of_json([chosen_from, list(thresholds)]),
        INSTRUCTIONS: instructions_here(),
    }


INSTRUCTIONS = "instructions"
"""The key of a fingerprint that says what the libraries used."""


def instructions_here() -> str:
    """Say what the libraries of this process use (`sametrials.common.instructions.in_words`)."""
    return in_words(chosen(os.environ))


def is_same_but_for_instructions(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether two fingerprints are the same, whatever processors they are of."""
    return {**one, INSTRUCTIONS: ""} == {**other, INSTRUCTIONS: ""}
