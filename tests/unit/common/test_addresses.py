"""Passwords and tokens in addresses are hidden, and nothing else is."""

import pytest

from sametrials.common.addresses import hide_secrets, without_secrets

HIDDEN = {
    "https://me:SECRET@host/file.gz": "https://***@host/file.gz",
    "https://SECRET@host:8443/file.gz": "https://***@host:8443/file.gz",
    "https://me:SECRET@SECRET@host/file": "https://***@host/file",
    "https://me:SECRET/SECRET@host/file": "https://***@host/file",
    "https://me:SECRET?SECRET@host/file": "https://***@host/file",
    "[https://a/b,https://c:SECRET@d/e]": "[https://a/b,https://***@d/e]",
    "https://host/file?next=https://host/SECRET": "https://host/file?***",
    "https://me:SECRET@host/@scope/file": "https://***@host/@scope/file",
    "https://host/file?token=SECRET": "https://host/file?***",
    "https://host?token=SECRET": "https://host?***",
    "https://host/file?a=1&X-Amz-Signature=SECRET#SECRET": "https://host/file?***",
    "https://host/file#SECRET": "https://host/file#***",
    "https://me:SEC'RET@host/file?SEC'RET": "https://***@host/file?***",
    "HTTPS://me:SECRET@host/?SECRET": "HTTPS://***@host/?***",
    "a: https://a:SECRET@b/c: d, https://e/f?SECRET g": "a: https://***@b/c: d, https://e/f?*** g",
    "mirrors=['https://a:SECRET@b/c', 'https://d/e?SECRET']": (
        "mirrors=['https://***@b/c', 'https://d/e?***']"
    ),
}


@pytest.mark.parametrize(("text", "shown"), HIDDEN.items())
def test_the_secrets_of_an_address_are_hidden(text, shown):
    assert hide_secrets(text) == shown
    assert hide_secrets(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "https://registry.example.org/@scope/file",
        "https://host:8080/@scope/file",
        "file:///a/b@c/file.gz",
        "https://host/file: HTTP status 404, ask me@host",
        "me@host? No.",
    ],
)
def test_what_is_no_secret_stays(text):
    assert hide_secrets(text) == text


@pytest.mark.parametrize("text", ["://", "://a:b@", "://a:'b", "a?", "://?"])
def test_a_long_text_takes_no_long_time(text):
    hide_secrets(text * 100_000)


def test_plain_data_keeps_its_form():
    dataset = {"mirrors": ["https://a:SECRET@b/c"], "train": None, "files": {"x": {"n": 1}}}
    shown = {"mirrors": ["https://***@b/c"], "train": None, "files": {"x": {"n": 1}}}
    assert without_secrets(dataset) == shown
