"""What is read of a user's file without running it."""

import pytest

from sametrials.common.errors import ConfigError
from sametrials.tasks.python_function.declared import check_file, shown_by

TRAIN = "def train(hyper_parameters, data, seed, report):\n    1 / 0\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "my_trial.py"


@pytest.mark.parametrize(
    "source",
    [
        TRAIN,
        "def train(*anything): pass",
        "def train(p, d, s, r, more=1, *, other=2): pass",
        "def train(p, d, /, *others): pass",
        f"{TRAIN}\ndef evaluate(model, data): pass",
    ],
)
def test_a_function_that_takes_the_arguments_is_accepted(file, source):
    file.write_text(source)
    check_file(file)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "found no function train, expected one: def train"),
        ("train = print", "found no function train"),
        ("class train: pass", "found no function train"),
        (
            "def train(p, d, s): pass",
            r"line 1: found other arguments of train, expected def train\(h",
        ),
        ("def train(p, d, s, r, e): pass", "line 1: found other arguments of train"),
        ("def train(p, d, s, r, *, e): pass", "line 1: found other arguments of train"),
        (
            f"{TRAIN}def evaluate(model): pass",
            r"line 3: found other .*, expected def evaluate\(model",
        ),
        ("def train(:", "line 1: found invalid syntax, expected Python"),
    ],
)
def test_another_file_is_refused_with_what_is_expected(file, source, message):
    file.write_text(source)
    with pytest.raises(ConfigError, match=rf"my_trial.py.*{message}"):
        check_file(file)


def test_what_it_imports_beside_it_must_be_python_too(file):
    file.write_text(f"import beside\n{TRAIN}")
    file.with_name("beside.py").write_text("def (")
    with pytest.raises(ConfigError, match=r"beside.py, line 1: found invalid syntax"):
        check_file(file)


@pytest.mark.parametrize(
    ("evaluate", "shown"),
    [
        ("", ()),
        ("def evaluate(model, data): return {'rmse': 1}", ("model",)),
        ("def evaluate(m, d): return {'a': 1, 'probabilities': m}", ("model", "predictions")),
        ("def evaluate(m, d): return dict(a=1, probabilities=m)", ("model", "predictions")),
        ("def evaluate(m, d): return dict(a=1, predictions=m)", ("model",)),
        ("def other(m, d): return {'probabilities': m}", ()),
    ],
)
def test_it_can_show_what_its_function_evaluate_speaks_of(file, evaluate, shown):
    file.write_text(f"{TRAIN}{evaluate}\n")
    iris = {"name": "iris", "format": "sklearn"}
    assert shown_by({"trial": {"file": str(file)}, "dataset": iris}) == shown


@pytest.mark.parametrize(
    ("dataset", "key", "shown"),
    [
        ({"name": "digits", "format": "sklearn"}, "probabilities", ("predictions", "images")),
        ({"name": "diabetes", "format": "sklearn"}, "predictions", ("values",)),
        (None, "probabilities", ()),
    ],
)
def test_what_it_can_show_follows_from_the_data(file, dataset, key, shown):
    file.write_text(f"{TRAIN}def evaluate(m, d): return {{'a': 1, '{key}': m}}\n")
    config = {"trial": {"file": str(file)}, "dataset": dataset}
    assert shown_by(config) == ("model", *shown)
