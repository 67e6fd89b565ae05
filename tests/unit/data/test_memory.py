"""How much memory there is, and what is too large for it."""

import os

import pytest

from sametrials.common.errors import DataError
from sametrials.data import memory


def test_a_third_of_the_memory_may_be_filled(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 3_000_000_000)
    memory.check_memory("a.npz", 1_000_000_000)
    with pytest.raises(DataError, match=r"a\.npz: found 1\.1 GB of numbers.* at most 1\.0 GB"):
        memory.check_memory("a.npz", 1_100_000_000)


def test_no_more_memory_is_available_than_the_machine_has():
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 0 < memory.available_memory() <= whole


def test_the_limit_of_a_container_counts(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "LIMITS", (str(limit), str(tmp_path / "none")))
    limit.write_text("max\n")
    assert memory.available_memory() > 4096
    limit.write_text("4096\n")
    assert memory.available_memory() == 4096
