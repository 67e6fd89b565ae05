"""A real conda, and a channel on loopback that stands in for conda-forge."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environments import ENVIRONMENTS
from project import REPOSITORY

HERE = Path(__file__).parent


class Conda:
    """conda 24.7.1 and Snakemake, installed from PyPI into a folder of their own.

    As in a conda installation with Snakemake in its base environment: TensorFlow, scikit-optimize
    and the others are not there. It knows one address of channels, and does not see the user's home
    and ~/.condarc.
    """

    def __init__(self, folder: Path, channels: str):
        self.folder = folder
        self.base = folder / "base"
        self.bin = self.base / "bin"
        uv = (sys.executable, "-m", "uv")
        _run(*uv, "venv", "--quiet", "--python", sys.executable, self.base)
        _run(
            *uv, "pip", "install", "--quiet", "--require-hashes", "--compile-bytecode",
            "--python", self.bin / "python", "--requirement", REPOSITORY / "requirements/conda.txt",
        )  # fmt: skip
        program = (HERE / "vendored_conda.py").read_text()
        (self.bin / "conda").write_text(f"#!{self.bin / 'python'}\n{program}")
        (self.bin / "conda").chmod(0o755)
        shutil.copy(HERE / "activate", self.bin / "activate")
        self.channels = channels
        self.environment = self.environment_with(folder / "home")

    def environment_with(self, home: Path) -> dict[str, str]:
        """Environment variables under which this conda is found, with a home of its own.

        Packages are kept in that home: in a new one nothing has been downloaded yet.
        """
        home.mkdir()
        (home / ".condarc").write_text(
            f"channel_alias: {self.channels}\n"
            "channel_priority: strict\n"
            "solver: classic\n"  # libmamba is not on PyPI
            "add_pip_as_python_dependency: false\n"  # the channel has no pip
            "notify_outdated_conda: false\n"
            "local_repodata_ttl: 0\n"
            f"pkgs_dirs: [{home / 'packages'}]\n"
        )
        return {
            "PATH": f"{self.bin}{os.pathsep}{os.defpath}",
            "HOME": str(home),
            "TMPDIR": str(self.folder),
            "LANG": "C.UTF-8",
        }

    def run(self, *command: str | Path, cwd: Path | None = None) -> str:
        """Run a command that must succeed; returns what it wrote to stdout."""
        return _run(*command, cwd=cwd, env=self.environment)


def make_channel(conda: Conda, folder: Path) -> None:
    """Fill the folder of the channel, as `make channel` does."""
    python = REPOSITORY / ".venv/channel/bin/python"
    tool = REPOSITORY / "tools/conda_channel.py"
    conda.run(python, tool, folder / "conda-forge", *ENVIRONMENTS)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of loopback; gives its address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_) -> None:
            pass

    handler = functools.partial(Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def _run(*command: str | Path, cwd: Path | None = None, env: dict | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
