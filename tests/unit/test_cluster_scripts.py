"""What profiles/cluster-generic says to a scheduler, and how it reads the answers.

The answers of squeue and qacct were taken from a real Slurm 22.05 and a real Grid Engine 8.1.9,
those of PBS from its manual.
"""

import subprocess

import pytest

from project import REPOSITORY

SCRIPTS = REPOSITORY / "profiles" / "cluster-generic"
NOT_THERE = "exit 1"


@pytest.fixture
def scheduler(tmp_path):
    """Run a script of the profile; a command of a scheduler is the lines of shell given for it."""

    def run(script: str, *arguments: str, **commands: str) -> str:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for command, lines in commands.items():
            (folder / command).write_text(f"#!/bin/sh\n{lines}\n")
            (folder / command).chmod(0o755)
        done = subprocess.run(
            [SCRIPTS / script, *arguments],
            cwd=tmp_path,
            env={"PATH": f"{folder}:/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout.strip()

    return run


def record(exit_status: int, failed: str = "0") -> str:
    """What qacct says of a job, each time that it was started."""
    return f"echo 'failed       {failed}    '; echo 'exit_status  {exit_status}     '\n"


LOST = record(0, "11  : before job")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("RUNNING", "running"),
        ("PENDING", "running"),
        ("COMPLETING", "running"),
        ("REQUEUED", "running"),
        ("COMPLETED", "success"),
        ("CANCELLED", "failed"),
        ("OUT_OF_MEMORY", "failed"),
        ("NODE_FAIL", "failed"),
        ("TIMEOUT", "failed"),
    ],
)
def test_status_of_slurm(scheduler, state, status):
    assert scheduler("status", "slurm", "7", squeue=f"echo {state}") == status
    sacct = f"echo '{state} by 0'"
    assert scheduler("status", "slurm", "7", squeue=NOT_THERE, sacct=sacct) == status


def test_a_scheduler_that_does_not_answer_has_lost_no_job(scheduler):
    assert scheduler("status", "slurm", "7", squeue=NOT_THERE, sacct=NOT_THERE) == "running"
    assert scheduler("status", "pbs", "7", qstat=NOT_THERE) == "running"
    assert scheduler("status", "sge", "7", qstat=NOT_THERE, qacct=NOT_THERE) == "running"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("job_state = R", "running"),
        ("job_state = Q", "running"),
        ("job_state = F\n    Exit_status = 0", "success"),
        ("job_state = F\n    Exit_status = 271", "failed"),
        ("job_state = F", "failed"),
    ],
)
def test_status_of_pbs(scheduler, said, status):
    assert scheduler("status", "pbs", "7", qstat=f"echo 'Job Id: 7\n    {said}'") == status


@pytest.mark.parametrize(
    ("records", "status"),
    [
        (record(0), "success"),
        (record(1), "failed"),
        (record(137, "100 : assumedly after job"), "failed"),
        (LOST, "failed"),
        (LOST + record(0), "success"),  # Grid Engine has started it again
        (record(0) + LOST, "failed"),
    ],
)
def test_status_of_grid_engine(scheduler, records, status):
    assert scheduler("status", "sge", "7", qstat=NOT_THERE, qacct=records) == status
    assert scheduler("status", "sge", "7", qstat="exit 0", qacct=records) == "running"


@pytest.mark.parametrize(
    ("name", "command", "asked"),
    [
        ("slurm", "sbatch", "--job-name run_trial --cpus-per-task 2 --mem 4000 --time 90"),
        ("pbs", "qsub", "-N run_trial -l select=1:ncpus=2:mem=4000mb -l walltime=1:30:00"),
        ("sge", "qsub", "-N run_trial -pe smp 2 -l mem_free=4000M -l h_vmem=6000M -l h_rt=5400"),
    ],
)
def test_submit_asks_for_what_the_rule_needs(scheduler, name, command, asked):
    arguments = ("submit", name, "run_trial", "2", "4000", "90", "job.sh")
    said = scheduler(*arguments, **{command: 'echo "$*"'})
    assert asked in said
    assert said.endswith(" job.sh")


def test_a_job_is_cancelled_by_the_scheduler_that_knows_it(scheduler):
    commands = {"scancel": 'echo "scancel $*"', "qdel": 'echo "qdel $*"'}
    assert scheduler("cancel", "7", "8", squeue="exit 0", **commands) == "scancel 7 8"
    assert scheduler("cancel", "7", "8", squeue=NOT_THERE, **commands) == "qdel 7 8"
