"""When a trial is tried again.

- A training whose process died says nothing about its hyper-parameters: it is tried once more, in a
  new worker process or as a new job. When it dies again, it is recorded as failed.
- A trial that is recorded as failed is tried again where the user asks for it (`retry_failed`).
- A job that fails for another reason is tried again by Snakemake (`retries` of rule run_trial).
"""

from hpo.trials.record import TrialRecord

MAX_DEATHS = 2
"""Number of deaths of its process after which a trial is recorded as failed."""


def gives_up(n_deaths: int) -> bool:
    """Tell whether a trial is recorded as failed after so many deaths of its process."""
    return n_deaths >= MAX_DEATHS


def is_wanted_again(record: TrialRecord, retry_failed: bool) -> bool:
    """Tell whether a recorded trial is tried again."""
    return retry_failed and record.state == "failed"
