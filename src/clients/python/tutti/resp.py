"""The Redis protocol (RESP3): commands to bytes, and bytes to replies."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Union

from .errors import ErrorReply

Word = Union[str, bytes, int]


class ProtocolError(Exception):
    """The server sent bytes that are no reply."""


def encode(words: "tuple[Word, ...]") -> bytes:
    """A command as an array of bulk strings."""
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        if not isinstance(word, bytes):
            word = str(word).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(word), word))
    return b"".join(parts)


class _Incomplete(Exception):
    """The reply goes on in bytes that have not arrived."""


class Parser:
    """Cuts replies out of a stream that arrives in pieces of any size.

    Bulk strings are `bytes`, simple strings `str`, maps `dict`, nulls `None`. An error is an `ErrorReply`, which is
    returned and not raised, since it may be one element of an array.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._position = 0
        # So many bytes must have arrived before another attempt makes sense.
        self._needed = 0

    def feed(self, data: bytes) -> List[Any]:
        """The replies that are complete with these bytes."""
        self._buffer += data
        replies = []
        start = 0
        while len(self._buffer) - start >= max(self._needed, 1):
            self._position = start
            self._needed = 0
            try:
                replies.append(self._reply())
            except _Incomplete:
                self._needed = max(self._needed - start, 0)
                break
            start = self._position
        del self._buffer[:start]
        return replies

    def _reply(self) -> Any:
        line = self._line()
        kind = line[:1]
        read = _KINDS.get(kind)
        if read is None:
            raise ProtocolError(f"the server sent {bytes(line[:80])!r}, which is no reply")
        return read(self, line[1:])

    def _line(self) -> bytes:
        end = self._buffer.find(b"\r\n", self._position)
        if end < 0:
            raise _Incomplete
        line = bytes(self._buffer[self._position : end])
        self._position = end + 2
        return line

    def _bulk(self, length: bytes) -> Optional[bytes]:
        size = int(length)
        if size < 0:
            return None
        end = self._position + size
        if len(self._buffer) < end + 2:
            self._needed = end + 2
            raise _Incomplete
        bulk = bytes(self._buffer[self._position : end])
        self._position = end + 2
        return bulk

    def _array(self, length: bytes) -> Optional[List[Any]]:
        size = int(length)
        return None if size < 0 else [self._reply() for _ in range(size)]

    def _map(self, length: bytes) -> Dict[Any, Any]:
        return {_text(self._reply()): self._reply() for _ in range(int(length))}


def _text(key: Any) -> Any:
    return key.decode() if isinstance(key, bytes) else key


_KINDS: Dict[bytes, Callable[[Parser, bytes], Any]] = {
    b"$": Parser._bulk,
    b"*": Parser._array,
    b"%": Parser._map,
    b"+": lambda parser, line: line.decode(),
    b":": lambda parser, line: int(line),
    b"-": lambda parser, line: ErrorReply(line.decode(errors="replace")),
    b"_": lambda parser, line: None,
    b"#": lambda parser, line: line == b"t",
    b",": lambda parser, line: float(line),
}


# The commands that wait at the server, unless they have TIMEOUT 0.
_WAITING = {"RUN", "GATHER", "TASKGROUP", "WAIT", "SUBMIT"}
_WAITING |= {f"QUEUE {name}" for name in ("GET", "GETANY", "PUT", "JOIN", "AWAIT")}
_WAITING |= {"LOCK ACQUIRE", "LOCK ACQUIREALL", "SEMAPHORE ACQUIRE", "CONDITION ACQUIRE"}
_WAITING |= {"EVENT WAIT", "CONDITION WAIT", "BARRIER WAIT"}


def may_wait(words: "tuple[Word, ...]") -> bool:
    """Whether a command may wait at the server for another client."""
    texts = [word.decode(errors="replace") if isinstance(word, bytes) else str(word) for word in words]
    texts = [text.upper() for text in texts]
    if not _WAITING & {" ".join(texts[:1]), " ".join(texts[:2])}:
        return False
    return ("TIMEOUT", "0") not in zip(texts, texts[1:])
