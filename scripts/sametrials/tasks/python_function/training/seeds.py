"""Give all randomness of a training its seed: Python's, NumPy's, and that of a framework.

A framework is seeded if the user's code imports it; it is imported before the first training, so
that none is without its seed.
"""

import contextlib
import importlib
import os
import random
import sys
from collections.abc import Collection

import numpy as np

from sametrials.common.process_state import Part

FRAMEWORKS = ("torch", "tensorflow", "keras")


def prepare_environment() -> None:
    """Set what PyTorch must find before it uses a GPU, or it refuses to give equal results."""
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"


def loaded_frameworks() -> set[str]:
    """Name the frameworks that this process has imported."""
    return {name for name in FRAMEWORKS if name in sys.modules}


def load_frameworks(names: Collection[str]) -> None:
    """Import the frameworks among some packages; one that is not installed may not be needed."""
    for name in FRAMEWORKS:
        if name in names:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def set_seed(seed: int) -> None:
    """Set the seed, 0 ... 2**32 - 1, of all randomness; ask frameworks for equal results."""
    random.seed(seed)
    np.random.seed(seed)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)
        torch.use_deterministic_algorithms(True)
        torch.backends.cudnn.benchmark = False
    if tensorflow := sys.modules.get("tensorflow"):
        tensorflow.config.experimental.enable_op_determinism()
        tensorflow.random.set_seed(seed)
    if keras := sys.modules.get("keras"):
        keras.utils.set_random_seed(seed)


def framework_settings() -> list[Part]:
    """List what a training may set in a framework, and must not set for the next one."""
    if torch := sys.modules.get("torch"):
        return [
            Part("number type", torch.get_default_dtype, torch.set_default_dtype),
            Part("gradients", torch.is_grad_enabled, torch.set_grad_enabled),
            Part("threads", torch.get_num_threads, torch.set_num_threads),
        ]
    return []
