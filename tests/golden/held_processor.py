"""Hold the libraries to instructions that every x86-64 processor since 2013 has, and to the CPU.

To be replaced: `fix_environment(instructions="avx2")` will set AVX2.
"""

import os

from sametrials.common.environment import NUMERICS, fix_environment

AVX2 = {
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}


def hold_processor() -> None:
    """Set the environment of this process, before NumPy or TensorFlow is imported."""
    NUMERICS.update(AVX2)  # so that those who fix the environment again leave it
    fix_environment()
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
