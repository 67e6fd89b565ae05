"""Where results come from: the commit, the command and the machine of this moment.

All of that changes from run to run while the results stay the same. So a rule reads it when it
runs, and never gets it as a param: a new commit alone reruns nothing.
"""

import os
import platform
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sametrials.common.addresses import hide_secrets
from sametrials.common.processor import processor_name

COMMAND = "HPO_COMMAND"
"""Environment variable: Snakemake's command line, for its jobs."""


class Origin(NamedTuple):
    """Where results come from.

    Attributes
    ----------
    commit
        Of the workflow's repository; None if its folder is no repository, or there is no git.
    clean
        Whether all files were as in that commit; None if there is none.
    command
        How Snakemake was called; None if that is not known.
    processor, system
        Of the machine that runs this.
    """

    commit: str | None
    clean: bool | None
    command: str | None
    processor: str
    system: str


def origin(repository: str | Path) -> Origin:
    """Find out where results that are made now come from."""
    commit = _git(repository, "rev-parse", "HEAD")
    changes = None if commit is None else _git(repository, "status", "--porcelain")
    return Origin(
        commit,
        None if changes is None else not changes,
        os.environ.get(COMMAND),
        processor_name(),
        f"{platform.system()} {platform.machine()}",
    )


def remember_command(arguments: Sequence[str]) -> None:
    """Keep the command line of this process for its children, unless one is kept already.

    Passwords in addresses are not kept.

    (Snakemake starts itself for each job, with a command line that nobody typed.)
    """
    name = Path(arguments[0]).name.replace("__main__.py", "snakemake")
    os.environ.setdefault(COMMAND, shlex.join([name, *map(hide_secrets, arguments[1:])]))


def _git(repository: str | Path, *arguments: str) -> str | None:
    """Run git; None if there is no git or it fails, as outside of a repository."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 - the arguments above; no shell
        [program, "-C", str(repository), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else None
