"""A search with real worker processes, as a program: python search_process.py FOLDER WORKERS.

`FOLDER`/faults.json says what goes wrong in the code of which trial, by name of `FAULTS`.
"""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sametrials.common.texts import text_of
from sametrials.trials.job import Job, ModelError, Outcome
from simulated import SimulatedTask, SimulatedTrainer

TIMEOUT = 20
"""Seconds after which a trial that hangs has failed; others take a fraction of a second."""


def _long_error() -> None:
    raise ValueError("\n".join(f"line {i} \udcff\x1b[31m" + "x" * 1000 for i in range(1000)))


def _bytes_error() -> None:
    raise OSError(b"\xff\xfe", "caf\u00e9")


def _exit_with_a_text() -> None:
    raise SystemExit("there is no licence for this")


def _interrupt() -> None:
    raise KeyboardInterrupt


def _child_that_stays() -> None:
    subprocess.Popen(["sleep", "30"], close_fds=False)
    os._exit(3)


def _forked_child_that_stays() -> None:
    if os.fork() == 0:
        time.sleep(30)
        os._exit(0)
    raise ValueError("left a child behind")


def _thread_that_stays() -> None:
    threading.Thread(target=time.sleep, args=(30,)).start()


def _closed_output() -> None:
    os.close(1)
    sys.stdout = None


def _other_folder() -> None:
    os.chdir("/")


def _other_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _other_path() -> None:
    sys.path.clear()
    os.environ.clear()


FAULTS = {
    function.__name__.strip("_"): function
    for function in (
        *(_long_error, _bytes_error, _exit_with_a_text, _interrupt, _child_that_stays),
        *(_forked_child_that_stays, _thread_that_stays, _closed_output, _other_folder),
        *(_other_signals, _other_path),
    )
} | {
    "hang": lambda: time.sleep(3600),
    "exit": lambda: os._exit(3),
    "abort": os.abort,
    "raise": lambda: 1 / 0,
}


@dataclass(frozen=True)
class FaultyTask(SimulatedTask):
    """The simulated task, with faults in the code of some trials."""

    faults: dict[str, str] = field(default_factory=dict)

    def make_trainer(self) -> "FaultyTrainer":
        return FaultyTrainer(self)


class FaultyTrainer(SimulatedTrainer):
    def __call__(self, job: Job) -> Outcome:
        fault = self.task.faults.get(str(job.trial))
        try:
            FAULTS.get(fault, lambda: None)()
        except OSError as error:  # a task tells those of its user's code from those of the disk
            raise ModelError(text_of(error)) from error
        return super().__call__(job)


def main(folder: Path, workers: int) -> None:
    from sametrials.search.in_process import run_search
    from sametrials.search.setup import setup_of
    from sametrials.trials.ranking import ranked
    from whole_search import study

    begun = folder / "begun"
    begun.mkdir(exist_ok=True)
    faults = json.loads((folder / "faults.json").read_text())
    settings = study(confirm=0, n_calls=10, trial_timeout=TIMEOUT)
    task = FaultyTask(begun, settings.objective, faults=faults)
    os.chdir(folder)
    found = run_search(
        setup_of(settings, task), folder="results/gp", workers=workers, terminal=io.StringIO()
    )
    table = [
        [each.trial, each.state, each.hyper_parameters, each.value, each.seed, each.error]
        for each in ranked(settings.objective, found.records)
    ]
    (folder / "table.json").write_text(json.dumps(table, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
