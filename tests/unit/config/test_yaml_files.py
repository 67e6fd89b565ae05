"""The form of a configuration's file: each mistake is one line with file, line and advice."""

import re

import pytest
from experiments import ROOT

import sametrials.config.yaml_files
from sametrials.common.errors import ConfigError
from sametrials.config.yaml_files import check_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
NO_BREAK = r"the character U\+00A0 \(NO-BREAK SPACE\)"
ZERO_WIDTH = r"the character U\+200B \(ZERO WIDTH SPACE\)"
# The file, the line that the message names (None: no line), what was found, and the advice.
MISTAKES = {
    "a key twice": ("seed: 1\n# x\nseed: 2\n", 3, r"seed again \(first in line 1\)", "remove"),
    "a key twice below": (
        "studies:\n  gp: {n_calls: 3}\n  rf: {}\n  gp: {}\n",
        4,
        r"studies\.gp again \(first in line 2\)",
        "rename",
    ),
    "a key twice in a list": (
        "a:\n- b: 1\n- {c: 1, d: 2, c: 3}\n",
        3,
        r"a\[1\]\.c again",
        "remove",
    ),
    "a key twice, once in quotes": ('a: 1\n"a": 2\n', 2, "a again", "remove"),
    "a key twice in JSON": ('{"a": {"b": 1,\n"b": 2}}', None, "the key b twice", "remove"),
    "a tab": ("a:\n\tb: 2\n", 2, "a tab", "blanks only"),
    "a tab after blanks": ("a:\n  b: 1\n  \tc: 2\n", 3, "a tab", "blanks only"),
    "Latin-1": (b"a: 1 # f\xfcr\n", 1, "the byte 0xfc", "UTF-8"),
    "Latin-1 below": (b"a: 1\nb: 2\nc: f\xfcr\n", 3, "the byte 0xfc", "UTF-8"),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, "the byte 0xff", "UTF-8"),
    "a no-break space": (
        "a:\n\xa0\xa0b: 2\n",
        2,
        NO_BREAK,
        "type a blank",
    ),
    "a no-break space after": (
        "a:\xa01\n",
        1,
        NO_BREAK,
        "type a blank",
    ),
    "an invisible space": (
        "a: 1\n\u200bb: 2\n",
        2,
        ZERO_WIDTH,
        "type a blank",
    ),
    "a null byte": ("a: \0\n", None, r"the character U\+0000", "remove"),
    "an open quote": ('a: 1\nb: "x\nc: 2\n', 2, "'b: \"x'", "close the quote"),
    "an open bracket": ("a: 1\nb: [1, 2\nc: 3\n", 2, "'b: .1, 2'", "close the bracket"),
    "two colons": ("a: 1\nb: c: d\n", 2, "'b: c: d'", "one key in a line"),
    "no blank after a colon": ("a:1\nb: 2\n", 2, "'b: 2'", "one key in a line"),
    "indented further": ("a: 1\n  b: 2\n", 2, "'b: 2'", "indent equal levels alike"),
    "indented less": ("a:\n    b: 1\n  c: 2\n", 3, "'c: 2'", "indent equal levels alike"),
    "no colon": ("a: 1\nb\nc: 2\n", 3, "'c: 2'", "a blank after the colon"),
    "an at sign": ("a: @x\n", 1, "'a: @x'", "quote a text"),
    "an unknown alias": ("a: *x\n", 1, r"'a: \*x'", "quote a text that begins with"),
    "an escape": ('a: "\\q"\n', 1, ".*", "single quotes"),
    "two documents": ("a: 1\n---\na: 2\n", 2, "'---'", "remove the line ---"),
    "nothing": ("", None, "nothing", "seed: 3"),
    "comments": ("# a: 1\n", None, "nothing", "seed: 3"),
    "a list": ("- a: 1\n", None, "a list", "seed: 3"),
    "a list in JSON": ('[{"a": 1}]', None, "a list", "seed: 3"),
    "a text": ("a\n", None, "a text", "seed: 3"),
    "a boolean key": ("a: 1\non: 2\n", 2, "the key on, to YAML of the type bool", "in quotes"),
    "a number as a key": ("a:\n  1: 2\n", 2, "the key 1, to YAML of the type int", "in quotes"),
    "no key": ("a: 1\n: 2\n", 2, "': 2'", "indent equal"),
    "a list as a key": ("a: 1\n? [x]\n: 2\n", 2, "the key of several parts", "in quotes"),
    "a date": ("a: 2026-01-01\n", 1, r"'2026-01-01' \(timestamp\)", "in quotes"),
    "an octal number": ("a: 1\nb: 010\n", 2, r"'010' \(int\)", "in quotes"),
    "a number to the base 60": ("a: 1:30\n", 1, r"'1:30' \(int\)", "in quotes"),
    "an object": ("a: !!python/name:os.system x\n", 1, ".*python/name", "in quotes"),
    "aliases without end": (BOMB, 5, "aliases that repeat too many values", "remove some"),
    "an alias in itself": ("a: 1\nb: &x [*x]\n", 2, "an alias in what it stands for", "remove"),
    "brackets without end": ("a: " + "[" * 2000 + "]" * 2000, 1, "too many values in", "remove"),
    "a password": ("a: https://me:SECRET@h/x?SECRET: b: c\n", 1, "'a: https://[*]{3}@h", "one key"),
}


@pytest.mark.parametrize("content, line, found, advice", MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_is_one_line(tmp_path, content, line, found, advice):
    path = tmp_path / "config.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError) as error:
        check_yaml(path)
    place = f"{path}, line {line}" if line else f"{path}"
    said = str(error.value)
    assert re.fullmatch(f"{re.escape(place)}: found {found}.*, expected .*", said), said
    assert advice in said
    assert "SECRET" not in said


FINE = {
    "quotes and comments": "a: 'x: y' # z: [\nb: \"\xa0\" # \xa0 it's\n",
    "aliases": "a: &a {b: 1}\nc: {<<: *a, b: 2}\nd: [*a, *a]\n",
    "byte-order mark": "\ufeffa: 1\n",
    "Windows' line ends": "a: 1\r\nb:\r\n  c: 2\r\n",
    "JSON with tabs": '{\n\t"a": {"b": 1},\n\t"c": {"b": 2}\n}',
    "tabs in comments": "a: 1\t# x\n",
    "numbers": "a: [0, -1, 1.5, 1e-6, 1.0e-6, 0.5, .5, 1_000]\n",
    "a document's marks": "---\na: 1\n...\n",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_is_fine_is_accepted(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_bytes(text.encode())
    check_yaml(path)


@pytest.mark.parametrize("path", ["config.yaml", "config/demo.yaml", "config/compare.yaml"])
def test_the_configurations_of_the_repository_are_accepted(path):
    check_yaml(ROOT / path)


def test_many_points_that_are_written_out_are_accepted(tmp_path, monkeypatch):
    path = tmp_path / "config.yaml"
    monkeypatch.setattr(sametrials.config.yaml_files, "MOST_REPEATED", 100)
    path.write_text("points:\n" + "- {a: 1.5, b: 2, c: x}\n" * 200)
    check_yaml(path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere: found No such .*--configfile"):
        check_yaml(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match="found Is a directory"):
        check_yaml(tmp_path)
