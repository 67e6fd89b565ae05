import pytest

from hpo import processor
from hpo.processor import advice_on_precision, processor_name

DESCRIBED = """processor\t: 0
model name\t: Xeon: the fast one
flags\t\t: fpu avx512_bf16 {}
"""


@pytest.fixture
def described(tmp_path, monkeypatch):
    """Make this a machine whose processor is described so."""

    def describe(text):
        file = tmp_path / "cpuinfo"
        file.write_text(text)
        monkeypatch.setattr(processor, "INFORMATION", file)

    return describe


def test_the_name_is_that_of_the_first_processor(described):
    described(DESCRIBED.format("") + DESCRIBED.format("").replace("Xeon", "other"))
    assert processor_name() == "Xeon: the fast one"


@pytest.mark.parametrize(
    ("flags", "precision", "expected"),
    [
        ("amx_bf16", "float32", "mixed_bfloat16 would be"),
        ("amx_bf16", "mixed_bfloat16", None),
        ("", "float32", None),
        ("", "mixed_bfloat16", "float32 would be"),
    ],
)
def test_the_faster_precision_is_named_if_it_is_the_other_one(
    described, flags, precision, expected
):
    described(DESCRIBED.format(flags))
    advice = advice_on_precision(precision)
    assert (expected in advice) if expected else advice is None


def test_where_nothing_is_known_of_the_processor_nothing_is_said(described):
    described("processor: 0\n")
    assert processor_name()
    assert advice_on_precision("float32") is advice_on_precision("mixed_bfloat16") is None
