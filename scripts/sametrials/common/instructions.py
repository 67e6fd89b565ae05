"""The vector instructions that numerical libraries use, which decide the last bits of a sum.

Each library looks at the processor when it is loaded and takes the widest vectors that it finds: a
sum of many numbers is then added up in another order on another processor. Each also has an
environment variable that holds it to less. Held to AVX2 and FMA, all x86-64 processors since 2013
(Intel's Haswell, AMD's Excavator and Zen) compute the same.

What has no such variable needs none: TensorFlow's own kernels and the compiled code of scikit-learn
and SciPy use one set of instructions; the C library's `exp` and `log` have one version for all
processors with FMA.
"""

import platform
from collections.abc import Mapping
from functools import cache

from sametrials.common.errors import ConfigError
from sametrials.common.processor import features_of, processor_name, vendor

AVX2, NATIVE = "avx2", "native"

CHOICE = "SAMETRIALS_INSTRUCTIONS"
"""The variable by which a process tells those that it starts what is to be used."""

HELD = {
    "ONEDNN_MAX_CPU_ISA": "AVX2",  # TensorFlow's and PyTorch's oneDNN
    "OPENBLAS_CORETYPE": "Haswell",  # NumPy, SciPy
    # NumPy's own loops. The names are those of NumPy 2.4, then those of earlier ones; it ignores
    # the names that it does not know.
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR "
    "AVX512F AVX512CD AVX512_KNL AVX512_KNM AVX512_SKX AVX512_CLX AVX512_CNL",
    "MKL_CBWR": "AVX2",  # NumPy of some conda channels, PyTorch
    "ATEN_CPU_CAPABILITY": "avx2",  # PyTorch's own kernels
    "ARROW_USER_SIMD_LEVEL": "AVX2",  # pandas with Arrow
}
"""Variables that hold the libraries to AVX2 and FMA, with their values."""

NEEDED = frozenset({"avx2", "fma", "bmi1", "bmi2", "f16c", "movbe"})
"""What a processor must have for that, by the names of Linux."""

TELLING = (
    *("avx", "avx2", "fma", "fma4", "avx_vnni", "avx512f", "avx512bw", "avx512_vbmi2"),
    *("avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16", "asimd", "sve", "sve2"),
)
"""Of the features of a processor, those by which a library chooses its instructions."""


def variables_for(instructions: str) -> dict[str, str]:
    """Return the variables under which libraries use "avx2" or what is "native"."""
    return {CHOICE: instructions, **(HELD if instructions == AVX2 else {})}


def chosen(environment: Mapping[str, str]) -> str:
    """Return what was chosen for this process; native if nothing was."""
    return AVX2 if environment.get(CHOICE) == AVX2 else NATIVE


def check_processor(instructions: str) -> None:
    """Check that this processor can do what is asked of it.

    Raises
    ------
    ConfigError
        It cannot: it has no AVX2, or is no x86-64 processor.
    """
    if instructions != AVX2:
        return
    features, machine = features_of(), platform.machine()
    is_x86 = machine.lower() in ("x86_64", "amd64")
    if is_x86 and (features is None or features >= NEEDED):
        return
    missing = f"without {', '.join(sorted(NEEDED - features))}" if is_x86 else f"of kind {machine}"
    raise ConfigError(
        f"config: instructions: found avx2 on a processor {missing} ({processor_name()}), expected "
        "an x86-64 processor with AVX2 and FMA, as Intel makes since 2013 and AMD since 2015; with "
        "instructions: native the search runs here, and its trials are those of this processor"
    )


@cache
def in_words(instructions: str) -> str:
    """Say in a record what the trial was made with.

    With "native" that is what this processor offers to the libraries: "native: GenuineIntel avx
    avx2 fma".
    """
    if instructions == AVX2:
        return AVX2
    features = features_of()
    if features is None:
        return f"{NATIVE}: {platform.machine()}"
    offered = [name for name in TELLING if name in features]
    return " ".join([f"{NATIVE}:", vendor() or platform.machine(), *offered])
