"""The Slurm of these tests leaves one that was there before alone."""

import os
import subprocess
import sys

import pytest

import emulated
from emulated import MARK, Slurm, is_left_behind

THEIRS = "ClusterName=theirs\n"


def test_a_machine_with_a_slurm_of_its_own_is_left_alone(tmp_path, monkeypatch):
    theirs = tmp_path / "slurm.conf"
    theirs.write_text(THEIRS)
    monkeypatch.setattr(emulated, "CONFIGURATION", theirs)
    slurm = Slurm(tmp_path / "slurm")
    with pytest.raises(RuntimeError, match="without a Slurm of its own"):
        slurm.start()
    slurm.stop()
    assert theirs.read_text() == THEIRS


def test_what_a_killed_run_left_behind_is_in_nobodys_way(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / "slurm.conf"
    left.write_text(f"{MARK} {gone.pid}\n{THEIRS}")
    assert is_left_behind(left)
    left.write_text(f"{MARK} {os.getpid()}\n{THEIRS}")
    assert not is_left_behind(left)
    left.write_text(THEIRS)
    assert not is_left_behind(left)
