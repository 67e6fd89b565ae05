"""Whatever is changed in a file, it gives arrays or a clear line, and never another error."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from prepared import prepared

from sametrials.common.errors import UserError

TABLE = "name,age,colour,smokes,y\n" + "".join(
    f"{i % 7}.5,{i},{'red' if i % 3 else 'blue'},{i % 2 == 0},{'ill' if i % 2 else 'well'}\n"
    for i in range(24)
)
PIECES = [
    b",",
    b"\n",
    b'"',
    b"\x00",
    b"\xff",
    b"nan",
    b"inf",
    b"",
    b";",
    b"-",
    b"1e999",
    b"\r",
    b"{",
]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 9), st.one_of(st.sampled_from(PIECES), st.binary())),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def originals(tmp_path_factory) -> dict[str, bytes]:
    """Sound files by their format, in a folder of their own."""
    folder = tmp_path_factory.mktemp("any")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("a.csv").write_text(TABLE)
        np.savez("a.npz", x=np.arange(72.0).reshape(24, 3), y=np.arange(24) % 2)
        for i in range(10):
            path = Path("photos") / "ab"[i % 2] / f"{i}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((4, 4), i, np.uint8)).save(path)
        names = {"table": "a.csv", "npz": "a.npz", "images": "photos/a/4.png"}
        yield {data_format: (name, Path(name).read_bytes()) for data_format, name in names.items()}


def changed(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Replace pieces: each at a place, so many bytes, by others."""
    for place, length, piece in changes:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


@given(
    data_format=st.sampled_from(["table", "npz", "images"]),
    changes=CHANGES,
    task=st.sampled_from([None, "classification", "regression"]),
    missing=st.sampled_from(["refuse", "impute"]),
)
def test_changed_files_give_arrays_or_a_clear_line(originals, data_format, changes, task, missing):
    name, content = originals[data_format]
    section = {
        "table": {"path": name, "target": "y", "missing": missing, "task": task},
        "npz": {"path": name, "task": task},
        "images": {"path": "photos"},
    }[data_format]
    Path(name).write_bytes(changed(content, changes))
    try:
        arrays = prepared(Path("out.npz"), format=data_format, **section).arrays
    except UserError as error:
        assert "\n" not in str(error).strip(), error
    else:
        assert np.isfinite(arrays.x_train).all()
    finally:
        Path(name).write_bytes(content)
