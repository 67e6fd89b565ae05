"""When a trial is tried again.

- A training whose process ended itself (a crash, an exit) is tried once more, in a new worker
  process. When it dies again, it is recorded as failed.
- A training or a job that was killed (SIGKILL, SIGTERM, a lost node) says nothing about its
  hyper-parameters: memory ran out, or somebody stopped it. It is tried more often. Then it is
  recorded as failed "by the machine"; like any failed trial it is not tried again by itself, so
  that a finished search stays as it is.
- A trial that is recorded as failed is tried again where the user asks for it (`retry_failed`).
- A job that fails for another reason is tried again by Snakemake (`retries` of rule run_trial).
"""

from sametrials.trials.record import TrialRecord

MAX_DEATHS = 2
"""Number of deaths of its process, by itself, after which a trial is recorded as failed."""

MAX_KILLS = 5
"""Number of times that the machine may kill a trial before it is recorded as failed."""


def gives_up(n_deaths: int, n_kills: int) -> bool:
    """Tell whether a trial is recorded as failed after so many deaths of its process."""
    return n_deaths >= MAX_DEATHS or n_kills >= MAX_KILLS


def killed_by_the_machine(n_kills: int) -> str:
    """Say in a line why a trial that was killed so often is recorded as failed."""
    return (
        f"killed {n_kills} times by the machine, perhaps since memory ran out; "
        "`make retry` tries it again"
    )


def is_wanted_again(record: TrialRecord, retry_failed: bool) -> bool:
    """Tell whether a recorded trial is tried again."""
    return retry_failed and record.state == "failed"
