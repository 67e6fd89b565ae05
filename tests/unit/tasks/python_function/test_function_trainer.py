"""One training by a user's function: what it gets, what it may do, and what becomes of it."""

import pickle
import random
import re
import sys

import numpy as np
import pytest

from sametrials.common.errors import ConfigError
from sametrials.common.process_state import ProcessState
from sametrials.data.arrays import Arrays
from sametrials.study.objective import Objective
from sametrials.tasks.python_function.training.trainer import FunctionTrainer
from sametrials.trials.job import ModelError
from users_trial import job

ERROR = Objective("error", "minimize")


@pytest.fixture(autouse=True)
def process(monkeypatch):
    """Put back what the user's file changes here, where no worker does that."""
    monkeypatch.setattr(sys, "modules", sys.modules.copy())
    state = ProcessState()
    yield
    state.restore()


@pytest.fixture
def trainer(tmp_path):
    """Make the trainer of a file whose `train` has these lines."""

    def make(lines, arrays=None, *, head="", objective=ERROR, constants=None, wants_model=False):
        body = "".join(f"    {line}\n" for line in lines.splitlines())
        source = f"{head}\ndef train(hyper_parameters, data, seed, report):\n{body}"
        (tmp_path / "my_trial.py").write_text(source)
        return FunctionTrainer(
            tmp_path / "my_trial.py",
            arrays,
            objective=objective,
            constants=constants or {},
            wants_model=wants_model,
        )

    return make


def arrays(columns=()):
    """A regression of four, two and two rows of two columns."""
    parts = [np.arange(2 * n, dtype=np.float32).reshape(n, 2) for n in (4, 2, 2)]
    x_and_y = [each for x in parts for each in (x, x.sum(axis=1))]
    return Arrays(*x_and_y, columns=columns, targets=("sum",))


def test_it_gets_hyper_parameters_with_the_constants_the_seed_and_no_data(trainer, tmp_path):
    train = trainer(
        "return {'error': len(hyper_parameters), 'seed': seed, 'none': float(data is None), "
        "'y': hyper_parameters['y']}",
        constants={"y": 3},
    )
    history = train(job(tmp_path)).history
    assert history == {"error": [3], "none": [1], "seed": [17], "y": [3]}


def test_what_it_changes_of_its_arguments_is_not_seen_by_the_next_training(trainer, tmp_path):
    train = trainer(
        "error = data.x_train.sum() + hyper_parameters['x'] + data.y_train[0]\n"
        "data.x_train *= 2\ndata.y_train += 1\nhyper_parameters['x'] = 100\n"
        "return {'error': error}",
        arrays(),
    )
    assert train(job(tmp_path)).value == train(job(tmp_path)).value == 28 + 0.5 + 1


def test_a_training_does_not_see_the_test_part(trainer, tmp_path):
    train = trainer("return {'error': data.x_test.sum()}", arrays())
    with pytest.raises(AttributeError, match="x_test"):
        train(job(tmp_path))


def test_a_table_is_a_data_frame_with_the_names_of_its_columns(trainer, tmp_path):
    train = trainer(
        "assert list(data.x_validation.columns) == list(data.columns) == ['a', 'b']\n"
        "assert data.targets == ('sum',)\n"
        "return {'error': data.x_train['b'].sum(), 'first': data.y_validation[0]}",
        arrays(("a", "b")),
    )
    assert train(job(tmp_path)).history == {"error": [16], "first": [1]}


def test_all_random_numbers_come_from_the_seed_of_the_trial(trainer, tmp_path):
    train = trainer(
        "return {'error': random.random(), 'other': np.random.rand()}",
        head="import random\nimport numpy as np",
    )
    outcome = train(job(tmp_path))
    random.seed(3)
    assert train(job(tmp_path)).history == outcome.history
    assert outcome.value == random.Random(17).random()  # noqa: S311
    assert outcome.history["other"] == [np.random.RandomState(17).rand()]


FRAMEWORK = """
import random

generator = random.Random()


def manual_seed(seed):
    generator.seed(seed)


def use_deterministic_algorithms(flag):
    pass


class backends:
    class cudnn:
        benchmark = True


flags = {"dtype": "float32", "grad": True, "threads": 1}


def get_default_dtype():
    return flags["dtype"]


def set_default_dtype(dtype):
    flags["dtype"] = dtype


def is_grad_enabled():
    return flags["grad"]


def set_grad_enabled(flag):
    flags["grad"] = flag


def get_num_threads():
    return flags["threads"]


def set_num_threads(number):
    flags["threads"] = number
"""
USES = (
    "error = torch.generator.random()\n"
    "assert torch.flags == {'dtype': 'float32', 'grad': True, 'threads': 1}\n"
    "torch.flags.update(dtype='float64', grad=False, threads=2)\n"
    "report(0, error=error)"
)


@pytest.mark.parametrize(
    ("head", "lines"),
    [("import torch", USES), ("", f"import torch\n{USES}")],
    ids=["top", "inside"],
)
def test_a_framework_has_the_seed_wherever_it_is_imported(trainer, tmp_path, head, lines):
    """A module of PyTorch's name stands for it: it is no package of the tests."""
    (tmp_path / "torch.py").write_text(FRAMEWORK)
    train = trainer(lines, head=head)
    expected = random.Random(17).random()  # noqa: S311
    assert [train(job(tmp_path)).history for _ in range(2)] == [{"error": [expected]}] * 2


