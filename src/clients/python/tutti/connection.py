"""One connection to the server: commands in, replies out, in order."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import struct
import sys
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Deque, List, Optional, Tuple, Union
from urllib.parse import unquote, urlsplit

from .errors import CommandError, ConnectionLost, ErrorReply, NotPermitted, NotServing
from .resp import Parser, ProtocolError, Word, encode
from .timing import retrieve, within

# A server that is not connected, or does not answer HELLO, within so many seconds is as good as none. It delays a wrong
# password by up to 5.
CONNECT_LIMIT = 10.0
# After so many seconds of silence the system asks whether the server's machine still answers, and how often.
_KEEPALIVE = (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))

# The error of a server that has too many connections at the moment.
_TOO_MANY = "max number of clients"
# SO_LINGER on and with no time, which Windows has in shorter integers.
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


@dataclass(frozen=True)
class Address:
    """Where the server is, and as whom to speak to it."""

    host: str = "localhost"
    port: int = 8888
    user: Optional[str] = None
    password: Optional[str] = None
    tls: Union[None, bool, ssl.SSLContext] = None
    name: Optional[str] = None
    # For each attempt to connect, in seconds.
    timeout: float = CONNECT_LIMIT

    @classmethod
    def of(
        cls,
        url: str,
        tls: Optional[ssl.SSLContext] = None,
        name: Optional[str] = None,
        timeout: float = CONNECT_LIMIT,
    ) -> "Address":
        """The address in `redis://[user:password@]host:port`, or with `rediss` for TLS."""
        shown = re.sub(r"(?s)(?<=://).*@", "***@", url)
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            # Without its cause, which may show a part of the password.
            raise ValueError(f"{shown!r} is no URL: write / ? # @ in a password as %2F %3F %23 %40") from None
        if parts.scheme not in ("redis", "rediss"):
            raise ValueError(f"{shown!r} does not begin with redis:// or rediss://")
        if parts.path.strip("/") not in ("", "0") or parts.query or parts.fragment:
            raise ValueError(f"{shown!r} has more than a host and a port: there is only database 0 and no option")
        if tls is not None and parts.scheme == "redis":
            raise ValueError(f"ssl is given, but {shown!r} is without TLS: begin it with rediss://")
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        if user is not None and password is None:
            password = ""
        context = tls or True if parts.scheme == "rediss" else None
        return cls(parts.hostname or "localhost", port or 8888, user, password, context, name, timeout)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Connection(asyncio.Protocol):
    """A connection that has said HELLO. `id` is the server's number of it.

    `send` writes at the end of the loop's turn, so that commands of one turn travel together.
    """

    def __init__(self) -> None:
        self.id = 0
        self.address: Optional[Address] = None
        self.lost: Optional[ConnectionLost] = None
        # Why the connection is of no use: an error that the server sent without a command, or that it does not lead.
        self.refusal: Optional[Exception] = None
        # The number of items that it got and that are not finished. See `Pool` for why it matters.
        self.items = 0
        # The kind and the name of each lock and permit that it holds.
        self.holds: List[Tuple[str, str]] = []
        self._transport: Optional[asyncio.Transport] = None
        self._parser = Parser()
        self._unanswered: Deque["asyncio.Future[Any]"] = deque()
        self._outgoing: List[bytes] = []
        self._on_lost: List[Callable[[ConnectionLost], None]] = []

    @classmethod
    async def open(cls, address: Address) -> "Connection":
        """Connects and says HELLO. It raises an OSError if the server is not there, and `NotServing` if it follows."""
        connection = cls()
        connection.address = address
        try:
            await within(connection._greet(address), address.timeout)
        except asyncio.TimeoutError:
            connection.close()
            raise ConnectionLost(f"{address} does not answer within {address.timeout:g} s") from None
        except BaseException:
            connection.close()
            raise
        return connection

    async def _greet(self, address: Address) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, address.host, address.port, ssl=address.tls)
        words: List[Word] = ["HELLO", 3]
        if address.password is not None:
            words += ["AUTH", address.user or "default", address.password]
        if address.name:
            words += ["SETNAME", address.name]
        if isinstance(self.refusal, NotPermitted):
            raise self.refusal
        greeting, role = self.send(*words), self.send("ROLE")
        role.add_done_callback(retrieve)
        try:
            hello = await greeting
        except CommandError as error:
            if _TOO_MANY not in str(error):
                raise
            raise ConnectionLost(str(error)) from None
        if not isinstance(hello, dict) or not isinstance(hello.get("id"), int):
            raise ConnectionLost(f"{address} is no server of Tutti, it answers HELLO with {str(hello)[:80]!r}")
        self.id = hello["id"]
        try:
            _check_role(address, await role)
        except (CommandError, NotPermitted):
            pass  # A server that has no ROLE, or does not show it to this user, is in no cluster.

    def send(self, *words: Word) -> "asyncio.Future[Any]":
        """Sends a command. The future has its reply, or raises its error. To cancel the future withdraws nothing."""
        return self.send_encoded(encode(words))

    def send_encoded(self, command: bytes) -> "asyncio.Future[Any]":
        """The same for a command in bytes."""
        future: "asyncio.Future[Any]" = asyncio.get_running_loop().create_future()
        if self.lost is not None:
            future.set_exception(self.lost)
            return future
        if not self._outgoing:
            asyncio.get_running_loop().call_soon(self._flush)
        self._outgoing.append(command)
        self._unanswered.append(future)
        return future

    def when_lost(self, callback: Callable[[ConnectionLost], None]) -> Callable[[], None]:
        """Calls back when the connection is lost, or soon if it is lost already. The result takes that back."""
        if self.lost is not None:
            return asyncio.get_running_loop().call_soon(callback, self.lost).cancel
        self._on_lost.append(callback)
        return lambda: self._on_lost.remove(callback) if callback in self._on_lost else None

    @property
    def waiting(self) -> "Optional[asyncio.Future[Any]]":
        """The command that has been sent first of those without a reply."""
        return self._unanswered[0] if self._unanswered else None

    def close(self) -> None:
        """Closes at once. The server takes back all that the connection holds."""
        self._lose(ConnectionLost("this client closed the connection"))
        if self._transport is not None:
            sock = self._transport.get_extra_info("socket")
            if sock is not None and not self._transport.is_closing():
                # A reset, since the server goes on with a RUN for a while after an ordinary close.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._transport.abort()

    async def quit(self) -> None:
        """Takes leave: the server answers what was sent before, and counts no attempt of an item that goes back."""
        try:
            await within(self.send("QUIT"), 5)
        except (ConnectionError, asyncio.TimeoutError):
            pass  # The server is gone, or does not answer: to close is all that is left.
        finally:
            self.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self.lost is not None:
            transport.abort()  # The one who wanted it has gone.
            return
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for option, value in _KEEPALIVE:
                if hasattr(socket, option):
                    sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)

    def data_received(self, data: bytes) -> None:
        try:
            replies = self._parser.feed(data)
        except (ProtocolError, ValueError) as error:
            self._lose(ConnectionLost(str(error)))
            self.close()
            return
        not_serving: Optional[NotServing] = None
        for reply in replies:
            if not self._unanswered:
                # The server says why it closes the connection.
                if isinstance(reply, ErrorReply):
                    self.refusal = reply.exception()
                self._lose(ConnectionLost(str(reply)))
                self.close()
                return
            future = self._unanswered.popleft()
            refusal = reply.exception() if isinstance(reply, ErrorReply) else None
            if isinstance(refusal, NotServing):
                not_serving = refusal
            if future.done():
                continue
            if refusal is not None:
                future.set_exception(refusal)
            else:
                future.set_result(reply)
        if not_serving is not None:
            # Another node leads now, or will.
            self.refusal = not_serving
            self._lose(ConnectionLost(str(not_serving)))
            self.close()

    def connection_lost(self, error: Optional[Exception]) -> None:
        self._lose(ConnectionLost(str(error or "the server closed the connection")))

    def _flush(self) -> None:
        outgoing, self._outgoing = self._outgoing, []
        if self._transport is not None and self.lost is None:
            self._transport.write(b"".join(outgoing))

    def _lose(self, error: ConnectionLost) -> None:
        if self.lost is not None:
            return
        self.lost = error
        for future in self._unanswered:
            if not future.done():
                future.set_exception(error)
        self._unanswered.clear()
        callbacks, self._on_lost = self._on_lost, []
        for callback in callbacks:
            callback(error)


def _check_role(address: Address, role: Any) -> None:
    if not isinstance(role, list) or len(role) < 3 or role[0] not in ("slave", b"slave"):
        return
    host = role[1].decode() if isinstance(role[1], bytes) else str(role[1])
    port = int(role[2])
    raise NotServing(f"{address} follows another node", (host, port) if host and port > 0 else None)
