"""Real runs of the workflow: a copy of it, a tiny configuration, real training on real images."""

import copy
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[2]
PARTS = ("Snakefile", "profiles", "report", "rules", "schemas", "scripts", "envs")
DIGESTS = {
    "train_images": "47c0541247919cc9528ec0654e3717c826c4e66b788fc711095f7edad72cc55e",
    "train_labels": "d749ccf37ad1ce62ef29dd144c3db0303c1c2102a062bdd14271b9da8f079dc2",
    "test_images": "a9a5d0682475616b56440a6cd9a827ca0c60ef0cc87364ccb494b2db9a4798c7",
    "test_labels": "b526ed4c1d2c33c1a843db264a7d2e7fba30a52835c92ab3aba6dd35265c3c1e",
}
FILES = {
    "train_images": "train-images-idx3-ubyte.gz",
    "train_labels": "train-labels-idx1-ubyte.gz",
    "test_images": "t10k-images-idx3-ubyte.gz",
    "test_labels": "t10k-labels-idx1-ubyte.gz",
}

DIFFERING = ("timings", "worker", "digest")
"""What may be different in two records of the same trial."""


class Project:
    """A copy of the workflow in a folder of its own, with a tiny configuration.

    Six trials of one epoch on 1,000 real images; three of them from the initial design.
    """

    def __init__(self, folder: Path, images: Path):
        self.folder = folder
        self.snakemake = [sys.executable, "-m", "snakemake"]
        self.environment = dict(os.environ)
        folder.mkdir(exist_ok=True)
        for part in PARTS:
            source = REPOSITORY / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / part)
        config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
        config["dataset"] = {
            "name": "digits",
            "validation": 200,
            "files": {
                key: {"sha256": DIGESTS[key], "sources": [(images / name).as_uri()]}
                for key, name in FILES.items()
            },
        }
        config["training"] = {"epochs": 1, "batch_size": 50}
        config["studies"] = {"gp": {"n_calls": 6, "n_initial_points": 3, "window": 3}}
        config["figures"] = {"formats": ["svg"]}
        self.config = config

    def configure(self, change: Callable[[dict], None]) -> None:
        """Change the configuration for all runs from now on."""
        change(self.config)

    def search_one_dimension(self, n_calls: int) -> None:
        """Search the learning rate only: there are few figures of it, and networks are small."""
        space = self.config["search_space"]
        self.config |= {
            "search_space": {"learning_rate": space["learning_rate"]},
            "constants": {"num_dense_layers": 1, "num_dense_nodes": 20, "activation": "relu"},
            "default_parameters": None,
        }
        self.config["studies"]["gp"]["n_calls"] = n_calls

    def search_by_function(self, source: str, n_calls: int) -> None:
        """Search by a user's function, on no data: such a trial costs nothing, as a network does.

        Its hyper-parameters are `x` from -1 to 1 and `kind`, "round" or "flat".
        """
        (self.folder / "my_trial.py").write_text(source)
        self.config = {
            "trial": "my_trial.py",
            "dataset": None,
            "objective": {"metric": "cost", "direction": "minimize"},
            "search_space": {
                "x": {"type": "real", "low": -1, "high": 1},
                "kind": {"type": "categorical", "categories": ["round", "flat"]},
            },
            "studies": {"gp": {"n_calls": n_calls, "n_initial_points": 3, "window": 3}},
            "figures": {"formats": ["svg"]},
        }

    def start(self, *arguments: str, cores: int = 2) -> subprocess.Popen:
        """Start snakemake in a process group of its own, as a shell does."""
        config = copy.deepcopy(self.config)
        (self.folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
        return subprocess.Popen(
            [*self.snakemake, "--cores", str(cores), *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_listen_to_ctrl_c,
        )

    def run(
        self, *arguments: str, cores: int = 2, succeeds: bool = True, timeout: float = 600
    ) -> str:
        """Run snakemake to its end, at most so many seconds; returns what it said."""
        process = self.start(*arguments, cores=cores)
        try:
            said, _ = process.communicate(timeout=timeout)
        finally:
            kill(process)
        assert (process.returncode == 0) == succeeds, said
        return said

    def path(self, name: str) -> Path:
        """A file of the study's results."""
        return self.folder / "results" / "gp" / name

    def table(self) -> str:
        """What trials.csv says."""
        return self.path("trials.csv").read_text()

    def give_up_sooner(self) -> None:
        """Try a trial that is killed twice, not five times."""
        retries = self.folder / "scripts/sametrials/search/retries.py"
        source = retries.read_text()
        retries.write_text(source.replace("MAX_KILLS = 5", "MAX_KILLS = 2"))
        assert retries.read_text() != source

    def records(self) -> dict[str, dict]:
        """All records by name, without what may differ: when and where the trial was made."""
        found = {}
        for path in sorted(self.path("trials").glob("*.json")):
            record = json.loads(path.read_text())
            found[path.name] = {key: record[key] for key in record if key not in DIFFERING}
        return found

    def wait_for_trials(self, process: subprocess.Popen, number: int) -> None:
        """Wait until so many trials are recorded."""
        deadline = time.monotonic() + 300
        while len(list(self.path("trials").glob("[0-9]*.json"))) < number:  # whole ones only
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline
            time.sleep(0.05)


def _listen_to_ctrl_c() -> None:
    """Take SIGINT as from a terminal: what runs in the background of a script may ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kill(process: subprocess.Popen) -> None:
    """Kill a process and all that it started, with SIGKILL, and wait until they are gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def jobs(said: str) -> dict[str, int]:
    """Read the table of jobs out of what `snakemake` said: rule to number of jobs."""
    lines = said.split("Job stats:", 1)[1].splitlines()[3:] if "Job stats:" in said else []
    table = {}
    for line in lines:
        if not line.strip():
            break
        rule, number = line.split()
        table[rule] = int(number)
    table.pop("total", None)
    return table
