"""What the tests of the formats need."""

from functools import partial

import pytest
from prepared import prepared


@pytest.fixture
def prepare(tmp_path, monkeypatch):
    """A function that prepares a data set of the current folder, which is an empty one."""
    monkeypatch.chdir(tmp_path)
    return partial(prepared, tmp_path / "out" / "data.npz")
