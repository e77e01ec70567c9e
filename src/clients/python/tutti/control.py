"""The connection of the commands that do not wait at the server."""

from __future__ import annotations

import asyncio
import functools
import logging
from typing import Any, Dict, Optional

from .connection import Connection
from .errors import ConnectionLost, NotPermitted, NotServing, TuttiError
from .resp import Word, encode
from .servers import Servers
from .timing import LONGEST_WAIT

log = logging.getLogger("tutti")


class _Command:
    """A command, and the future of its caller. The number is its place in the order of the calls."""

    __slots__ = ("number", "future", "encoded", "resend", "was_sent")

    def __init__(self, number: int, encoded: bytes, resend: bool) -> None:
        self.number = number
        self.future: "asyncio.Future[Any]" = asyncio.get_running_loop().create_future()
        self.encoded = encoded
        self.resend = resend
        self.was_sent = False


class Control:
    """Sends commands over one connection, and connects again when that is lost.

    While the server is away they wait here. Then they are sent in the order of the calls, and among them those that
    were sent before the loss and are safe to repeat. Others that were sent raise `ConnectionLost`.
    """

    def __init__(self, servers: Servers) -> None:
        # None while the server is away.
        self.connection: Optional[Connection] = None
        # Counts the connects, so that others see that the server may have forgotten something.
        self.generation = 0
        self._servers = servers
        self._commands = 0
        self._outbox: "Dict[asyncio.Future[Any], _Command]" = {}
        self._connecting: Optional["asyncio.Task[None]"] = None
        self._connected_at = 0.0
        # Connections that were lost soon, one after another.
        self._short_lives = 0
        self._closed = False

    async def start(self) -> None:
        """Connects. If no server is there, it raises the OSError. A cluster has some time to find its leader."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._servers.timeout
        attempt = 0
        while self.connection is None:
            try:
                self._became(await self._servers.open())
            except NotServing:
                if loop.time() >= deadline:
                    raise
                await asyncio.sleep(self._servers.backoff(attempt))
                attempt += 1

    def refuse(self) -> None:
        """From now on no command is taken, and a lost connection stays lost."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()

    def close(self) -> None:
        """Closes the connection."""
        self._fail_outbox(ConnectionLost("this client was closed"))
        if self.connection is not None:
            self.connection.close()

    def call(self, *words: Word, resend: bool = False) -> "asyncio.Future[Any]":
        """Sends a command that does not wait at the server. While the server is away it waits here."""
        # A word that cannot be encoded fails here, at its caller.
        self._commands += 1
        command = _Command(self._commands, encode(words), resend)
        if self._closed:
            command.future.set_exception(ConnectionLost("this client was closed"))
        else:
            self._send(command)
        return command.future

    def unsend(self, future: "asyncio.Future[Any]", was_sent_too: bool = False) -> bool:
        """Drops a command of `call` that waits for the server to come back.

        One that was sent before the server went away may have been carried out, so it stays, unless told otherwise.
        """
        command = self._outbox.get(future)
        if command is None or (command.was_sent and not was_sent_too):
            return False
        del self._outbox[future]
        return True

    def _send(self, command: _Command) -> None:
        if self.connection is None:
            self._outbox[command.future] = command
            return
        command.was_sent = True
        self.connection.send_encoded(command.encoded).add_done_callback(functools.partial(self._answered, command))

    def _answered(self, command: _Command, reply: "asyncio.Future[Any]") -> None:
        error = reply.exception()
        if command.future.done():
            return
        if error is None:
            command.future.set_result(reply.result())
        elif not self._closed and isinstance(error, NotServing if not command.resend else ConnectionLost):
            # A node that does not lead has not carried it out.
            command.was_sent = command.resend
            self._send(command)
        else:
            command.future.set_exception(error)

    def _became(self, connection: Connection) -> None:
        self.connection = connection
        self.generation += 1
        self._connected_at = asyncio.get_running_loop().time()
        connection.when_lost(self._lost)
        outbox, self._outbox = self._outbox, {}
        for command in sorted(outbox.values(), key=lambda each: each.number):
            if not command.future.done():
                self._send(command)

    def _fail_outbox(self, error: Exception) -> None:
        outbox, self._outbox = self._outbox, {}
        for future in outbox:
            if not future.done():
                future.set_exception(error)

    def _lost(self, error: ConnectionLost) -> None:
        self.connection = None
        if self._closed:
            return
        loop = asyncio.get_running_loop()
        is_short = loop.time() - self._connected_at < LONGEST_WAIT
        self._short_lives = self._short_lives + 1 if is_short else 0
        log.warning("%s is away, this client connects again: %s", self._servers, error)
        self._connecting = loop.create_task(self._connect_again(self._short_lives))

    async def _connect_again(self, attempt: int) -> None:
        is_refused = False
        while not self._closed:
            await asyncio.sleep(self._servers.backoff(attempt))
            attempt += 1
            try:
                connection = await self._servers.open()
            except NotPermitted as error:
                if not is_refused:
                    log.warning("%s refuses this client, whose commands fail: %s", self._servers, error)
                is_refused = True
                # A new one, since the traceback of the other has this coroutine.
                self._fail_outbox(NotPermitted(str(error)))
                continue
            except (OSError, TuttiError) as error:
                log.debug("%s: %s", self._servers, error)
                continue
            log.info("connected to %s again", self._servers)
            self._became(connection)
            return
