"""What a worker is given to do, and the fingerprint that the record of it will have."""

from collections.abc import Sequence

from hpo.fingerprint import fingerprint
from hpo.search import Search
from hpo.space import HyperParameters
from hpo.store import TrialStore
from hpo.suggest import looks_back
from hpo.trial import Job

ANY = -1.0
"""An accuracy that every model reaches."""

NONE = float("inf")
"""One that none reaches."""


def make_job(
    store: TrialStore,
    trial: int,
    hyper_parameters: HyperParameters,
    seed: int,
    save_from: float,
    thresholds: Sequence[float] = (),
) -> Job:
    """Make the job of training a trial whose files are kept in a store."""
    return Job(
        trial=trial,
        hyper_parameters=hyper_parameters,
        seed=seed,
        log_dir=store.log_dir(trial, hyper_parameters),
        model_path=store.files.model(trial),
        save_from=save_from,
        thresholds=thresholds,
    )


def expected_fingerprint(search: Search, settings: str, trial: int) -> dict[str, str]:
    """Fingerprint a trial that can be suggested.

    Parameters
    ----------
    search
        With the trials that the suggestion sees.
    settings
        The digest of the settings.
    trial
        Its number.
    """
    seen = search.finished_before(trial) if looks_back(search.study, trial) else []
    given = search.suggest(trial) if search.study.optimizer == "manual" else None
    return fingerprint(settings, seen, search.thresholds(trial), given)
