"""Fetching files: which source is taken, and what is left behind when all fail."""

import hashlib
import io

import pytest
from served import CONTENT, LOOPBACK, SHA256, ZIPPED, fetch, ok

import sametrials.data.download
from sametrials.common.errors import DataError
from sametrials.data.download import download, link_or_copy
from sametrials.data.sources import FileSources
from sametrials.data.web import Network


@pytest.mark.parametrize("body", [CONTENT, ZIPPED], ids=["raw", "gzipped"])
def test_a_file_comes_down_unzipped(server, folder, body):
    server.answers["/labels"] = [ok(body)]
    told = fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT
    assert told == f"labels: 0.128 MB from {server.url}/labels\n"
    assert [path.name for path in folder.iterdir()] == ["labels"]


def test_the_first_source_that_works_wins(server, folder):
    server.answers = {"/b": [ok()], "/c": [ok()]}
    fetch(folder, f"{server.url}/a", f"{server.url}/b", f"{server.url}/c")
    assert server.requests == {"/a": 1, "/b": 1}


@pytest.mark.parametrize("body", [CONTENT, ZIPPED], ids=["raw", "gzipped"])
def test_a_local_file_is_a_source_and_its_address_may_have_escapes(folder, tmp_path, body):
    source = tmp_path / "a folder" / "100 %.gz"
    source.parent.mkdir()
    source.write_bytes(body)
    assert "%20" in source.as_uri()
    fetch(folder, source.as_uri(), network=Network())
    assert (folder / "labels").read_bytes() == CONTENT
    assert source.read_bytes() == body


def test_a_right_file_that_is_there_is_kept(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(CONTENT)
    before = (folder / "labels").stat()
    assert fetch(folder, f"{server.url}/labels") == "labels: already there\n"
    assert (folder / "labels").stat().st_mtime_ns == before.st_mtime_ns
    assert not server.requests


@pytest.mark.parametrize("name", ["labels", "labels.gz"])
def test_a_gzipped_file_put_there_by_hand_is_unzipped(server, folder, name):
    folder.mkdir()
    (folder / name).write_bytes(ZIPPED)
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT
    assert not server.requests


def test_a_wrong_file_that_is_there_is_replaced(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(CONTENT[:-1])
    server.answers["/labels"] = [ok()]
    fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == CONTENT


def test_a_wrong_file_that_is_there_stays_if_no_source_works(server, folder):
    folder.mkdir()
    (folder / "labels").write_bytes(b"precious")
    with pytest.raises(DataError, match="labels: wrong content"):
        fetch(folder, f"{server.url}/labels")
    assert (folder / "labels").read_bytes() == b"precious"


# When everything fails, and what is left behind.


def test_one_error_tells_all_that_was_tried_and_what_to_do(server, folder):
    server.answers = {"/b.gz": [ok()], "/c.gz": [ok(b"other")]}
    files = {
        name: FileSources(SHA256, (f"{server.url}/{name}.gz", f"{server.url}/{name}"))
        for name in "abc"
    }
    with pytest.raises(DataError) as caught:
        download(files, folder, io.StringIO(), LOOPBACK)
    lines = str(caught.value).splitlines()
    other = hashlib.sha256(b"other").hexdigest()
    assert lines[:7] == [
        "2 of the data set's 3 files cannot be had:",
        "a:",
        f"  - {server.url}/a.gz: HTTP status 404 (Not Found)",
        f"  - {server.url}/a: HTTP status 404 (Not Found)",
        "c:",
        f"  - {server.url}/c.gz: wrong content, SHA-256 is {other}, expected {SHA256}",
        f"  - {server.url}/c: HTTP status 404 (Not Found)",
    ]
    assert str(folder) in lines[7]
    assert "dataset.mirrors" in lines[7]
    assert [path.name for path in folder.iterdir()] == ["b"]


def test_an_interrupted_write_leaves_nothing(server, folder, monkeypatch):
    server.answers["/labels"] = [ok(CONTENT)]
    blocks = iter([CONTENT[:1000]])

    def read(stream):
        for block in blocks:
            return block
        assert list(folder.iterdir())  # the temporary file
        raise KeyboardInterrupt

    monkeypatch.setattr(sametrials.data.download, "_read", read)
    with pytest.raises(KeyboardInterrupt):
        fetch(folder, f"{server.url}/labels")
    assert not list(folder.iterdir())


def test_a_file_that_cannot_be_written_is_no_fault_of_the_source(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    server.answers["/labels"] = [ok()]
    with pytest.raises(OSError, match="labels"):
        fetch(tmp_path / "file" / "below", f"{server.url}/labels")


def test_a_terminal_shows_the_percentage(server, folder):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    server.answers["/labels"] = [ok(CONTENT)]
    terminal = Terminal()
    files = {"labels": FileSources(SHA256, (f"{server.url}/labels",))}
    download(files, folder, terminal, LOOPBACK)
    assert " 51 % of" in terminal.getvalue()
    assert "100 % of" in terminal.getvalue()


# Links.


def test_an_output_is_a_link_so_that_it_takes_no_space(tmp_path):
    (tmp_path / "kept").write_bytes(CONTENT)
    for _ in range(2):  # again: what is there is replaced
        link_or_copy(tmp_path / "kept", tmp_path / "raw" / "labels")
    assert (tmp_path / "raw" / "labels").samefile(tmp_path / "kept")


def test_an_output_is_a_copy_where_there_are_no_hard_links(tmp_path, monkeypatch):
    def refuse(self, target):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    (tmp_path / "kept").write_bytes(CONTENT)
    link_or_copy(tmp_path / "kept", tmp_path / "raw" / "labels")
    assert (tmp_path / "raw" / "labels").read_bytes() == CONTENT
    assert not (tmp_path / "raw" / "labels").samefile(tmp_path / "kept")
