"""What of a function is seen when it is changed, and what is not."""

import functools
import subprocess
import sys
import types

import pytest

from sametrials.library.function_identity import code_digest, name_of

SOURCE = '''
LIMIT = 3
LISTED = [1]
PAIR = (1, "a")

def helper(x):
    return x + 1

def unused(x):
    return x

class Scale:
    factor = 2

    def apply(self, x):
        """Return it scaled."""
        return self.factor * x

def f(x, power=2):
    """Say what it does."""
    def inner(y):
        return helper(y)
    # a remark
    return inner(x) ** power + LIMIT + PAIR[0] + Scale().apply(x) + len(LISTED) + (x in {1, 2, 3})
'''


def function(source=SOURCE, name="f"):
    module = types.ModuleType("some_module")
    exec(compile(source, "anywhere.py", "exec"), vars(module))  # noqa: S102
    return getattr(module, name)


def test_the_same_function_has_the_same_digest():
    assert code_digest(function()) == code_digest(function())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ('PAIR = (1, "a")', 'PAIR = (1, "b")'),
        ("return x + 1", "return x + 2"),
        ("power=2", "power=3"),
        ("factor = 2", "factor = 3"),
        ("return self.factor * x", "return self.factor / x"),
        ("return helper(y)", "return helper(y) + 1"),
        ("{1, 2, 3}", "{1, 2, 4}"),
        ("PAIR[0] +", "PAIR[0] -"),
    ],
)
def test_a_change_of_what_it_uses_is_seen(old, new):
    assert old in SOURCE
    assert code_digest(function(SOURCE.replace(old, new))) != code_digest(function())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# a remark", "# another remark\n"),
        ('"""Say what it does."""', '"""Say it in other words."""'),
        ("def unused(x):\n    return x", "def unused(x):\n    return 2 * x"),
        ("LISTED = [1]", "LISTED = [1, 2]"),
        ("\nLIMIT", "\n\n\nLIMIT"),
        ("inner(x) ** power", "inner(x)  **  power"),
    ],
)
def test_a_change_of_something_else_is_not(old, new):
    assert old in SOURCE
    assert code_digest(function(SOURCE.replace(old, new))) == code_digest(function())


def test_what_a_function_changes_itself_is_not_part_of_it():
    source = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return x\n"
    counted = function(source)
    before = code_digest(counted)
    counted(1)
    assert code_digest(counted) == before


def make(factor, listed):
    count = 0

    def scaled(x):
        nonlocal count
        count += 1
        return factor * x + len(listed)

    return scaled


def test_a_constant_of_the_enclosing_function_is_seen_and_data_are_not():
    scaled = make(2, [])
    digest = code_digest(scaled)
    scaled(1)
    assert code_digest(scaled) == code_digest(make(2, [3])) == digest
    assert code_digest(make(3, [])) != digest


def test_the_arguments_of_a_partial_are_seen():
    one, two = (functools.partial(function(), power=power) for power in (1, 2))
    assert code_digest(one) != code_digest(two)
    assert code_digest(two) != code_digest(function())
    assert name_of(one) == "some_module.f"


def test_a_lambda_a_method_an_object_and_a_cached_function_have_digests():
    class Model:
        def __call__(self, x):
            return x

        def loss(self, x):
            return 2 * x

    model = Model()
    digests = {
        *map(code_digest, (model, model.loss, lambda x: x, lambda x: x + 1, len)),
        code_digest(functools.cache(function())),
    }
    assert len(digests) == 6
    assert code_digest(Model()) == code_digest(model)
    assert name_of(model).endswith("Model")
    assert name_of(len) == "builtins.len"


def test_a_function_that_calls_itself_has_a_digest():
    source = "def f(x):\n    return g(x)\ndef g(x):\n    return f(x) if x else 0\n"
    assert code_digest(function(source)) == code_digest(function(source))


def test_a_script_and_its_import_tell_of_the_same_function_and_no_path(tmp_path):
    script = tmp_path / "my_search.py"
    script.write_text("""
from sametrials.library.function_identity import function_identity

def f(x):
    return x in {"a", "b", "c"}

if __name__ == "__main__":
    print(function_identity(f))
""")
    path = f"import sys; sys.path[:0] = {sys.path!r}; "
    told = {
        subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        for arguments in (
            ["-c", f"{path}import runpy; runpy.run_path('my_search.py', run_name='__main__')"],
            ["-c", f"{path}import my_search as m; print(m.function_identity(m.f))"],
            ["-c", f"{path}import runpy; runpy.run_module('my_search', run_name='__main__')"],
        )
    }
    assert len({text.partition("'code'")[2] for text in told}) == 1
    assert str(tmp_path) not in "".join(told)
