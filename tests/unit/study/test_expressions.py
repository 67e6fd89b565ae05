import pickle

import pytest

from sametrials.study.expressions import Expression

POINT = {"batch": 64, "units": 128, "low": 0.1, "high": 0.2, "solver": "sgd", "flag": True}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("batch * units <= 8192", True),
        ("batch * units < 8192", False),
        ("high > low", True),
        ("0.1 <= low < high <= 0.2", True),
        ("low < high < low", False),
        ("solver == 'sgd' and batch >= 32", True),
        ("solver != 'sgd' or units > 100", True),
        ("not (solver == 'adam')", True),
        ("solver in ['adam', 'lion']", False),
        ("units not in (16, 32)", True),
        ("units // 3 + units % 3 - 2 == 42", True),
        ("-batch < +units", True),
        ("2 ** 7 == units", True),
        ("flag == True and solver != None", True),
        ("  batch/units == 0.5  ", True),
    ],
)
def test_what_an_expression_means(text, holds):
    assert Expression(text)(POINT) is holds


def test_it_goes_to_other_processes():
    again = pickle.loads(pickle.dumps(Expression("batch < units")))  # noqa: S301 - our own
    assert again(POINT)
    assert not again({**POINT, "batch": 999})


def test_its_names_are_known():
    assert Expression("batch * units <= 8192 and solver in ['sgd']").names == {
        "batch",
        "units",
        "solver",
    }


MISTAKES = [
    "",
    "batch",
    "batch * units",
    "batch = 3",
    "batch <",
    "x: int",
    "__import__('os').system('true') == 0",
    "batch.real > 1",
    "batch[0] > 1",
    "(lambda: 1) == 1",
    "[b for b in batch] == 1",
    "{1: 2} == 1",
    "f'{batch}' == '1'",
    "batch if units else 1",
    "(batch := 3) > 1",
    "batch is None",
    "batch & 1 == 1",
    "batch @ units == 1",
    "~batch == 1",
    "b'x' == b'x'",
    "1j == batch",
    "... == batch",
    "*batch == 1",
    "batch > 1; units > 1",
    "batch > 1\nunits > 1",
    "print(batch) == 1",
    "(" * 300 + "batch" + ")" * 300 + " > 1",
    "batch" + " + 1" * 400 + " > 1",
]


@pytest.mark.parametrize("text", MISTAKES, ids=[text[:30] for text in MISTAKES])
def test_what_is_no_such_expression_is_refused_in_a_line(text):
    with pytest.raises(ValueError, match=r"^found .*, expected ") as caught:
        Expression(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["batch / (units - 128) > 1", "9 ** 9 ** 9 > batch", "solver > 3", "batch % 0 == 1"]
)
def test_what_cannot_be_computed_is_told(text):
    with pytest.raises(ValueError, match=r"zero|range|supported"):
        Expression(text)(POINT)
