import os
import threading

import pytest

from sametrials.search.messages import MARK, Inbox, send


@pytest.fixture
def ends():
    """Make a pipe; return its reading and its writing end as files."""
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb", 0) as reads, os.fdopen(writer, "wb", 0) as writes:
        yield reads, writes


def test_messages_arrive_whole_and_in_order_whatever_their_size(ends):
    reads, writes = ends
    sent = ["one", {"two": 2.0}, b"x" * 3_000_000, None]
    thread = threading.Thread(target=lambda: [send(writes.fileno(), each) for each in sent])
    thread.start()
    inbox = Inbox(reads.fileno())
    assert [inbox.wait() for _ in sent] == sent
    thread.join()
    assert inbox.empty


def test_a_message_that_comes_byte_by_byte_is_read_without_waiting_for_the_rest(ends):
    reads, writes = ends
    send(writes.fileno(), "text")
    content = reads.read(1000)
    inbox = Inbox(reads.fileno())
    for byte in content[:-1]:
        writes.write(bytes([byte]))
        assert inbox.read() == []
        assert not inbox.empty
    writes.write(content[-1:])
    assert inbox.read() == ["text"]


def test_two_messages_at_once_are_two(ends):
    reads, writes = ends
    send(writes.fileno(), 1)
    send(writes.fileno(), 2)
    inbox = Inbox(reads.fileno())
    assert inbox.read() == [1]
    assert not inbox.empty


def test_what_is_no_message_is_refused(ends):
    reads, writes = ends
    inbox = Inbox(reads.fileno())
    writes.write(MARK[:1])
    assert inbox.read() == []
    writes.write(b"ello")
    with pytest.raises(ValueError, match="found bytes that are no message"):
        inbox.read()


def test_the_end_is_told(ends):
    reads, writes = ends
    writes.close()
    with pytest.raises(EOFError):
        Inbox(reads.fileno()).read()
