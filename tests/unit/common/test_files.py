import errno
import math
import os
from pathlib import Path

import pytest

from sametrials.common.files import (
    atomic_path,
    final_name,
    move,
    read_json,
    read_sealed,
    sha256_of_file,
    sha256_of_json,
    write_json,
    write_sealed,
)


def test_a_file_appears_whole_under_its_name_and_nothing_else_stays(tmp_path):
    with atomic_path(tmp_path / "folder" / "a.txt") as temporary:
        temporary.write_text("half")
        assert not (tmp_path / "folder" / "a.txt").exists()
        temporary.write_text("whole")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["a.txt"]
    assert (tmp_path / "folder" / "a.txt").read_text() == "whole"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_goes_wrong_half_way_leaves_the_old_file(tmp_path, error):
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(error), atomic_path(tmp_path / "a.txt") as temporary:
        temporary.write_text("new")
        raise error
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_disk_error_names_the_file_that_was_wanted(tmp_path):
    with pytest.raises(OSError, match="No space left") as caught, atomic_path(tmp_path / "a.txt"):
        raise OSError(errno.ENOSPC, "No space left on device", "some temporary name")
    assert caught.value.filename == str(tmp_path / "a.txt")


def test_a_folder_that_is_a_file_is_named_too(tmp_path):
    (tmp_path / "folder").write_text("")
    with pytest.raises(OSError) as caught, atomic_path(tmp_path / "folder" / "a.txt"):
        pass
    assert caught.value.filename == str(tmp_path / "folder" / "a.txt")


def test_json_is_written_and_read_back(tmp_path):
    content = {"b": [1, 2.5, None], "a": "x"}
    write_json(tmp_path / "a.json", content)
    assert read_json(tmp_path / "a.json") == content
    assert list(read_json(tmp_path / "a.json")) == ["b", "a"]


def test_json_without_a_number_is_refused_and_leaves_no_file(tmp_path):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "a.json", {"loss": math.nan})
    assert list(tmp_path.iterdir()) == []


def test_digests_are_those_of_sha_256(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of_file(tmp_path / "a") == known


def test_the_digest_of_a_mapping_does_not_depend_on_its_order_but_that_of_a_list_does():
    assert sha256_of_json({"a": 1, "b": 2}) == sha256_of_json({"b": 2, "a": 1})
    assert sha256_of_json([1, 2]) != sha256_of_json([2, 1])
    assert sha256_of_json(1) != sha256_of_json("1")


def test_a_sealed_file_with_any_bit_flipped_is_refused_or_says_the_same(tmp_path):
    content = {"trial": 3, "value": 0.1, "point": {"rate": 1e-5, "kind": "relu"}, "error": None}
    write_sealed(tmp_path / "file.json", content)
    written = (tmp_path / "file.json").read_bytes()
    assert read_sealed(tmp_path / "file.json") == content
    for bit in range(8 * len(written)):
        changed = bytearray(written)
        changed[bit // 8] ^= 1 << bit % 8
        (tmp_path / "file.json").write_bytes(changed)
        try:
            read = read_sealed(tmp_path / "file.json")
        except ValueError:
            continue
        assert read == content, f"bit {bit % 8} of byte {bit // 8}"


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", '{"a": 1, "a": 1, "digest": ""}'])
def test_a_file_that_was_never_sealed_is_refused(tmp_path, text):
    (tmp_path / "file.json").write_text(text)
    with pytest.raises(ValueError, match=r"^found "):
        read_sealed(tmp_path / "file.json")


@pytest.fixture
def flushed(monkeypatch) -> list[str]:
    """What was flushed to the disk, in order, and what was renamed."""
    done = []
    fsync, rename = os.fsync, os.rename

    def watched(descriptor):
        done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(os, "rename", lambda *paths: (done.append("rename"), rename(*paths)))
    monkeypatch.setattr(os, "replace", lambda *paths: (done.append("rename"), rename(*paths)))
    return done


def test_a_file_and_its_name_are_flushed_and_the_names_of_new_folders(tmp_path, flushed):
    with atomic_path(tmp_path / "new" / "deep" / "file.txt") as temporary:
        temporary.write_text("text")
    assert set(flushed[:2]) == {tmp_path.name, "new"}
    assert flushed[2].startswith(".file.partial-")
    assert flushed[3:] == ["rename", "deep"]


def test_a_move_is_flushed_at_both_ends(tmp_path, flushed):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "file").touch()
    move(tmp_path / "a" / "file", tmp_path / "b" / "file")
    assert flushed[0] == "rename"
    assert set(flushed[1:]) == {"a", "b"}


@pytest.mark.parametrize(
    ("name", "final"),
    [
        (".0003.partial-0123abcd.json", "0003.json"),
        (".0003.partial-0123abcd", "0003"),
        (".0003.partial.json", ""),
        ("0003.partial-0123abcd.json", ""),
        (".0003.partial-mine.json", ""),
    ],
)
def test_the_name_that_a_temporary_file_was_to_get(name, final):
    assert final_name(Path(name)) == final
