"""How objects become the bytes of items and results."""

from __future__ import annotations

import json
from typing import Any, Protocol

from .errors import DecodeError


class Codec(Protocol):
    """Turns objects into bytes and back. Both ends of a queue need the same one."""

    def encode(self, value: Any) -> bytes:
        """The bytes of an object."""

    def decode(self, raw: bytes) -> Any:
        """The object of bytes. It raises `DecodeError` for bytes that `encode` cannot have made."""


class _Json:
    """JSON in UTF-8, the default. Tuples come back as lists. No bytes and no nan, as in JSON. Empty bytes are None."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def decode(self, raw: bytes) -> Any:
        if not raw:
            return None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise DecodeError(f"{raw[:80]!r} is no JSON, give codec=tutti.TEXT or tutti.BYTES", raw) from error


class _Text:
    """Texts in UTF-8, as programs in a shell and the server's own tasks take them. Numbers are written as texts."""

    def encode(self, value: Any) -> bytes:
        if isinstance(value, bytes):
            return value
        return str(value).encode()

    def decode(self, raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            raise DecodeError(f"{raw[:80]!r} is no UTF-8, give codec=tutti.BYTES", raw) from error


class _Bytes:
    """Bytes as they are."""

    def encode(self, value: Any) -> bytes:
        return bytes(memoryview(value))

    def decode(self, raw: bytes) -> bytes:
        return raw


JSON: Codec = _Json()
TEXT: Codec = _Text()
BYTES: Codec = _Bytes()


def decode(codec: Codec, raw: bytes) -> Any:
    """The object of bytes. Whatever error a codec raises becomes `DecodeError`."""
    try:
        return codec.decode(raw)
    except DecodeError:
        raise
    except Exception as error:
        raise DecodeError(f"{raw[:80]!r} cannot be decoded: {type(error).__name__}: {error}", raw) from error
