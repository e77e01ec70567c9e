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


class _Part:
    """An array or a map of which elements are missing."""

    __slots__ = ("elements", "size", "is_map")

    def __init__(self, size: int, is_map: bool) -> None:
        self.elements: List[Any] = []
        self.size = size
        self.is_map = is_map

    def value(self) -> Any:
        if not self.is_map:
            return self.elements
        return {_text(key): value for key, value in zip(self.elements[::2], self.elements[1::2])}


class Parser:
    """Cuts replies out of a stream that arrives in pieces of any size, each byte once.

    Bulk strings are `bytes`, simple strings `str`, maps `dict`, nulls `None`. An error is an `ErrorReply`, which is
    returned and not raised, since it may be one element of an array.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._position = 0
        # The arrays and maps that have begun, the innermost last.
        self._parts: List[_Part] = []
        # The length of the bulk whose length has been read and whose bytes have not.
        self._bulk: Optional[int] = None

    def feed(self, data: bytes) -> List[Any]:
        """The replies that are complete with these bytes."""
        self._buffer += data
        replies: List[Any] = []
        while self._step(replies):
            pass
        del self._buffer[: self._position]
        self._position = 0
        return replies

    def _step(self, replies: List[Any]) -> bool:
        """Reads a line or a bulk. It is false if that has not arrived."""
        if self._bulk is not None:
            end = self._position + self._bulk
            if len(self._buffer) < end + 2:
                return False
            value: Any = bytes(self._buffer[self._position : end])
            self._position = end + 2
            self._bulk = None
            self._add(value, replies)
            return True
        end = self._buffer.find(b"\r\n", self._position)
        if end < 0:
            return False
        line = bytes(self._buffer[self._position : end])
        self._position = end + 2
        kind, rest = line[:1], line[1:]
        if kind in _SIMPLE:
            self._add(_SIMPLE[kind](rest), replies)
        elif kind in (b"$", b"*", b"%"):
            self._begin(kind, int(rest), replies)
        else:
            raise ProtocolError(f"the server sent {line[:80]!r}, which is no reply")
        return True

    def _begin(self, kind: bytes, size: int, replies: List[Any]) -> None:
        if size < 0:
            self._add(None, replies)
        elif kind == b"$":
            self._bulk = size
        elif size == 0:
            self._add({} if kind == b"%" else [], replies)
        else:
            self._parts.append(_Part(size * 2 if kind == b"%" else size, kind == b"%"))

    def _add(self, value: Any, replies: List[Any]) -> None:
        while self._parts:
            part = self._parts[-1]
            part.elements.append(value)
            if len(part.elements) < part.size:
                return
            self._parts.pop()
            value = part.value()
        replies.append(value)


def _text(key: Any) -> Any:
    return key.decode() if isinstance(key, bytes) else key


_SIMPLE: Dict[bytes, Callable[[bytes], Any]] = {
    b"+": lambda line: line.decode(),
    b":": int,
    b"-": lambda line: ErrorReply(line.decode(errors="replace")),
    b"_": lambda line: None,
    b"#": lambda line: line == b"t",
    b",": float,
}


# The commands that wait at the server, unless they have TIMEOUT 0.
_WAITING = {"RUN", "GATHER", "TASKGROUP", "WAIT", "AWAIT", "SUBMIT"}
_WAITING |= {f"QUEUE {name}" for name in ("GET", "GETANY", "PUT", "JOIN")}
_WAITING |= {"LOCK ACQUIRE", "LOCK ACQUIREALL", "SEMAPHORE ACQUIRE", "CONDITION ACQUIRE"}
_WAITING |= {"EVENT WAIT", "CONDITION WAIT", "BARRIER WAIT"}


# The commands that change what the connection is to all who share it.
_OWN = {"MULTI", "EXEC", "DISCARD", "WATCH", "HELLO", "AUTH", "RESET", "QUIT"}


def is_of_connection(words: "tuple[Word, ...]") -> bool:
    """Whether a command concerns its connection alone."""
    return _texts(words[:1])[0] in _OWN


def may_wait(words: "tuple[Word, ...]") -> bool:
    """Whether a command may wait at the server for another client."""
    texts = _texts(words)
    if not _WAITING & {" ".join(texts[:1]), " ".join(texts[:2])}:
        return False
    return ("TIMEOUT", "0") not in zip(texts, texts[1:])


def _texts(words: "tuple[Word, ...]") -> List[str]:
    texts = [word.decode(errors="replace") if isinstance(word, bytes) else str(word) for word in words]
    return [text.upper() for text in texts]
