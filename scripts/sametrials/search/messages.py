"""Messages between a search and its workers, read piece by piece, so that no reading ever blocks.

`recv` of `multiprocessing` waits until a message is whole. Its sender may have died half way, while
a process that it had started still holds the pipe.
"""

import os
import pickle
import struct
from typing import Any

MARK = b"sametrials\n"
HEADER = struct.Struct(f"!{len(MARK)}sQ")
"""What stands before a message: the mark, and the number of bytes."""

CHUNK = 1 << 20
"""Most bytes that are read at once."""


def send(descriptor: int, message: Any) -> None:
    """Send a message, whatever its size; wait until there is room for it.

    Raises
    ------
    OSError
        Nobody reads it (BrokenPipeError), or the descriptor is closed.
    """
    content = pickle.dumps(message)
    rest = memoryview(HEADER.pack(MARK, len(content)) + content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Inbox:
    """The end of a pipe from which messages are read.

    Parameters
    ----------
    descriptor
        That of the pipe.
    """

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self._bytes = bytearray()

    @property
    def empty(self) -> bool:
        """Whether nothing was read beyond the last message."""
        return not self._bytes

    def read(self) -> list[Any]:
        """Return a message that is there, or read once; that waits only if nothing has come.

        Returns
        -------
        list
            One message; none if it is not whole yet.

        Raises
        ------
        EOFError, OSError
            There is no more: nobody can write any longer.
        ValueError
            Somebody has written something else into the pipe.
        """
        messages = self._taken()
        if messages:
            return messages
        chunk = os.read(self._descriptor, CHUNK)
        if not chunk:
            raise EOFError
        self._bytes += chunk
        return self._taken()

    def _taken(self) -> list[Any]:
        """Take the first message, if it is whole."""
        if not self._bytes.startswith(MARK[: len(self._bytes)]):
            raise ValueError("found bytes that are no message")
        if len(self._bytes) < HEADER.size:
            return []
        _, size = HEADER.unpack_from(self._bytes)
        end = HEADER.size + size
        if len(self._bytes) < end:
            return []
        content = bytes(self._bytes[HEADER.size : end])
        del self._bytes[:end]
        return [pickle.loads(content)]  # noqa: S301 (it comes from a process of our own)

    def wait(self) -> Any:
        """Wait for a message."""
        while not (messages := self.read()):
            pass
        return messages[0]
