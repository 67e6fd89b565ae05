import pytest

from sametrials.common import processor
from sametrials.common.processor import advice_on_precision, processor_name

DESCRIBED = """processor\t: 0
vendor_id\t: {vendor}
model name\t: {vendor}: the fast one
flags\t\t: fpu {flags}
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
    described("".join(DESCRIBED.format(vendor=vendor, flags="") for vendor in ("Intel", "other")))
    assert processor_name() == "Intel: the fast one"


@pytest.mark.parametrize(
    ("vendor", "flags", "faster"),
    [
        ("GenuineIntel", "avx512_bf16 amx_bf16", "mixed_bfloat16"),
        ("GenuineIntel", "avx512_bf16", "float32"),
        ("AuthenticAMD", "avx512_bf16", "mixed_bfloat16"),
        ("AuthenticAMD", "avx2", "float32"),
    ],
)
def test_the_slower_precision_is_named_and_the_faster_one(described, vendor, flags, faster):
    described(DESCRIBED.format(vendor=vendor, flags=flags))
    [slower] = {"float32", "mixed_bfloat16"} - {faster}
    assert advice_on_precision(faster) is None
    advice = advice_on_precision(slower)
    assert f"found {slower}" in advice
    assert faster in advice.removeprefix(f"training.precision: found {slower}")


def test_where_nothing_is_known_of_the_processor_nothing_is_said(described):
    described("processor: 0\n")
    assert processor_name()
    assert advice_on_precision("float32") is advice_on_precision("mixed_bfloat16") is None
