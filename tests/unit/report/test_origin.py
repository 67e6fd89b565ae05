import os
import subprocess

import pytest

import sametrials.report.origin
from sametrials.report.origin import COMMAND, origin, remember_command


def git(folder, *arguments):
    settings = ["-c", "user.name=a", "-c", "user.email=a@b.test", "-C", str(folder)]
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)


def test_a_commit_is_named_and_whether_files_have_changed_since(tmp_path):
    git(tmp_path, "init")
    (tmp_path / "file").write_text("one")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "first")
    found = origin(tmp_path)
    assert len(found.commit) == 40
    assert found.clean
    (tmp_path / "file").write_text("two")
    changed = origin(tmp_path)
    assert (changed.commit, changed.clean) == (found.commit, False)


def test_outside_of_a_repository_there_is_no_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert origin(tmp_path)[:2] == (None, None)


def test_without_git_there_is_no_commit(tmp_path, monkeypatch):
    monkeypatch.setattr(sametrials.report.origin.shutil, "which", lambda name: None)
    found = origin(tmp_path)
    assert found[:2] == (None, None)
    assert found.processor


@pytest.mark.parametrize(
    "program", ["/a/b/bin/snakemake", "/a/b/site-packages/snakemake/__main__.py"]
)
def test_the_first_command_is_remembered_without_its_folder(monkeypatch, program):
    monkeypatch.setattr(os, "environ", {})
    assert origin("/").command is None
    remember_command([program, "--cores", "2", "a b"])
    remember_command([program, "--mode", "subprocess"])
    assert os.environ[COMMAND] == "snakemake --cores 2 'a b'"
    assert origin("/").command == os.environ[COMMAND]
