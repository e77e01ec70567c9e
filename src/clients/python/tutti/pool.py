"""The connections of a client: one for commands that do not wait, and a bounded pool for those that do."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import weakref
from typing import Any, Awaitable, Callable, Optional, Set, Tuple

from .connection import Connection
from .control import Control
from .errors import ConnectionLost, ItemCancelled, NotServing, TuttiError, Unblocked
from .lender import Lender
from .resp import Word
from .servers import Servers
from .timing import LONGEST_WAIT, backoff, retrieve, within

log = logging.getLogger("tutti")

# A caller that was cancelled waits so many seconds until what it did is taken back. A command that does not end within
# them takes its connection with it.
WITHDRAWAL_LIMIT = 5.0
# Set in the handler of a worker. It holds an item for which the calls that fill the pool may be waiting.
unlimited: "contextvars.ContextVar[bool]" = contextvars.ContextVar("tutti.unlimited", default=False)

Undo = Callable[[Connection, Any], Awaitable[Any]]


class Pool:
    """Sends commands, and connects again when the server has gone.

    Four rules hold. A command that waits has a connection of its own while it waits, and one that awaits tasks has one
    that holds no items, since the server cancels what waits there when such an item is cancelled. If its caller is
    cancelled, the command is withdrawn at the server before the caller's CancelledError goes on, and what it got in
    that moment is given back. After a lost connection only a command that is safe to repeat is sent again; the others
    raise `ConnectionLost`. At most `max_connections` commands wait or hold a lock at a time. Others wait in a line,
    where they ask again and again whether they can be carried out without waiting, since the first may wait for them.
    See `Places` for those that cannot ask so.
    """

    def __init__(self, servers: Servers, max_connections: int) -> None:
        self.servers = servers
        self._control = Control(servers)
        self.call = self._control.call
        self.unsend = self._control.unsend
        self._lender = Lender(servers, max_connections)
        self._open = self._lender.open
        self.lease = self._lender.lease
        self.give_back = self._lender.give_back
        self._background: Set["asyncio.Task[Any]"] = set()
        # Those of them that withdraw what cancelled callers did.
        self._finishing: Set["asyncio.Task[Any]"] = set()
        # The connection that has what a task holds.
        self._holding: "weakref.WeakKeyDictionary[asyncio.Task[Any], Connection]" = weakref.WeakKeyDictionary()
        self._closed = False

    async def start(self) -> None:
        """Connects. If the server is not there, it raises the OSError."""
        await self._control.start()

    async def close(self) -> None:
        """Sends what is still to be sent, then gives up, in order, all that the connections hold."""
        self._lender.refuse(ConnectionLost("this client was closed"))
        try:
            # Callers that were cancelled in this turn begin to withdraw in the next.
            await asyncio.sleep(0)
            if self._finishing and self.control is not None:
                await asyncio.wait(self._finishing, timeout=WITHDRAWAL_LIMIT)
            self._closed = True
            self._control.refuse()
            for task in list(self._background):
                task.cancel()
            await asyncio.gather(*self._background, return_exceptions=True)
            if self.control is not None:
                await self._take_leave(self.control)
        finally:
            self._closed = True
            self._control.refuse()
            self._lender.close()
            self._control.close()

    async def _take_leave(self, control: Connection) -> None:
        """Gives up the items, so that their attempts do not count, behind all that was sent before."""
        try:
            await within(control.send("PING"), WITHDRAWAL_LIMIT)
        except asyncio.TimeoutError:
            log.warning("%s does not answer, the connections are closed without QUIT", self.servers)
            return
        except (ConnectionError, TuttiError) as error:
            log.debug("%s: %s", self.servers, error)
        leaving = [connection for connection in self._open if connection in self._lender.idle or connection.items]
        await asyncio.gather(*(self._quit(connection) for connection in leaving))
        await control.quit()

    async def _quit(self, connection: Connection) -> None:
        waiting = connection.waiting
        if waiting is not None:
            await self.unblock(connection, waiting)
        await connection.quit()

    @property
    def control(self) -> Optional[Connection]:
        """The connection of the commands that do not wait; None while the server is away."""
        return self._control.connection

    @property
    def generation(self) -> int:
        """The number of connects."""
        return self._control.generation

    def spawn(self, work: Any) -> "asyncio.Task[Any]":
        """Runs a coroutine in the background until it ends or the pool is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

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

        loop = asyncio.get_running_loop()
        losses = 0
        while True:
            counts = counts and not unlimited.get()
            if counts:
                found = await self._lender.turn(attempt if at_once else None)
                if found is not None:
                    return found
            connection = await self._lender.take(clean, counts)
            sent = loop.time()
            try:
                reply = await self.ask(connection, *words, undo=undo, limit=WITHDRAWAL_LIMIT)
            except ConnectionLost as error:
                self.give_back(connection)
                if self._closed or not (resend or isinstance(error, NotServing)):
                    raise
                losses = losses + 1 if loop.time() - sent < LONGEST_WAIT else 0
                await asyncio.sleep(backoff(losses))
            except BaseException:
                self.give_back(connection)
                raise
            else:
                if not keep:
                    self.give_back(connection)
                return reply, connection

    def holds(self, task: "Optional[asyncio.Task[Any]]", connection: Connection) -> None:
        """A task holds something on a connection, which it may use for more."""
        if task is not None and connection in self._open and self.holding(task, None) is None:
            self._holding[task] = connection

    def holding(
        self, task: "Optional[asyncio.Task[Any]]", other: "Optional[Tuple[str, str]]"
    ) -> Optional[Connection]:
        """The connection that has what a task holds, if it is free for a command about another lock or semaphore.

        One that acquires a lock again waits for a release by another task. On the same connection that is a deadlock.
        """
        connection = None if task is None else self._holding.get(task)
        if connection is None or connection.lost is not None or not connection.holds:
            return None
        is_busy = other is not None and (connection.waiting is not None or other in connection.holds)
        return None if is_busy else connection

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
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)
        while not task.done():
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError:
                continue  # Once more: the first cancellation is on its way already.

    async def unblock(self, connection: Connection, future: "asyncio.Future[Any]") -> None:
        """Ends the command that waits on a connection, as if its TIMEOUT had run out.

        Where that fails the connection is closed. The command is never sent again, since after a restart the server
        gives the same ids to other clients, as other servers do.
        """
        pause = 0.001
        while not future.done():
            control = self.control
            if control is None or control.address != connection.address:
                connection.close()
                return
            # 0 says that the command has not arrived yet, or that its reply is on its way.
            try:
                unblock = control.send("CLIENT", "UNBLOCK", connection.id, "TIMEOUT")
                ended = await within(unblock, WITHDRAWAL_LIMIT)
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
        control = self.control
        if control is None:
            return None
        future = control.send(*words, "TIMEOUT", 0)
        future.add_done_callback(retrieve)
        try:
            reply = await asyncio.shield(future)
        except ConnectionLost as error:
            if not (resend or isinstance(error, NotServing)):
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
                await within(undo(control, future.result()), WITHDRAWAL_LIMIT)
            except (TuttiError, asyncio.TimeoutError) as error:
                log.debug("withdrawn: %s", error)

    async def _withdraw(
        self, connection: Connection, future: "asyncio.Future[Any]", undo: Optional[Undo], limit: Optional[float]
    ) -> None:
        async def end() -> None:
            await self.unblock(connection, future)
            reply = await future
            if reply is not None and undo is not None:
                await within(undo(connection, reply), WITHDRAWAL_LIMIT)

        try:
            await within(end(), limit)
        except asyncio.TimeoutError:
            connection.close()
        except Exception as error:
            # The command has failed by itself, or the connection is lost: nothing is left to withdraw.
            log.debug("withdrawn: %s", error)
