"""The connections of a client: one for commands that do not wait, and a bounded pool for those that do."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections import deque
from typing import Any, Awaitable, Callable, Deque, Optional, Set, Tuple

from .connection import Address, Connection
from .errors import ConnectionLost, ItemCancelled, NotPermitted, TuttiError, Unblocked
from .lender import Lender
from .places import backoff
from .resp import Word, encode

log = logging.getLogger("tutti")

# A caller that was cancelled waits so many seconds until what it did is taken back. A command that does not end within
# them takes its connection with it.
WITHDRAWAL_LIMIT = 5.0
# Set in the handler of a worker. It holds an item for which the calls that fill the pool may be waiting.
unlimited: "contextvars.ContextVar[bool]" = contextvars.ContextVar("tutti.unlimited", default=False)

Undo = Callable[[Connection, Any], Awaitable[Any]]


def retrieve(future: "asyncio.Future[Any]") -> None:
    """Marks an error as seen, where the caller may have gone."""
    if not future.cancelled():
        future.exception()


class Pool:
    """Sends commands, and connects again when the server has gone.

    Four rules hold. A command that waits has a connection of its own while it waits, and one that awaits tasks has one
    that holds no items, since the server cancels what waits there when such an item is cancelled. If its caller is
    cancelled, the command is withdrawn at the server before the caller's CancelledError goes on, and what it got in
    that moment is given back. After a lost connection only a command that is safe to repeat is sent again; the others
    raise `ConnectionLost`. At most `max_connections` commands wait or hold a lock at a time. Others wait in a line,
    where they ask again and again whether they can be carried out without waiting, since the first may wait for them.
    """

    def __init__(self, address: Address, max_connections: int) -> None:
        self.address = address
        # Counts the connects, so that others see that the server may have forgotten something.
        self.generation = 0
        self._control: Optional[Connection] = None
        self._connecting: Optional["asyncio.Task[None]"] = None
        self._outbox: Deque[Tuple["asyncio.Future[Any]", bytes, bool]] = deque()
        # The commands that were sent already, and have to be sent again.
        self._resent: "Set[asyncio.Future[Any]]" = set()
        self._lender = Lender(address, max_connections)
        self._open = self._lender.open
        self.lease = self._lender.lease
        self.give_back = self._lender.give_back
        self._background: Set["asyncio.Task[Any]"] = set()
        self._closed = False

    async def start(self) -> None:
        """Connects. If the server is not there, it raises the OSError."""
        self._became(await Connection.open(self.address))

    async def close(self) -> None:
        """Sends what is still to be sent, then gives up, in order, all that the connections hold."""
        self._closed = True
        closed = ConnectionLost("this client was closed")
        self._lender.refuse(closed)
        if self._connecting is not None:
            self._connecting.cancel()
        for task in list(self._background):
            task.cancel()
        try:
            await asyncio.gather(*self._background, return_exceptions=True)
            if self._control is not None:
                await self._take_leave(self._control)
        finally:
            self._fail_outbox(closed)
            self._lender.close()
            if self._control is not None:
                self._control.close()

    async def _take_leave(self, control: Connection) -> None:
        """Gives up the items, so that their attempts do not count, behind all that was sent before."""
        try:
            await asyncio.wait_for(control.send("PING"), WITHDRAWAL_LIMIT)
        except asyncio.TimeoutError:
            log.warning("%s does not answer, the connections are closed without QUIT", self.address)
            return
        except (ConnectionError, TuttiError) as error:
            log.debug("%s: %s", self.address, error)
        leaving = [connection for connection in self._open if connection in self._lender.idle or connection.items]
        await asyncio.gather(*(self._quit(connection) for connection in leaving))
        await control.quit()

    async def _quit(self, connection: Connection) -> None:
        waiting = connection.waiting
        if waiting is not None:
            await self.unblock(connection, waiting)
        await connection.quit()

    def _fail_outbox(self, error: Exception) -> None:
        outbox, self._outbox = self._outbox, deque()
        for future, _, _ in outbox:
            if not future.done():
                future.set_exception(error)

    @property
    def control(self) -> Optional[Connection]:
        """The connection of the commands that do not wait; None while the server is away."""
        return self._control

    def spawn(self, work: Any) -> "asyncio.Task[Any]":
        """Runs a coroutine in the background until it ends or the pool is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def call(self, *words: Word, resend: bool = False) -> "asyncio.Future[Any]":
        """Sends a command that does not wait at the server. While the server is away it waits here."""
        # A word that cannot be encoded fails here, at its caller.
        command = encode(words)
        future: "asyncio.Future[Any]" = asyncio.get_running_loop().create_future()
        if self._closed:
            future.set_exception(ConnectionLost("this client was closed"))
        elif self._control is None:
            self._outbox.append((future, command, resend))
        else:
            self._send(self._control, future, command, resend)
        return future

    async def wait(
        self,
        *words: Word,
        resend: bool = False,
        undo: Optional[Undo] = None,
        keep: bool = False,
        clean: bool = False,
        counts: bool = True,
        at_once: bool = False,
    ) -> Tuple[Any, Connection]:
        """Sends a command that may wait, and returns its reply and the connection that it came on.

        With `keep` the connection goes to the caller, who ends with `give_back`. `undo` gives back what the command got
        for a caller who was cancelled. `clean` and `counts` are those of `lease`. With `at_once` the command takes a
        TIMEOUT of 0, and is tried so over the connection of all while it is in the line for one of its own.
        """

        async def attempt() -> "Optional[Tuple[Any, Connection]]":
            return await self._try(words, undo, resend)

        while True:
            counts = counts and not unlimited.get()
            if counts:
                found = await self._lender.turn(attempt if at_once else None)
                if found is not None:
                    return found
            connection = await self._lender.take(clean, counts)
            try:
                reply = await self.ask(connection, *words, undo=undo, limit=WITHDRAWAL_LIMIT)
            except ConnectionLost:
                self.give_back(connection)
                if not resend or self._closed:
                    raise
                continue
            except BaseException:
                self.give_back(connection)
                raise
            if not keep:
                self.give_back(connection)
            return reply, connection

    async def ask(
        self, connection: Connection, *words: Word, undo: Optional[Undo] = None, limit: Optional[float] = None
    ) -> Any:
        """Sends a command that may wait on a connection that the caller has, and has to give back.

        A caller that is cancelled gets its CancelledError when the command has ended at the server. If that takes
        longer than `limit` seconds, the connection is closed, which ends everything.
        """
        future = connection.send(*words)
        future.add_done_callback(retrieve)
        try:
            reply = await asyncio.shield(future)
            if reply is None and self._closed:
                raise ConnectionLost("this client was closed")
            if reply is None:
                raise ItemCancelled(f"{words[0]!r}: another client ended this command by CLIENT UNBLOCK")
            return reply
        except ItemCancelled as error:
            raise Unblocked(str(error)) from None
        except asyncio.CancelledError:
            await self.finish(self._withdraw(connection, future, undo, limit))
            raise

    async def finish(self, work: Any) -> None:
        """Carries out what a cancelled caller leaves to do, and returns when it is done."""
        task = self.spawn(work)
        while not task.done():
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError:
                continue  # Once more: the first cancellation is on its way already.

    def unsend(self, future: "asyncio.Future[Any]", was_sent_too: bool = False) -> bool:
        """Drops a command of `call` that waits for the server to come back.

        One that was sent before the server went away may have been carried out, so it stays, unless told otherwise.
        """
        for entry in self._outbox:
            if entry[0] is future and (was_sent_too or future not in self._resent):
                self._outbox.remove(entry)
                return True
        return False

    async def unblock(self, connection: Connection, future: "asyncio.Future[Any]") -> None:
        """Ends the command that waits on a connection, as if its TIMEOUT had run out.

        Where that fails the connection is closed. The command is never sent again, since after a restart the server
        gives the same ids to other clients.
        """
        pause = 0.001
        while not future.done():
            control = self._control
            if control is None:
                connection.close()
                return
            # 0 says that the command has not arrived yet, or that its reply is on its way.
            try:
                unblock = control.send("CLIENT", "UNBLOCK", connection.id, "TIMEOUT")
                ended = await asyncio.wait_for(unblock, WITHDRAWAL_LIMIT)
            except (TuttiError, asyncio.TimeoutError) as error:
                log.debug("connection %d is closed, since UNBLOCK failed: %s", connection.id, error)
                connection.close()
                return
            await asyncio.wait({future}, timeout=WITHDRAWAL_LIMIT if ended else pause)
            pause = min(pause * 2, 0.1)

    async def _try(
        self, words: Tuple[Word, ...], undo: Optional[Undo], resend: bool
    ) -> "Optional[Tuple[Any, Connection]]":
        """Carries out a command over the connection of all, if it does not have to wait."""
        control = self._control
        if control is None:
            return None
        future = control.send(*words, "TIMEOUT", 0)
        future.add_done_callback(retrieve)
        try:
            reply = await asyncio.shield(future)
        except ConnectionLost:
            if not resend:
                raise
            return None
        except asyncio.CancelledError:
            await self.finish(self._untry(control, future, undo))
            raise
        return None if reply is None else (reply, control)

    async def _untry(self, control: Connection, future: "asyncio.Future[Any]", undo: Optional[Undo]) -> None:
        await asyncio.wait({future}, timeout=WITHDRAWAL_LIMIT)
        if not future.done():
            # What it would get later has no owner.
            control.close()
        elif future.exception() is None and future.result() is not None and undo is not None:
            try:
                await asyncio.wait_for(undo(control, future.result()), WITHDRAWAL_LIMIT)
            except (TuttiError, asyncio.TimeoutError) as error:
                log.debug("withdrawn: %s", error)

    async def _withdraw(
        self, connection: Connection, future: "asyncio.Future[Any]", undo: Optional[Undo], limit: Optional[float]
    ) -> None:
        async def end() -> None:
            await self.unblock(connection, future)
            reply = await future
            if reply is not None and undo is not None:
                await undo(connection, reply)

        try:
            await asyncio.wait_for(end(), limit)
        except asyncio.TimeoutError:
            connection.close()
        except Exception as error:
            # The command has failed by itself, or the connection is lost: nothing is left to withdraw.
            log.debug("withdrawn: %s", error)

    def _send(
        self, connection: Connection, future: "asyncio.Future[Any]", command: bytes, resend: bool
    ) -> None:
        def answered(reply: "asyncio.Future[Any]") -> None:
            error = reply.exception()
            if future.done():
                return
            if error is None:
                future.set_result(reply.result())
            elif isinstance(error, ConnectionLost) and resend and not self._closed:
                self._outbox.append((future, command, resend))
                self._resent.add(future)
                future.add_done_callback(self._resent.discard)
            else:
                future.set_exception(error)

        connection.send_encoded(command).add_done_callback(answered)

    def _became(self, connection: Connection) -> None:
        self._control = connection
        self.generation += 1
        connection.when_lost(self._control_lost)
        outbox, self._outbox = self._outbox, deque()
        for future, command, resend in outbox:
            if not future.done():
                self._send(connection, future, command, resend)

    def _control_lost(self, error: ConnectionLost) -> None:
        self._control = None
        if not self._closed:
            log.warning("%s is away, this client connects again: %s", self.address, error)
            self._connecting = asyncio.get_running_loop().create_task(self._connect_again())

    async def _connect_again(self) -> None:
        attempt = 0
        is_refused = False
        while not self._closed:
            await asyncio.sleep(backoff(attempt))
            attempt += 1
            try:
                connection = await Connection.open(self.address)
            except PermissionError as error:
                if not is_refused:
                    log.warning("%s refuses this client, whose commands fail: %s", self.address, error)
                is_refused = True
                # A new one, since the traceback of the other has this coroutine.
                self._fail_outbox(NotPermitted(str(error)))
                continue
            except (OSError, TuttiError) as error:
                log.debug("%s: %s", self.address, error)
                continue
            log.info("connected to %s again", self.address)
            self._became(connection)
            return
