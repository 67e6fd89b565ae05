"""One trial by a program: what it gets, what it may write, and what becomes of it."""

import json
import re
import sys

import pytest

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective
from sametrials.tasks.command.training.trainer import CommandTrainer
from sametrials.trials.job import ModelError
from users_trial import job

ERROR = Objective("error", "minimize")
READ = "import json, sys; given = json.load(sys.stdin)\n"


@pytest.fixture
def trainer(tmp_path):
    """Make the trainer of a Python program, or of another command."""

    def make(source, command=None, **others):
        (tmp_path / "program.py").write_text(source)
        command = command or [sys.executable, str(tmp_path / "program.py")]
        settings = {"objective": ERROR, "constants": {}, "check_files": lambda: None} | others
        return CommandTrainer(command, settings.pop("data", None), **settings)

    return make


def test_it_gets_one_json_object_on_its_standard_input(trainer, tmp_path):
    source = READ + "open(sys.argv[0] + '.json', 'w').write(json.dumps(given))\n"
    source += "print(json.dumps({'metrics': {'error': given['hyper_parameters']['x']}}))"
    train = trainer(source, constants={"y": 3}, data="/data.npz")
    assert train(job(tmp_path)).value == 0.5
    assert json.loads((tmp_path / "program.py.json").read_text()) == {
        "hyper_parameters": {"x": 0.5, "kind": "round"},
        "constants": {"y": 3},
        "seed": 17,
        "data": "/data.npz",
    }


STEPS = "".join(
    f"print('{json.dumps({'step': step, 'metrics': {'error': error}})}', flush=True)\n"
    for step, error in enumerate((0.5, 0.2, 0.3))
)


def test_steps_make_a_learning_curve_and_the_last_line_counts(trainer, tmp_path):
    outcome = trainer(STEPS + """print('{"metrics": {"error": 0.25, "size": 3}}')""")(job(tmp_path))
    assert (outcome.state, outcome.value) == ("complete", 0.25)
    assert outcome.history == {"error": [0.5, 0.2, 0.3], "size": [None, None, 3]}


def test_without_a_last_line_the_step_counts_that_the_objective_names(trainer, tmp_path):
    assert trainer(STEPS)(job(tmp_path)).value == 0.3
    best = Objective("error", "minimize", "best")
    assert trainer(STEPS, objective=best)(job(tmp_path)).value == 0.2


def test_a_program_that_is_worse_than_others_is_ended(trainer, tmp_path):
    source = STEPS + "open(sys.argv[0] + '.end', 'w')"
    source = "import sys, time\n" + source.replace("open(", "time.sleep(600); open(")
    outcome = trainer(source)(job(tmp_path, thresholds=[0.6, 0.1]))
    assert (outcome.state, outcome.value) == ("pruned", 0.2)
    assert outcome.history == {"error": [0.5, 0.2]}
    assert not (tmp_path / "program.py.end").exists()


GARBAGE = r"line 1 of its output: found {}, expected {{.*standard error"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("", "the last line of its output: found nothing, and no report; expected the metric .*"),
        ("print('Loading ...')", GARBAGE.format("Loading ...")),
        ("print('[1]')", GARBAGE.format(r"\[1\]")),
        ("print('0.5')", GARBAGE.format("0.5")),
        ("""print('{"error": 0.5}')""", GARBAGE.format('{"error": 0.5}')),
        ("""print('{"metrics": {"error": 1}, "a": 1}')""", GARBAGE.format("{.*}")),
        ("print('[' * 100000)", GARBAGE.format(r"\[+ \.\.\. \[+")),
        ("""print('{"metrics": {"error"')""", GARBAGE.format('{"metrics": {"error"')),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\n')", GARBAGE.format(r"\\xff")),
        (
            "print('{\"metrics\": 3}')",
            "the last line of its output: found 3, expected the names .*",
        ),
        ('print(\'{"metrics": {"error": "low"}}\')', ".*: found 'low' as error, expected .*"),
        ('print(\'{"metrics": {"error": NaN}}\')', "it diverged: error is nan after step 1"),
        ('print(\'{"step": 0, "metrics": {"error": Infinity}}\')', "it diverged: error is inf.*"),
        (STEPS + 'print(\'{"step": 5, "metrics": {"error": 1}}\')', "report: found step 5 after.*"),
        (
            'print(\'{"metrics": {"error": 1}}\\n{"metrics": {"error": 2}}\')',
            "line 2 of its output: found another line after .*, expected none",
        ),
        (STEPS + "raise SystemExit(3)", "the program ended with exit code 3: it said nothing"),
        (
            'print(\'{"metrics": {"error": 1}}\', flush=True); 1 / 0',
            "the program ended with exit code 1: ZeroDivisionError: division by zero",
        ),
    ],
    ids=range(17),
)
def test_what_is_no_answer_is_a_failed_trial_that_says_why(trainer, tmp_path, source, error):
    outcome = trainer(source)(job(tmp_path))
    assert (outcome.state, outcome.value) == ("failed", None)
    assert re.fullmatch(error, outcome.error), outcome.error


def test_empty_lines_are_no_garbage(trainer, tmp_path):
    outcome = trainer("print('\\n' + '{\"metrics\": {\"error\": 1}}' + '\\n\\n')")(job(tmp_path))
    assert outcome.state == "complete"


@pytest.mark.parametrize(
    "line", ['{"metrics": {"loss": 1}}', '{"step": 0, "metrics": {"loss": 1}}']
)
def test_a_metric_of_the_objective_that_is_not_there_ends_the_search(trainer, tmp_path, line):
    with pytest.raises(ConfigError, match=r"objective.metric: found error, expected .*: loss"):
        trainer(f"print('{line}')")(job(tmp_path))


def test_a_program_that_is_gone_is_a_failed_trial(trainer, tmp_path):
    with pytest.raises(ModelError, match=r"\./nowhere does not start: No such file"):
        trainer("", ["./nowhere"])(job(tmp_path))


def test_there_is_no_shell(trainer, tmp_path):
    source = "import json, sys\nassert sys.argv[1:] == ['$HOME', '*', '; exit 3']\n"
    source += """print('{"metrics": {"error": 1}}')"""
    train = trainer(source)
    train.command = [*train.command, "$HOME", "*", "; exit 3"]
    assert train(job(tmp_path)).state == "complete"
