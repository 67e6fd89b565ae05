"""Make the job of a trial, and the fingerprint that its record will have."""

from collections.abc import Sequence

from sametrials.study.optimizers import OPTIMIZERS
from sametrials.study.space import HyperParameters
from sametrials.suggest.window import Search
from sametrials.trials.fingerprint import fingerprint
from sametrials.trials.job import Job
from sametrials.trials.store import TrialStore

ANY = float("inf")
"""As `save_up_to`: save the model, whatever its cost."""

NONE = float("-inf")
"""As `save_up_to`: save no model."""


def make_job(
    store: TrialStore,
    trial: int,
    hyper_parameters: HyperParameters,
    seed: int,
    save_up_to: float,
    thresholds: Sequence[float] = (),
) -> Job:
    """Make the job of a trial whose files are kept in a store.

    Its paths are absolute: code of the user may change the working folder.
    """
    return Job(
        trial=trial,
        hyper_parameters=hyper_parameters,
        seed=seed,
        log_dir=store.log_dir(trial, hyper_parameters).absolute(),
        model_path=store.files.model(trial).absolute(),
        save_up_to=save_up_to,
        thresholds=thresholds,
        absent=store.study.space.absent(hyper_parameters),
    )


def expected_fingerprint(search: Search, settings: str, trial: int) -> dict[str, str]:
    """Compute the fingerprint of a trial that can be suggested.

    Parameters
    ----------
    search
        It must hold the trials that the suggestion sees.
    settings
        The digest of the settings.
    trial
        Its number.
    """
    study = search.study
    given = search.suggest(trial) if OPTIMIZERS[study.optimizer].all_points == "points" else None
    return fingerprint(settings, search.history(trial), search.thresholds(trial), given)
