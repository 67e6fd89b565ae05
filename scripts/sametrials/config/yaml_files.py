"""Check the form of a YAML file: what its reader would take in silence or reject without a line.

Of two equal keys it would take the last one, `on` for a boolean, and `010` for 8.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

import yaml

from sametrials.common.addresses import hide_secrets
from sametrials.common.errors import ConfigError
from sametrials.config.messages import KeyPath, path_text, show
from sametrials.config.schema_reader import YAML_LOADER

MOST_REPEATED = 100_000
"""So many values may be repeated by aliases; a few lines can make billions."""

MOST_SHOWN = 80
"""So many characters of a line are shown."""

MOST_LEVELS = 50
"""So deep a value may lie in others; the reader's stack has an end."""

_TOO_DEEP = ("too many values in values", f"{MOST_LEVELS} levels", "remove some")

# Blanks and invisible characters that look like blanks, or like nothing, and are neither.
_STRANGE = re.compile(r"[^\S \t\r\n]|[\u200b-\u200f\u2060\ufeff]")

_TAG = "tag:yaml.org,2002:"
_PLAIN = {f"{_TAG}{name}" for name in ("null", "bool", "int", "float", "str", "seq", "map")}
_TEXT, _MERGE = f"{_TAG}str", f"{_TAG}merge"

# Octal numbers and those to the base 60, such as times.
_OTHER_BASE = re.compile(r"[-+]?(0[0-7_]+|.*:.*)")

_ONCE = ("each key once", "remove or rename one")

_ADVICE = {
    "escape": "write single quotes, in which a backslash is one",
    "quoted scalar": "close the quote that begins there",
    "flow": "close the bracket that begins there, and put a comma between two items",
    "mapping values": "put one key in a line, indent equal levels alike, and quote texts with ': '",
    "start any token": "quote a text that begins with this character",
    "undefined alias": "quote a text that begins with *",
    "another document": "remove the line ---, or what follows it",
    "expected ':'": "write each key as `key: value`, with a blank after the colon",
    "": "indent equal levels alike, and quote texts with special characters",
}
"""By words of the parser's message: what to do."""


def check_yaml(path: str | Path) -> None:
    """Check that a file is a mapping in YAML or JSON, in UTF-8, with each key once, a text.

    Parameters
    ----------
    path
        The file; messages name it like this.

    Raises
    ------
    ConfigError
        With one line: the file, the line, what was found, what was expected, what to do.
    """
    text = _read(path)
    if text.lstrip().startswith("{") and _is_json(path, text):
        return
    _check_blanks(path, text)
    try:
        root = yaml.compose(text, Loader=YAML_LOADER)
    except yaml.YAMLError as error:
        _explain(path, text, error)
    if not isinstance(root, yaml.MappingNode):
        found = "nothing" if root is None else "a list" if root.tag == f"{_TAG}seq" else "a text"
        wanted = "keys and values, such as seed: 3"
        _complain(path, None, found, wanted, "config/README.md of the workflow describes the keys")
    _Nodes(path).check(root)


def _read(path: str | Path) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        advice = "run snakemake in its folder, or name another file with --configfile"
        _complain(path, None, error.strerror, "the file of the experiment", advice)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _complain(
            path,
            line,
            f"the byte 0x{content[error.start]:02x}",
            "text in UTF-8",
            "save the file with the encoding UTF-8",
        )


def _is_json(path: str | Path, text: str) -> bool:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in keys:
            if keys.count(key) > 1:
                _complain(path, None, f"the key {key} twice in a mapping", *_ONCE)
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return False
    return True


