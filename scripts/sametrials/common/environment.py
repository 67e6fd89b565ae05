"""The environment variables under which every step runs, whatever the user's own are.

Snakemake hands its environment to each step, and a step to its workers. So the rules call
`fix_environment` first. A script that runs the user's code calls it, too: Snakemake tells each step
to use as many threads as the rule has, and the last bits of a sum depend on them.

What says only where files lie or which device is used is the user's: `CUDA_VISIBLE_DEVICES`,
`KERAS_HOME`, `MPLCONFIGDIR`, `TMPDIR` and the like.
"""

import os
from collections.abc import MutableMapping

from sametrials.common.instructions import chosen, variables_for

SURROUNDINGS = {
    "LC_ALL": "C",  # no comma in a number, no dotless i
    "PYTHONUTF8": "1",  # files and messages are UTF-8 in every locale
    "PYTHONHASHSEED": "0",  # the order of a set of texts
    "PYTHONNOUSERSITE": "1",  # no packages of the home folder
    "MPLBACKEND": "agg",  # Jupyter names one that only a notebook has
    "TF_CPP_MIN_LOG_LEVEL": "2",  # errors only
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",  # one GPU for several workers
}
"""Variables with the value that each gets. No user is told: systems and notebooks set them."""

NUMERICS = {
    "KERAS_BACKEND": "tensorflow",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    # The number of threads decides the order of a sum.
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""Variables that decide results, with the value that each gets; those of
`sametrials.common.instructions` come on top."""

REMOVED = (
    *("CUBLAS_", "CUDNN_", "NVIDIA_TF32_OVERRIDE", "TF_", "TF2_", "XLA_", "KERAS_"),
    # The instructions that a library uses.
    *("DNNL_", "MKLDNN_", "ONEDNN_", "ATEN_CPU_CAPABILITY", "ARROW_USER_SIMD_LEVEL"),
    *("BLIS_", "GOTO_", "MKL_", "OPENBLAS_", "VECLIB_", "GLIBC_TUNABLES"),
    *("GOMP_", "KMP_", "OMP_"),  # threads
    *("JOBLIB_", "LOKY_", "NPY_", "NUMBA_", "NUMEXPR_", "NUMPY_", "SCIPY_", "SKLEARN_"),
    *("MATPLOTLIBRC", "PYTHON"),
)
"""Beginnings of the names of variables that may decide results: all but those above are removed."""

HARMLESS = (
    "KERAS_HOME",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONFAULTHANDLER",
    "PYTHONPYCACHEPREFIX",
    "PYTHONUNBUFFERED",
    # Terraform's.
    *("TF_CLI_", "TF_DATA_DIR", "TF_IN_AUTOMATION", "TF_INPUT", "TF_LOG", "TF_PLUGIN_CACHE_"),
    *("TF_REATTACH_PROVIDERS", "TF_REGISTRY_", "TF_TOKEN_", "TF_VAR_", "TF_WORKSPACE"),
)
"""Of these, the beginnings of the names of those that decide none."""


def fix_environment(
    environment: MutableMapping[str, str] = os.environ, instructions: str | None = None
) -> list[str]:
    """Set what decides results, and remove the rest of it; call it before a library is imported.

    Parameters
    ----------
    environment
        That of this process.
    instructions
        "avx2" or "native" (`sametrials.common.instructions`); those of the process that started
        this one if None.

    Returns
    -------
    list of str
        The names of the user's variables that do not count, sorted.
    """
    numerics = NUMERICS | variables_for(instructions or chosen(environment))
    fixed = SURROUNDINGS | numerics
    removed = [
        name
        for name in environment
        if name.startswith(REMOVED) and name not in fixed and not name.startswith(HARMLESS)
    ]
    replaced = [name for name, value in numerics.items() if environment.get(name, value) != value]
    for name in removed:
        del environment[name]
    environment.update(fixed)
    return sorted(removed + replaced)
