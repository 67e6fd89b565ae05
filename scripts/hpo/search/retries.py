"""When a trial is tried again.

- A training whose process died says nothing about its hyper-parameters: it is tried once more, in a
  new worker process or as a new job. When it dies again, it is recorded as failed.
- A training whose process was killed from outside did not even die of itself: the machine has run
  out of memory or was shut down. It is tried several times more. Then it is recorded as failed "by
  the machine".
- A trial that is recorded as failed is tried again where the user asks for it (`retry_failed`).
- A job that fails for another reason is tried again by Snakemake (`retries` of rule run_trial).
"""

from hpo.trials.record import TrialRecord

MAX_DEATHS = 2
"""Number of deaths of its process by itself after which a trial is recorded as failed."""

MAX_KILLS = 5
"""Number of times that its process is killed from outside after which it is."""


def gives_up(n_deaths: int, n_kills: int) -> bool:
    """Tell whether a trial is recorded as failed after so many deaths and kills of its process."""
    return n_deaths >= MAX_DEATHS or n_kills >= MAX_KILLS


def killed_by_the_machine(n_kills: int) -> str:
    """Say why a trial is recorded as failed whose process was killed too often."""
    return (
        f"ended by the machine: its process was killed {n_kills} times, perhaps since memory ran "
        "out; give it more, then run make retry"
    )


def is_wanted_again(record: TrialRecord, retry_failed: bool) -> bool:
    """Tell whether a recorded trial is tried again."""
    return retry_failed and record.state == "failed"