def _check_blanks(path: str | Path, text: str) -> None:
    """Check that no blank before a quote or comment is another character than it seems."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _STRANGE.search(re.match(r"[^#'\"]*", line)[0])
        if found:
            code = ord(found[0])
            name = unicodedata.name(found[0], "a control character")
            shown = f"the character U+{code:04X} ({name})"
            _complain(path, number, shown, "a blank", "type a blank in its place")


def _explain(path: str | Path, text: str, error: yaml.YAMLError) -> NoReturn:
    """Raise the parser's error as one line."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that no YAML may have
        found = f"the character U+{error.character:04X}"
        _complain(path, None, found, "printable characters", "remove it")
    said = f"{error.context or ''}: {error.problem}"
    if "nesting depth" in said:
        _complain(path, mark.line + 1, *_TOO_DEEP)
    begins = re.search("quoted scalar|flow", said) and "escape" not in said
    line = (error.context_mark if begins else mark).line
    shown = text.split("\n")[line].strip("\r") if line < text.count("\n") + 1 else ""
    if re.match(r" *\t", shown):
        _complain(path, line + 1, "a tab", "blanks", "indent with blanks only")
    shown = repr(hide_secrets(shown.strip())[:MOST_SHOWN])
    advice = next(advice for words, advice in _ADVICE.items() if words in said)
    problem = error.problem.removeprefix("but ")
    _complain(path, line + 1, f"{shown} ({problem})", "YAML", advice)


def _complain(
    path: str | Path, line: int | None, found: str, expected: str, advice: str
) -> NoReturn:
    place = path if line is None else f"{path}, line {line}"
    raise ConfigError(f"{place}: found {found}, expected {expected}; {advice}")


class _Nodes:
    """Checks the nodes of a document, each once, however often an alias repeats it."""

    def __init__(self, file: str | Path):
        self._file = file
        self._sizes: dict[yaml.Node, int | None] = {}

    def check(self, node: yaml.Node, path: KeyPath = ()) -> int:
        """Check a node and those in it; return how many values it stands for."""
        if node in self._sizes:
            size = self._sizes[node]
            if size is None:
                found = f"an alias in what it stands for, {path_text(path)}"
                self._complain(node, found, "an end", "remove it")
            return size
        if len(path) > MOST_LEVELS:
            self._complain(node, *_TOO_DEEP)
        self._sizes[node] = None
        if node.tag not in _PLAIN or not _is_decimal(node):
            kind = node.tag.removeprefix(_TAG)
            shown = f"{show(node.value)} ({kind})" if isinstance(node.value, str) else node.tag
            self._complain(node, shown, "a text, a decimal number, a boolean, a list or a mapping")
        size = 1 + sum(self.check(part, inner) for inner, part in self._parts(node, path))
        if size - len(self._sizes) > MOST_REPEATED:
            self._complain(node, "aliases that repeat too many values", "few", "remove some")
        self._sizes[node] = size
        return size

    def _parts(self, node: yaml.Node, path: KeyPath) -> list[tuple[KeyPath, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            self._check_keys(node, path)
            return [((*path, key.value), value) for key, value in node.value]
        if isinstance(node, yaml.SequenceNode):
            return [((*path, i), item) for i, item in enumerate(node.value)]
        return []

    def _check_keys(self, mapping: yaml.MappingNode, path: KeyPath) -> None:
        lines: dict[str, int] = {}
        for key, _ in mapping.value:
            if key.tag not in (_TEXT, _MERGE):
                shown = key.value if isinstance(key, yaml.ScalarNode) else "of several parts"
                kind = key.tag.removeprefix(_TAG)
                self._complain(key, f"the key {shown}, to YAML of the type {kind}", "a text")
            if key.value in lines:
                place = path_text((*path, key.value))
                self._complain(
                    key,
                    f"{place} again (first in line {lines[key.value]})",
                    *_ONCE,
                )
            lines[key.value] = key.start_mark.line + 1

    def _complain(
        self, node: yaml.Node, found: str, expected: str, advice: str = "put it in quotes"
    ) -> NoReturn:
        _complain(self._file, node.start_mark.line + 1, found, expected, advice)


def _is_decimal(node: yaml.Node) -> bool:
    is_number = node.tag in (f"{_TAG}int", f"{_TAG}float")
    return not (is_number and _OTHER_BASE.fullmatch(node.value))
