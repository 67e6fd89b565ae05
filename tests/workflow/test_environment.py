"""The same trials whatever the user's environment is, and on one core as on two."""

import json

HOSTILE = {
    "CUBLAS_WORKSPACE_CONFIG": ":16:8",
    "DNNL_MAX_CPU_ISA": "SSE41",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA",
    "JOBLIB_MULTIPROCESSING": "0",
    "KERAS_BACKEND": "jax",
    "KERAS_MAX_STEPS_PER_EPOCH": "1",
    "LANG": "C",
    "LC_ALL": "tr_TR.UTF-8",
    "MATPLOTLIBRC": "/no/such/folder",
    "MKL_NUM_THREADS": "3",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3",
    "OMP_NUM_THREADS": "3",
    "ONEDNN_DEFAULT_FPMATH_MODE": "BF16",
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "OPENBLAS_CORETYPE": "Prescott",
    "OPENBLAS_NUM_THREADS": "3",
    "PYTHONHASHSEED": "17",
    "PYTHONOPTIMIZE": "1",
    "PYTHONSTARTUP": "/no/such/file.py",
    "SCIPY_ARRAY_API": "1",
    "TF_DETERMINISTIC_OPS": "0",
    "TF_DISABLE_MKL": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "3",
    "TF_USE_LEGACY_KERAS": "1",
    "TF_XLA_FLAGS": "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit",
    "TMPDIR": "/no/such/folder",
    "TZ": "Asia/Kathmandu",
    "XLA_FLAGS": "--xla_cpu_enable_fast_math=true",
}

OTHERS = ("predictions.npz", "evaluation.json", "plots/convergence.svg")


def make_hostile(project, folder):
    """Set variables; put settings of Keras, modules and settings of figures where they count."""
    home, modules = folder / "home", folder / "modules"
    (home / ".keras").mkdir(parents=True)
    settings = {"backend": "jax", "floatx": "float64", "epsilon": 0.1}
    settings["image_data_format"] = "channels_first"
    (home / ".keras" / "keras.json").write_text(json.dumps(settings))
    modules.mkdir()
    (modules / "threadpoolctl.py").write_text("raise SystemExit('the module of the user')\n")
    (project.folder / "matplotlibrc").write_text("backend: module://nothing\nfont.size: 30\n")
    project.environment |= HOSTILE
    project.environment |= {"HOME": str(home), "PYTHONPATH": str(modules)}


def test_no_variable_no_file_of_the_user_and_no_number_of_cores_changes_a_result(
    finished_project, project, tmp_path
):
    """Together, since each search starts TensorFlow; the finished project was made on two cores."""
    make_hostile(project, tmp_path)
    said = project.run(*(f"results/gp/{name}" for name in ("trials.csv", *OTHERS)), cores=1)
    assert project.table() == finished_project.table()
    assert project.records() == finished_project.records()
    for name in OTHERS:
        assert project.path(name).read_bytes() == finished_project.path(name).read_bytes(), name
    [line] = [line for line in said.splitlines() if line.startswith("environment: found")]
    assert {"ONEDNN_MAX_CPU_ISA", "PYTHONPATH", "OMP_NUM_THREADS"} <= set(
        line.removeprefix("environment: found ").split(", expected")[0].split(", ")
    )
