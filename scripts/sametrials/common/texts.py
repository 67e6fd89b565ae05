"""Texts of foreign code, such as the message of an error, made fit for records, tables and pages.

They may be of any size and hold anything: terminal codes, half characters, null bytes.
"""

import traceback

LINE = 500
"""Most characters of a text in a line."""

TRACEBACK = 20_000
"""Most characters of a traceback."""

LEFT_OUT = " ... "
"""Stands for what was left out."""


def one_line(text: str, limit: int = LINE) -> str:
    """Put a text in a line of at most `limit` characters; its middle is left out if it is longer.

    A run of blanks and line breaks becomes a blank. Other characters that cannot be printed, such
    as control characters and halves of characters, are written as Python escapes them.
    """
    return _printable(" ".join(text.split()), limit)


def several_lines(text: str, limit: int = TRACEBACK) -> str:
    """Treat a text like `one_line`, but keep its line breaks and blanks."""
    return _printable("\n".join(text.expandtabs().splitlines()), limit, kept="\n")


def text_of(value: object) -> str:
    """Convert any object to a text; it is foreign code that does so, and it may fail."""
    try:
        return str(value)
    except BaseException as error:
        return f"({type(value).__name__}: its text raised {type(error).__name__})"


def describe_exception(error: BaseException) -> str:
    """Describe an exception of any kind in a line: its class and its text."""
    name, text = type(error).__name__, text_of(error)
    return one_line(f"{name}: {text}" if text else name)


def traceback_of(error: BaseException) -> str:
    """Format the traceback of an exception, at most `TRACEBACK` characters."""
    try:
        lines = traceback.format_exception(error)
    except BaseException as trouble:  # an exception may have attributes that Python cannot format
        lines = [f"no traceback: Python raised {type(trouble).__name__} when it formatted it"]
    return several_lines("".join(lines))


def _printable(text: str, limit: int, kept: str = "") -> str:
    # Shorten it first, since it may be huge, and again, since some characters become longer.
    characters = (
        each if each.isprintable() or each in kept else each.encode("unicode_escape").decode()
        for each in _shortened(text, limit)
    )
    return _shortened("".join(characters), limit)


def _shortened(text: str, limit: int) -> str:
    """Leave out the middle: the end may name the cause, too."""
    if len(text) <= limit:
        return text
    kept = limit - len(LEFT_OUT)
    return text[: kept - kept // 2] + LEFT_OUT + text[len(text) - kept // 2 :]
