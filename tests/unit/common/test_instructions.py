"""Which instructions of the processor the libraries of numbers use."""

import json
import os
import platform
import subprocess
import sys

import pytest

from sametrials.common import instructions, processor
from sametrials.common.environment import fix_environment
from sametrials.common.errors import ConfigError
from sametrials.common.instructions import HELD, check_processor, in_words

HASWELL = "fpu avx avx2 fma bmi1 bmi2 f16c movbe"


@pytest.fixture
def described(tmp_path, monkeypatch):
    """Make this a machine whose processor has these features, or none of a known name."""

    def describe(flags, vendor="AuthenticAMD"):
        file = tmp_path / "cpuinfo"
        file.write_text(f"vendor_id\t: {vendor}\nmodel name\t: the one\nflags\t\t: {flags}\n")
        monkeypatch.setattr(processor, "INFORMATION", file)
        in_words.cache_clear()

    yield describe
    in_words.cache_clear()


def test_a_record_names_what_a_processor_offers_and_nothing_that_decides_nothing(described):
    described(f"{HASWELL} sse4_2 aes avx512f amx_tile", vendor="GenuineIntel")
    assert in_words("native") == "native: GenuineIntel avx avx2 fma avx512f amx_tile"
    assert in_words("avx2") == "avx2"


def test_a_machine_that_does_not_describe_its_processor_is_named_by_its_kind(monkeypatch, tmp_path):
    monkeypatch.setattr(processor, "INFORMATION", tmp_path / "missing")
    in_words.cache_clear()
    assert in_words("native") == f"native: {platform.machine()}"
    in_words.cache_clear()


def test_a_processor_with_what_is_needed_is_not_spoken_of(described):
    described(HASWELL)
    check_processor("avx2")
    described("fpu avx")
    check_processor("native")


def test_one_without_avx2_gets_a_line(described):
    described("fpu avx f16c")
    with pytest.raises(ConfigError) as caught:
        check_processor("avx2")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(
        "config: instructions: found avx2 on a processor without avx2, bmi1, bmi2, fma, movbe (the "
        "one), expected an x86-64 processor with AVX2 and FMA"
    )


def test_one_of_another_kind_gets_a_line(described, monkeypatch):
    described("asimd sve")
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(ConfigError, match="found avx2 on a processor of kind aarch64 "):
        check_processor("avx2")


IN_USE = """
import os, json
import numpy, scipy.linalg, threadpoolctl
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
print(json.dumps({
    "blas": {each["prefix"] + each["version"]: each["architecture"]
             for each in threadpoolctl.threadpool_info() if each["internal_api"] == "openblas"},
    "numpy": [name for name in __cpu_dispatch__ if __cpu_features__[name]],
}))
"""


def held_to_avx2(program):
    """Run a program as the steps of a search are run; returns what it printed."""
    environment = os.environ.copy()
    fix_environment(environment, "avx2")
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    return done.stdout


def test_numpy_and_scipy_use_what_every_processor_has():
    used = json.loads(held_to_avx2(IN_USE))
    assert set(used["blas"].values()) == {"Haswell"}
    assert len(used["blas"]) == 2, "one of NumPy and one of SciPy"
    assert set(used["numpy"]) == {"X86_V3"}


ONEDNN = """
import os
os.environ["ONEDNN_VERBOSE"] = "2"
import tensorflow as tf
x = tf.ones((8, 28, 28, 16))
tf.nn.conv2d(x, tf.ones((5, 5, 16, 36)), 1, "SAME")
tf.linalg.matmul(tf.ones((128, 784)), tf.ones((784, 64)))
"""


def test_tensorflow_uses_what_every_processor_has():
    said = held_to_avx2(ONEDNN)
    assert "isa:Intel AVX2" in said, said[-2000:]
    assert "avx2" in said
    assert "avx512" not in said
    assert "amx" not in said


def test_each_library_of_the_table_is_known():
    """A variable more needs a test more: here, or in the golden values."""
    assert set(HELD) == {
        *("ONEDNN_MAX_CPU_ISA", "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"),
        *("MKL_CBWR", "ATEN_CPU_CAPABILITY", "ARROW_USER_SIMD_LEVEL"),
    }
    assert set(HASWELL.split()) >= instructions.NEEDED
