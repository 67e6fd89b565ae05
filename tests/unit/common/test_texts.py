import json

import pandas as pd
import pytest

from sametrials.common.csv_tables import read_csv, write_csv
from sametrials.common.files import read_json, write_json
from sametrials.common.html_pages import write_page
from sametrials.common.texts import (
    describe_exception,
    one_line,
    several_lines,
    text_of,
    traceback_of,
)

TEXTS = {
    "46 lines": "\n".join(f"line {number}" for number in range(46)),
    "long": "x" * 10_000_000,
    "long and odd": "\udc80\x00" * 1_000_000,
    "not UTF-8": b"caf\xe9".decode("utf-8", "surrogateescape"),
    "half a pair": "\ud83d",
    "control": "\x00 \x1b[31mred\x1b[0m \x07 \x7f \x9b",
    "line breaks": "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h",
    "backwards": "a\u202eb",
    "people's": "für λ 漢字 😀",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_becomes_a_short_line_that_every_file_takes(text, tmp_path):
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= 500
    assert len(line.splitlines()) == 1
    assert line.encode().decode() == line
    write_json(tmp_path / "file.json", line)
    assert read_json(tmp_path / "file.json") == json.loads(json.dumps(line)) == line
    write_page(tmp_path / "page.html", line)
    write_csv(pd.DataFrame({"error": [line]}), tmp_path / "table.csv")
    assert read_csv(tmp_path / "table.csv")["error"].tolist() == [line]


def test_a_line_keeps_what_can_be_read():
    assert one_line("  found a,\n\texpected  für λ 😀 ") == "found a, expected für λ 😀"
    assert one_line("\x1b[31m \udc80") == r"\x1b[31m \udc80"


def test_the_middle_of_a_long_text_is_left_out():
    assert one_line("begin " + "x" * 1000 + " end", limit=20) == "begin xx ... xxx end"
    assert one_line("x" * 20, limit=20) == "x" * 20


def test_several_lines_stay_lines():
    assert several_lines("a\r\n\tb\x1b\nc\n") == "a\n        b\\x1b\nc"
    text = several_lines("begin\n" + "line\n" * 100_000 + "end")
    assert len(text) == 20_000
    assert text.startswith("begin\nline\n")
    assert text.endswith("line\nend")


class UnspeakableError(Exception):
    def __str__(self):
        raise SystemExit("no text")


def raised(error):
    try:
        raise error
    except BaseException as caught:
        return caught


def test_every_exception_can_be_described():
    assert describe_exception(SystemExit("no licence")) == "SystemExit: no licence"
    assert describe_exception(KeyboardInterrupt()) == "KeyboardInterrupt"
    assert describe_exception(ValueError("a\nb")) == "ValueError: a b"
    text = "(UnspeakableError: its text raised SystemExit)"
    assert describe_exception(UnspeakableError()) == f"UnspeakableError: {text}"
    assert text_of(UnspeakableError()) == text


def test_every_traceback_can_be_formatted():
    assert "raise error\nValueError: a mistake" in traceback_of(raised(ValueError("a mistake")))
    assert len(traceback_of(raised(ValueError("x" * 10_000_000)))) == 20_000
    assert "UnspeakableError" in traceback_of(raised(UnspeakableError()))
    error = raised(SyntaxError("a mistake"))
    error.lineno, error.offset, error.filename = "no", "numbers", 3
    assert traceback_of(error)
