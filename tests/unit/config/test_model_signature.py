import pytest

from sametrials.common.errors import ConfigError
from sametrials.config.model_signature import Signature, read_signature

MODEL = '''
"""A model."""
import keras_that_is_not_installed

def create_model({arguments}):
    return None
'''
DATA = ["input_shape", "num_classes"]


@pytest.mark.parametrize(
    ("arguments", "signature"),
    [
        ("*, input_shape, num_classes, a, b=2", Signature(["a", "b"], ["a"], False, DATA)),
        (
            "input_shape, num_classes, a, b=2, *, c, d=4",
            Signature(["a", "b", "c", "d"], ["a", "c"], False, DATA),
        ),
        ("*, a: int = 3, input_shape: tuple, num_classes: int", Signature(["a"], [], False, DATA)),
        ("a, **others", Signature(["a"], ["a"], True, [])),
        ("**hyper_parameters", Signature([], [], True, [])),
    ],
)
def test_the_arguments_of_create_model_are_read_without_importing_it(
    tmp_path, arguments, signature
):
    path = tmp_path / "model.py"
    path.write_text(MODEL.replace("{arguments}", arguments))
    assert read_signature(path) == signature


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"x = 1\n", "model.py: found no function create_model, expected one"),
        (b"\ndef create_model(:\n", "model.py, line 2: found invalid syntax, expected Python"),
        (b"x = '\xff'\n", "model.py, line 1: found .*utf-8.*, expected Python"),
        (b"\0", "model.py: found .*null bytes, expected Python"),
    ],
)
def test_a_model_file_without_the_function_is_refused(tmp_path, source, message):
    path = tmp_path / "model.py"
    path.write_bytes(source)
    with pytest.raises(ConfigError, match=message):
        read_signature(path)


def test_a_byte_order_mark_as_some_editors_write_it_is_no_mistake(tmp_path):
    path = tmp_path / "model.py"
    path.write_text("def create_model(a): pass\n", encoding="utf-8-sig")
    assert read_signature(path).names == ["a"]


@pytest.mark.parametrize("name", ["missing.py", ""])
def test_a_model_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(ConfigError, match=f"{name}: found .*, expected a file"):
        read_signature(tmp_path / name)