SAVES = (
    "path = hyper_parameters['kind'] + '.bin'\n"
    "for step in range(3):\n"
    "    open(path, 'w').write(f'after step {step}')\n"
    "    report.save(path)\n"
    "    report(step, error=0.5)"
)


def test_the_model_that_was_handed_over_last_is_kept_and_moved(trainer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    train = trainer(SAVES)
    assert train(job(tmp_path)).state == "complete"
    assert (tmp_path / "0001.model").read_text() == "after step 2"
    assert not (tmp_path / "round.bin").exists()


@pytest.mark.parametrize(
    "given", [{"save_up_to": 0.4}, {"thresholds": [0.1]}], ids=["worse", "pruned"]
)
def test_a_model_that_nobody_needs_is_not_kept(trainer, tmp_path, monkeypatch, given):
    (tmp_path / "temporary").mkdir()
    monkeypatch.chdir(tmp_path / "temporary")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    trainer(SAVES)(job(tmp_path, **given))
    assert list(tmp_path.rglob("*.model")) == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_model_where_another_trial_may_write_is_a_failed_trial(trainer, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    outcome = trainer(SAVES)(job(tmp_path))
    assert outcome.error == (
        "report.save: found round.bin, which other trials may overwrite, expected a file in "
        "report.folder: write the model there"
    )
    inside = SAVES.replace("path = ", "path = str(report.folder) + '/' + ")
    assert trainer(inside)(job(tmp_path)).state == "complete"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_share_of_the_validation_examples_is_a_ratio_whatever_computed_it(trainer, tmp_path):
    objective = Objective("val_accuracy")
    lines = "import numpy\nreturn {'val_accuracy': numpy.float32(1) / 3}"
    thirds = arrays()._replace(**{f"{axis}_validation": np.zeros(3) for axis in "xy"})
    assert trainer(lines, thirds, objective=objective)(job(tmp_path)).value == 1 / 3
    assert trainer(lines, objective=objective)(job(tmp_path)).value == float(np.float32(1) / 3)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("'nowhere.bin'", "report.save: found nothing at nowhere.bin, expected a file"),
        ("'.'", "report.save: found a folder at ., expected a file"),
    ],
)
def test_a_model_that_is_no_file_is_a_failed_trial(trainer, tmp_path, monkeypatch, path, error):
    monkeypatch.chdir(tmp_path)
    outcome = trainer(f"report.save({path})\nreturn {{'error': 1}}")(job(tmp_path))
    assert (outcome.state, outcome.error) == ("failed", error)


def test_a_training_without_a_model_for_evaluate_ends_the_search(trainer, tmp_path):
    train = trainer("return {'error': 1}", wants_model=True)
    with pytest.raises(ConfigError, match=r"found a training that calls no report.save"):
        train(job(tmp_path))


@pytest.mark.parametrize(("catch", "n_steps"), [("Exception", 2), ("BaseException", 9)])
def test_pruning_ends_a_training_that_catches_exceptions(trainer, tmp_path, catch, n_steps):
    train = trainer(
        "for step in range(9):\n"
        "    seen.append(step)\n"
        f"    try:\n        report(step, error=0.5)\n    except {catch}:\n        pass\n"
        "return {'error': 0.0}",
        head="seen = []",
    )
    outcome = train(job(tmp_path, thresholds=[0.6, 0.4]))
    assert (outcome.state, outcome.value) == ("pruned", 0.5)
    assert outcome.history == {"error": [0.5, 0.5]}
    assert len(train.train.__globals__["seen"]) == n_steps


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ("pass", "what train of .* returned: found nothing, and no report; .*"),
        ("return 0.5", "what train of .* returned: found 0.5, expected the names of metrics .*"),
        ("return {'error': [1, 2]}", "what train of .* returned: found .* as error, expected a .*"),
        (
            "report(1, error=1)\nreport(3, error=1)",
            "report: found step 3 after step 1, expected 2.*",
        ),
        ("report(0)", "report: found {}, expected the names of metrics .*"),
        ("report(0, error=float('nan'))", "it diverged: error is nan after step 1"),
    ],
)
def test_a_function_that_gives_no_number_is_a_failed_trial_that_says_why(
    trainer, tmp_path, lines, error
):
    outcome = trainer(lines)(job(tmp_path))
    assert outcome.state == "failed"
    assert re.fullmatch(error, outcome.error), outcome.error


def test_an_error_of_a_file_is_the_trial_s_and_no_sign_of_a_full_disk(trainer, tmp_path):
    with pytest.raises(ModelError, match="FileNotFoundError"):
        trainer("open('/nowhere/at/all')")(job(tmp_path))


def test_a_file_that_cannot_be_run_is_told_with_its_line(trainer):
    with pytest.raises(ConfigError, match=r"my_trial.py, line 2: found ZeroDivisionError"):
        trainer("pass", head="\n1 / 0")


def test_an_outcome_goes_to_another_process_whatever_kind_of_number_it_was(trainer, tmp_path):
    outcome = trainer("import numpy\nreturn {'error': numpy.float32(0.5)}")(job(tmp_path))
    assert type(pickle.loads(pickle.dumps(outcome)).value) is float  # noqa: S301 - our own
