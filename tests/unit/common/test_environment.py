"""The environment variables under which every step runs."""

import os
import subprocess
import sys

import pytest

from sametrials.common.environment import NUMERICS, SURROUNDINGS, fix_environment
from sametrials.common.instructions import HELD, variables_for

FIXED = SURROUNDINGS | NUMERICS | variables_for("native")


def fixed(**environment):
    """Fix an environment; returns what is left beside what always is, and who is named."""
    named = fix_environment(environment)
    assert environment.items() >= FIXED.items()
    return {name: environment[name] for name in environment if name not in FIXED}, named


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARROW_USER_SIMD_LEVEL", "NONE"),
        ("ATEN_CPU_CAPABILITY", "default"),
        ("CUBLAS_WORKSPACE_CONFIG", ":4096:8"),
        ("DNNL_MAX_CPU_ISA", "SSE41"),
        ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2"),
        ("JOBLIB_MULTIPROCESSING", "0"),
        ("KERAS_MAX_EPOCHS", "1"),
        ("KMP_AFFINITY", "compact"),
        ("MATPLOTLIBRC", "/home/somebody/matplotlibrc"),
        ("MKL_CBWR", "SSE2"),
        ("NPY_DISABLE_CPU_FEATURES", "AVX2"),
        ("NVIDIA_TF32_OVERRIDE", "0"),
        ("OMP_WAIT_POLICY", "active"),
        ("ONEDNN_DEFAULT_FPMATH_MODE", "BF16"),
        ("ONEDNN_MAX_CPU_ISA", "SSE41"),
        ("OPENBLAS_CORETYPE", "Prescott"),
        ("PYTHONHOME", "/usr"),
        ("PYTHONIOENCODING", "ascii"),
        ("PYTHONOPTIMIZE", "2"),
        ("PYTHONPATH", "/home/somebody/modules"),
        ("PYTHONSTARTUP", "/home/somebody/startup.py"),
        ("PYTHONWARNINGS", "error"),
        ("SCIPY_ARRAY_API", "1"),
        ("TF2_BEHAVIOR", "0"),
        ("TF_DETERMINISTIC_OPS", "0"),
        ("TF_DISABLE_MKL", "1"),
        ("TF_NUM_INTRAOP_THREADS", "8"),
        ("TF_USE_LEGACY_KERAS", "1"),
        ("TF_XLA_FLAGS", "--tf_xla_auto_jit=2"),
        ("XLA_FLAGS", "--xla_cpu_enable_fast_math=true"),
    ],
)
def test_what_could_change_a_result_is_removed_and_named(name, value):
    assert fixed(**{name: value}) == ({}, [name])


@pytest.mark.parametrize("name", NUMERICS)
def test_what_decides_a_result_is_set_and_another_value_named(name):
    assert fixed(**{name: "another"}) == ({}, [name])
    assert fixed(**{name: NUMERICS[name]}) == ({}, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("MPLBACKEND", "module://matplotlib_inline.backend_inline"),
        ("PYTHONHASHSEED", "17"),
        ("PYTHONUTF8", "0"),
        ("TF_CPP_MIN_LOG_LEVEL", "0"),
    ],
)
def test_what_systems_and_notebooks_set_is_replaced_in_silence(name, value):
    assert fixed(**{name: value}) == ({}, [])


@pytest.mark.parametrize(
    "name",
    [
        *("CUDA_VISIBLE_DEVICES", "HOME", "KERAS_HOME", "LANG", "MPLCONFIGDIR", "PATH"),
        *(
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONUNBUFFERED",
            "TF_CLI_CONFIG_FILE",
            "TF_VAR_region",
            "TMPDIR",
            "TZ",
            "https_proxy",
        ),
    ],
)
def test_what_changes_no_result_is_left_as_it_is(name):
    assert fixed(**{name: "/somewhere"}) == ({name: "/somewhere"}, [])


@pytest.mark.parametrize("name", HELD)
def test_what_holds_the_instructions_is_set_where_they_are_chosen_and_nowhere_else(name):
    environment = {name: "another"}
    assert fix_environment(environment, "avx2") == [name]
    assert environment[name] == HELD[name]
    assert fix_environment(environment) == [], "a process started by this one"
    assert environment[name] == HELD[name]
    assert fix_environment(environment, "native") == sorted({"SAMETRIALS_INSTRUCTIONS", *HELD})
    assert name not in environment


def test_a_second_time_finds_nothing():
    environment = {"OMP_NUM_THREADS": "4", "PYTHONPATH": "/modules"}
    assert fix_environment(environment) == ["OMP_NUM_THREADS", "PYTHONPATH"]
    assert fix_environment(environment) == []


def test_python_starts_under_it_with_utf8_and_without_the_user_s_modules(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('the module of the user')")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "LC_ALL": "de_DE.ISO-8859-1"}
    fix_environment(environment)
    program = "import json, locale; print('ü', locale.getpreferredencoding())"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().split() == ["ü", "utf-8"]


def test_a_library_of_numbers_is_not_imported_before_it():
    """Libraries read their variables when they are imported."""
    program = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from sametrials.common.environment import fix_environment\n"
        "print(*{'numpy', 'scipy', 'keras', 'tensorflow', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")
