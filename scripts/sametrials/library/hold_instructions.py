"""Hold the libraries of numbers to instructions that every x86-64 processor has."""

import os
import sys

from sametrials.common.errors import ConfigError
from sametrials.common.instructions import AVX2, check_processor, chosen, variables_for

LIBRARIES = ("numpy", "scipy", "sklearn", "torch", "tensorflow", "pyarrow")


def hold_instructions() -> None:
    """Let NumPy, SciPy, TensorFlow and PyTorch use AVX2 and FMA only, here and in all workers.

    Then a search gives the same trials on every x86-64 processor with these two (Intel's since
    2013, AMD's since 2015), as far as the function uses no other libraries. Call it before any of
    these libraries is imported: each looks at the processor once. See docs/reproducibility.md.

    Raises
    ------
    ConfigError
        A library is imported already, or the processor has no AVX2.

    Examples
    --------
    >>> import numpy
    >>> import sametrials
    >>> sametrials.hold_instructions()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sametrials.common.errors.ConfigError: hold_instructions: found numpy... imported already, ...
    """
    if chosen(os.environ) == AVX2:
        return
    loaded = [name for name in LIBRARIES if name in sys.modules]
    if loaded:
        raise ConfigError(
            f"hold_instructions: found {', '.join(loaded)} imported already, expected the call "
            "before that; put it at the very beginning of the program"
        )
    check_processor(AVX2)
    os.environ.update(variables_for(AVX2))
