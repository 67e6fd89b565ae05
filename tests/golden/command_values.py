"""Values of the trials by a program: what it gets, how its lines are read."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from outcomes import outcome_of, values_of
from sametrials.study.objective import Objective
from sametrials.tasks.command.training.protocol import Answers, request
from sametrials.tasks.command.training.trainer import CommandTrainer
from sametrials.tasks.reported.course import Course
from small_studies import sample_points

PROGRAM = """
import json, sys
given = json.load(sys.stdin)
for step, error in enumerate(given["constants"]["errors"]):
    print(json.dumps({"step": step, "metrics": {"val_error": error, "seed": given["seed"]}}))
print(json.dumps({"metrics": {"val_error": given["hyper_parameters"]["end"]}}))
sys.exit(given["hyper_parameters"].get("code", 0))
"""

LINES = {
    "last": ['{"metrics": {"val_error": 0.25}}'],
    "steps": [
        '{"step": 1, "metrics": {"val_error": 0.75}}',
        "",
        '{"step": 2, "metrics": {"val_error": 0.5, "other": NaN}}',
        '{"step": 3, "metrics": {"val_error": 0.625}}',
    ],
    "steps-and-last": [
        '{"step": 0, "metrics": {"val_error": 0.75}}',
        '{"metrics": {"val_error": 0.5, "other": 2}}',
    ],
    "diverges": ['{"step": 0, "metrics": {"val_error": Infinity}}'],
    "skips-a-step": [
        '{"step": 0, "metrics": {"val_error": 0.75}}',
        '{"step": 2, "metrics": {"val_error": 0.5}}',
    ],
    "no-json": ["hello"],
    "two-last": ['{"metrics": {"val_error": 0.5}}', '{"metrics": {"val_error": 0.25}}'],
    "no-lines": [],
}


def _read(name: str, epoch: str = "last", thresholds: tuple[float, ...] = ()) -> Any:
    course = Course(Objective("val_error", "minimize", epoch), thresholds)
    answers = Answers(course)
    goes_on = []
    for line in LINES[name]:
        answers.read(line.encode())
        goes_on.append(course.goes_on)
    answers.end()
    return [goes_on, values_of(course.outcome({}))]


def _program(objective: Objective, **hyper_parameters: Any) -> dict[str, Any]:
    trainer = CommandTrainer(
        [sys.executable, "-c", PROGRAM],
        None,
        objective=objective,
        constants={"errors": [0.75, 0.25, 0.5]},
        check_files=lambda: None,
    )
    return outcome_of(trainer, hyper_parameters)


CASES: dict[str, Callable[[], Any]] = {
    "request": lambda: request(sample_points(1)[0], {"size": 3}, 97, "/data.npz").decode(),
    "request-without": lambda: request({}, {}, 2**32 - 1, None).decode(),
    **{f"reads-{name}": partial(_read, name) for name in LINES},
    "reads-steps-best": partial(_read, "steps", "best"),
    "reads-steps-pruned": partial(_read, "steps", thresholds=(0.75, 0.4)),
    "program": partial(_program, Objective("val_error", "minimize"), end=0.375),
    "program-fails": partial(_program, Objective("val_error", "minimize"), end=0.375, code=3),
}
