"""The engine works where TensorFlow and Keras cannot be imported."""

import json
import subprocess
import sys
from pathlib import Path

import sametrials

LIBRARY = Path(sametrials.__file__).parent
FRAMEWORK = tuple(
    f"sametrials.tasks.keras_network.{name}"
    for name in ("training", "evaluation", "rehearsal", "saved_model")
)
OPTIONAL = ("sametrials.exports.",)
"""Modules whose packages are in an environment of their own."""

PROGRAM = """
import importlib, io, sys
from pathlib import Path

sys.path[:0] = {path!r}
for framework in ("tensorflow", "keras"):
    try:
        importlib.import_module(framework)
    except ImportError:
        continue
    raise SystemExit(framework + " can be imported here")

if __name__ == "__main__":  # the workers import what they need
    for module in {modules!r}:
        importlib.import_module(module)

    from sametrials.config.make_study import make_study
    from sametrials.search.in_process import run_search
    from sametrials.search.setup import setup_of
    from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE, SimulatedTask

    folder = Path({folder!r})
    settings = dict(n_calls=6, n_initial_points=4, window=2, seed=1, confirm=1)
    study = make_study(SEARCH_SPACE, settings, DEFAULT_PARAMETERS)
    found = run_search(
        setup_of(study, SimulatedTask(folder)),
        folder=folder / "gp",
        workers=2,
        terminal=io.StringIO(),
    )
    print([record.state for record in found.records], len(found.confirmations))
"""


def modules() -> list[str]:
    """Name all modules of the library that shall do without."""
    files = sorted(LIBRARY.rglob("*.py"))
    names = [".".join(file.relative_to(LIBRARY.parent).with_suffix("").parts) for file in files]
    names = [name.removesuffix(".__init__") for name in names]
    return [name for name in names if not name.startswith((*FRAMEWORK, *OPTIONAL))]


def test_all_but_the_training_of_the_network_does_without_tensorflow(tmp_path):
    for framework in ("tensorflow", "keras"):
        source = f"raise ImportError({f'{framework} must not be imported'!r})"
        (tmp_path / f"{framework}.py").write_text(source)
    names = modules()
    assert {
        "sametrials.search.as_jobs",
        "sametrials.tasks.keras_network.task",
        "sametrials.figures",
    } <= set(names)
    path = [str(tmp_path), *sys.path]
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(path=path, modules=names, folder=str(tmp_path)))
    done = subprocess.run([sys.executable, program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"{['complete'] * 6} 1"
    assert len(list(tmp_path.glob("gp/trials/*.json"))) == 6
    assert json.loads((tmp_path / "gp/trials/0000.json").read_text())["versions"]["simulation"]
