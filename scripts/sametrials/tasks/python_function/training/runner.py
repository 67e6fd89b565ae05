"""Run the user's file in another Python environment; a program that `elsewhere` starts.

It reads JSON from its standard input, a line each: the settings, then a job after another; and
answers with a line to each. It needs Python and NumPy alone.
"""

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[4])  # scripts/, in place of this folder

from sametrials.common.errors import UserError
from sametrials.common.logs import describe
from sametrials.common.process_state import ProcessState
from sametrials.common.texts import describe_exception
from sametrials.data.arrays import digest_for_training, load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.python_function.evaluation import evaluate, write_evaluation
from sametrials.tasks.python_function.training.trainer import FunctionTrainer
from sametrials.trials.job import Job
from sametrials.trials.record import TrialRecord


def main() -> None:
    """Answer the requests of the process that started this one, until it is gone."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # what the user's code prints goes to the log, and at once: no clean end is sure
    sys.stdout.reconfigure(line_buffering=True)
    settings = json.loads(requests.readline())
    _answer(answers, *_caught(_evaluate if "model" in settings else _prepare, settings))
    state, process = ProcessState(), os.getpid()
    for line in requests:
        answer = _caught(_train, json.loads(line))
        if os.getpid() != process:
            os._exit(0)  # a copy of this process, which the user's code has made and not ended
        spent = bool(state.restore())
        _answer(answers, *answer, spent=spent)


_trainer: FunctionTrainer | None = None


def _prepare(settings: dict[str, Any]) -> dict[str, Any]:
    """Make the trainer; return the digest of the data that it has."""
    global _trainer
    data = settings.pop("data")
    arrays = None if data is None else load_arrays(data)
    objective = Objective(**settings.pop("objective"))
    _trainer = FunctionTrainer(arrays=arrays, objective=objective, **settings)
    return {"data": None if arrays is None else digest_for_training(arrays)}


def _train(job: dict[str, Any]) -> dict[str, Any]:
    """Train a trial; return its outcome."""
    paths = {name: Path(job[name]) for name in ("log_dir", "model_path")}
    return asdict(_trainer(Job(**{**job, **paths})))


def _evaluate(settings: dict[str, Any]) -> dict[str, Any]:
    """Evaluate a model and write the files."""
    best = TrialRecord(**settings["best"])
    found = evaluate(settings["file"], settings["model"], settings["data"], best)
    write_evaluation(found, settings["summary"], settings["predictions"])
    return {}


def _caught(do, request: dict[str, Any]) -> tuple[str, Any]:
    """Do something; return what kind of answer it is, and the answer."""
    try:
        return "done", do(request)
    except UserError as error:
        return "user", str(error)
    except OSError as error:
        return "system", describe(error)
    except BaseException as error:  # an exit, too, is of the trial
        traceback.print_exc()
        return "failed", describe_exception(error)


def _answer(answers: TextIO, kind: str, content: Any, **others: Any) -> None:
    answers.write(json.dumps({"kind": kind, "content": content, **others}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # at once, whatever threads there are
