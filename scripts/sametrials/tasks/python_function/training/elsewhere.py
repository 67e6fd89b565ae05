"""Train trials by the user's function in another Python environment."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.common.process_group import ProcessGroup
from sametrials.trials.job import Job, Outcome

RUNNER = Path(__file__).with_name("runner.py")


class EndedError(Exception):
    """The process of the other environment has ended, with this exit code."""

    def __init__(self, code: int):
        super().__init__(f"the process of trial.environment ended (exit code {code})")
        self.code = code


class Elsewhere:
    """A process of another Python environment that runs the user's file.

    Parameters
    ----------
    interpreter
        Absolute path of the interpreter.
    settings
        The first request: of a trainer (the arguments of `FunctionTrainer`, with the path of the
        data), or of an evaluation.

    Attributes
    ----------
    first
        The answer to it.
    """

    def __init__(self, interpreter: str, settings: Mapping[str, Any]):
        self._group = ProcessGroup()
        self._process = self._group.start(
            [interpreter, str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        answer = self.ask(settings)
        self.first = answer["content"]
        if answer["kind"] == "failed":
            raise ConfigError(f"trial.environment: found {self.first} in {interpreter}")

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request, and wait for its answer.

        Returns
        -------
        dict
            kind, "done" or "failed"; content; spent, whether another process must do what is next.

        Raises
        ------
        ConfigError
            As raised there; or the user's file cannot be run.
        OSError
            A file cannot be read or written.
        EndedError
            The process is gone.
        """
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line.endswith("\n"):
            raise EndedError(self._process.wait())
        answer = json.loads(line)
        if answer["kind"] == "user":
            raise ConfigError(answer["content"])
        if answer["kind"] == "system":
            raise OSError(answer["content"])
        return answer

    def end(self) -> None:
        """End the process, and those that it has started."""
        self._group.end()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


class ElsewhereTrainer:
    """Trains trials one after another in a process of another environment.

    If that dies, this process dies in the same way: whoever watches over it knows what to do.

    Parameters
    ----------
    interpreter, settings
        As of `Elsewhere`.

    Attributes
    ----------
    data
        Digest of the data that the process has, or None.
    """

    def __init__(self, interpreter: str, settings: Mapping[str, Any]):
        self._given = interpreter, settings
        self._process: Elsewhere | None = Elsewhere(*self._given)
        self.data = self._process.first["data"]

    def __call__(self, job: Job) -> Outcome:
        """Train one trial."""
        if self._process is None:
            self._process = Elsewhere(*self._given)
        paths = {"log_dir": str(job.log_dir), "model_path": str(job.model_path)}
        request = {**vars(job), "thresholds": list(job.thresholds), **paths}
        try:
            answer = self._process.ask(request)
        except EndedError as ended:
            _end_like(ended.code)
        failed = answer["kind"] == "failed"
        if failed or answer["spent"]:
            self._process.end()
            self._process = None
        if failed:
            return Outcome(None, {}, {}, "failed", answer["content"])
        return Outcome(**answer["content"])


def _end_like(code: int) -> None:
    """End this process as another one has ended; never return."""
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code or 1)
