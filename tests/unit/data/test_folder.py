"""The digest of what is in a folder."""

import os

from sametrials.data.folder import digest_of_folder


def test_names_sizes_and_times_count_and_the_place_does_not(tmp_path):
    folder = tmp_path / "a" / "photos"
    (folder / "cat").mkdir(parents=True)
    file = folder / "cat" / "1.png"
    file.write_bytes(b"abc")
    os.utime(file, (5, 5))
    first = digest_of_folder(folder)
    folder.rename(tmp_path / "b")
    moved = tmp_path / "b" / "cat" / "1.png"
    assert digest_of_folder(tmp_path / "b") == first
    os.utime(moved, (5, 6))
    later = digest_of_folder(tmp_path / "b")
    moved.write_bytes(b"abcd")
    os.utime(moved, (5, 6))
    longer = digest_of_folder(tmp_path / "b")
    moved.rename(moved.with_name("2.png"))
    assert len({first, later, longer, digest_of_folder(tmp_path / "b")}) == 4


def test_a_link_to_nowhere_is_no_failure(tmp_path):
    (tmp_path / "a.png").symlink_to(tmp_path / "none")
    digest_of_folder(tmp_path)
