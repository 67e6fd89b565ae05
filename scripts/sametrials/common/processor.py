"""The processor of this machine: its name, its features, and which number format is fast on it."""

import platform
from pathlib import Path

INFORMATION = Path("/proc/cpuinfo")
"""Linux's description of the processors."""


def processor_name() -> str:
    """Name the processor model."""
    return _described("model name") or platform.processor() or platform.machine()


def vendor() -> str | None:
    """Name its maker, as the processor does: "GenuineIntel"; None if that is unknown."""
    return _described("vendor_id")


def features_of() -> frozenset[str] | None:
    """List its features by Linux's names ("avx2"); None if they are unknown."""
    flags = _described("flags") or _described("Features")  # the latter on ARM
    return None if flags is None else frozenset(flags.split())


def advice_on_precision(precision: str | None) -> str | None:
    """Advise the other precision where it would be faster on this processor.

    bfloat16 is fast on processors that multiply it with AMX or, if made by AMD, with AVX-512
    (docs/measurements/faster-training.md). None if there is no advice, as for a training that has
    no such setting, or if the processor's features are unknown.
    """
    features = features_of()
    if features is None:
        return None
    gain = _gain_of_bfloat16(features)
    if precision == "float32" and gain:
        return (
            f"training.precision: found float32 on a processor that is {gain} as fast with "
            "mixed_bfloat16 (that is another experiment, with other trials)"
        )
    if precision == "mixed_bfloat16" and not gain:
        return (
            "training.precision: found mixed_bfloat16 on a processor that is slow at it; float32 "
            "would be faster here, several times on most (that is another experiment, with other "
            "trials)"
        )
    return None


def _gain_of_bfloat16(features: frozenset[str]) -> str | None:
    """Say how much faster bfloat16 made a search in our measurements; None where slower."""
    if "amx_bf16" in features:
        return "about twice"
    # Intel processors with these instructions but without AMX were slower than with float32.
    if "avx512_bf16" in features and vendor() == "AuthenticAMD":
        return "about 1.4 times"
    return None


def _described(key: str) -> str | None:
    """Look up a property of the first processor; None if the system does not state it."""
    if INFORMATION.exists():
        for line in INFORMATION.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == key:
                return value.strip()
    return None
