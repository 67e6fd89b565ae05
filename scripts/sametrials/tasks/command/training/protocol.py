"""What a program reads and writes: JSON, a line each.

On its standard input it gets one object:

    {"hyper_parameters": {...}, "constants": {...}, "seed": 17, "data": "/path/of.npz" or null}

On its standard output it writes a line for each step, if it has any, and a last line:

    {"step": 0, "metrics": {"val_loss": 0.7}}
    {"metrics": {"val_loss": 0.5}}

The steps are numbered one after another. The last line counts. A program that ends well without
one stands by its steps: the one counts that the objective names. NaN and Infinity may stand for
numbers.
Its standard error goes to the log.
"""

import json
from collections.abc import Mapping
from typing import Any

from sametrials.common.texts import one_line
from sametrials.tasks.reported.course import Course

SHOWN = 100
"""Most characters of a line in a message."""


def request(
    hyper_parameters: Mapping[str, Any], constants: Mapping[str, Any], seed: int, data: str | None
) -> bytes:
    """Write what a program gets: one line."""
    content = {
        "hyper_parameters": dict(hyper_parameters),
        "constants": dict(constants),
        "seed": seed,
        "data": data,
    }
    return json.dumps(content).encode() + b"\n"


class Answers:
    """Reads the lines of a program, one after another, into the course of its training."""

    def __init__(self, course: Course):
        self._course = course
        self._number = 0
        self._last: Any = None

    def read(self, line: bytes) -> None:
        """Read a line; afterwards the training may have failed or be pruned.

        Raises
        ------
        ConfigError
            The metric of the objective is not among those of a step.
        """
        self._number += 1
        if not line.strip():
            return
        try:
            answer = json.loads(line.decode())
            if not isinstance(answer, dict) or not {"metrics"} <= answer.keys() <= {
                "step",
                "metrics",
            }:
                raise ValueError
        except (ValueError, RecursionError):
            text = one_line(line[: 4 * SHOWN].decode(errors="backslashreplace"), SHOWN)
            self._fail(
                f'found {text}, expected {{"step": 0, "metrics": {{...}}}} or a last '
                '{"metrics": {...}} in JSON and UTF-8; all else belongs on standard error'
            )
            return
        if self._last is not None:
            self._fail('found another line after {"metrics": ...} without a step, expected none')
        elif "step" in answer:
            self._course.report(answer["step"], answer["metrics"])
        else:
            self._last = answer["metrics"]

    def end(self) -> None:
        """Judge the training by what was read.

        Raises
        ------
        ConfigError
            The metric of the objective is not among those of the last line.
        """
        self._course.end(self._last, "the last line of its output")

    def _fail(self, why: str) -> None:
        self._course.fail(f"line {self._number} of its output: {why}")
