"""Jobs of trials in a folder of their own, and what of their outcomes is a value."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sametrials.trials.job import Job, Outcome


def outcome_of(
    train: Callable[[Job], Outcome],
    hyper_parameters: dict[str, Any],
    thresholds: tuple[float, ...] = (),
    save_up_to: float = float("inf"),
) -> dict[str, Any]:
    """Carry out a trial; return its outcome without times, and the digest of its model if any."""
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            trial=1,
            hyper_parameters=hyper_parameters,
            seed=97,
            log_dir=Path(folder, "log"),
            model_path=Path(folder, "trial.model"),
            save_up_to=save_up_to,
            thresholds=thresholds,
        )
        try:
            outcome = train(job)
        except Exception as error:
            return {"raised": type(error).__name__}
        model = job.model_path.read_bytes() if job.model_path.exists() else None
    return values_of(outcome) | {"model": model and hashlib.sha256(model).hexdigest()}


def values_of(outcome: Outcome) -> dict[str, Any]:
    """Return what decides of an outcome: no times, and no words."""
    return {"state": outcome.state, "value": outcome.value, "history": dict(outcome.history)}
