"""The processor of this machine: its name, and which number format it is fast at."""

import platform
from pathlib import Path

INFORMATION = Path("/proc/cpuinfo")
"""Linux's description of the processors, from which this is read."""


def processor_name() -> str:
    """Name the kind of processor."""
    return _described("model name") or platform.processor() or platform.machine()


def advice_on_precision(precision: str) -> str | None:
    """Say that the other precision would be much faster on this processor.

    What decides is AMX, matrix instructions for bfloat16 (docs/performance.md); None if there is
    nothing to say, or no telling whether there is AMX.
    """
    flags = _described("flags")
    if flags is None:
        return None
    has_amx = "amx_bf16" in flags.split()
    if precision == "float32" and has_amx:
        return (
            "training.precision: found float32 on a processor with AMX; mixed_bfloat16 would be "
            "about twice as fast here (and another experiment, with other trials)"
        )
    if precision == "mixed_bfloat16" and not has_amx:
        return (
            "training.precision: found mixed_bfloat16 on a processor without AMX; float32 would be "
            "faster here, several times on most (and another experiment, with other trials)"
        )
    return None


def _described(key: str) -> str | None:
    """Look up what the system says of the first processor; None if it says no such thing."""
    if INFORMATION.exists():
        for line in INFORMATION.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == key:
                return value.strip()
    return None
