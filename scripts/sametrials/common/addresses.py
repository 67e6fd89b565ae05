"""Web addresses in what people read: without the passwords and tokens in them."""

import re
from typing import Any

HIDDEN = "***"

# A quote belongs to an address unless it ends a text there.
_ADDRESSES = re.compile(r"://([^\s'\"]|['\"](?![\s,:)\]}]|$))*")
# A host, perhaps with a port, that follows `://` has no password before it. Anything else up to an
# @ is one; the second form finds those with a slash, which should be escaped.
_USER = re.compile(r"\A(?![\w.-]*(:\d+)?([/?#]|$))([^/]*@|.*@)")
_QUERY = re.compile(r"([?#]).+")


def hide_secrets(text: str) -> str:
    """Replace the secrets of all addresses in a text by `***`.

    Hidden are the user, the password, and all that follows a `?` or `#`, where tokens and
    signatures stand: `https://me:password@host/file?token=1` becomes `https://***@host/file?***`.
    """
    return _ADDRESSES.sub(_shown, text)


def _shown(addresses: re.Match) -> str:
    """Hide the secrets of addresses with no blank between them."""
    parts = [_USER.sub(f"{HIDDEN}@", part) for part in addresses[0].split("://")]
    return _QUERY.sub(rf"\1{HIDDEN}", "://".join(parts))


def without_secrets(content: Any) -> Any:
    """Hide the secrets in all texts of plain data."""
    if isinstance(content, str):
        return hide_secrets(content)
    if isinstance(content, dict):
        return {key: without_secrets(value) for key, value in content.items()}
    if isinstance(content, list):
        return [without_secrets(value) for value in content]
    return content
