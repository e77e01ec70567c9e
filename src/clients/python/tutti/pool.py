"""The connections of a client: one for commands that do not wait, and a bounded pool for those that do."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from typing import Any, Awaitable, Callable, Deque, List, Optional, Set, Tuple

from .connection import Address, Connection
from .errors import ConnectionLost, ItemCancelled, TuttiError, Unblocked
from .resp import Word

log = logging.getLogger("tutti")

# The waits before the first and after many failed attempts to connect, in seconds.
_SHORTEST_WAIT = 0.05
_LONGEST_WAIT = 5.0
# A command that was withdrawn and does not end within so many seconds takes its connection with it.
_WITHDRAWAL_LIMIT = 5.0

Undo = Callable[[Connection, Any], Awaitable[Any]]


def backoff(attempt: int) -> float:
    """The wait before an attempt to connect: twice as long each time, and spread over the clients."""
    longest: float = min(_SHORTEST_WAIT * 2 ** min(attempt, 16), _LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)


def retrieve(future: "asyncio.Future[Any]") -> None:
    """Marks an error as seen, where the caller may have gone."""
    if not future.cancelled():
        future.exception()


class Pool:
    """Sends commands, and connects again when the server has gone.

    Three rules hold. A command that waits has a connection of its own while it waits. If its caller is cancelled, the
    command is withdrawn at the server before the caller's CancelledError goes on, and what it got in that moment is
    given back. After a lost connection only a command that is safe to repeat is sent again; the others raise
    `ConnectionLost`.
    """

    def __init__(self, address: Address, max_connections: int) -> None:
        self.address = address
        self.max_connections = max_connections
        # Counts the connects, so that others see that the server may have forgotten something.
        self.generation = 0
        self._control: Optional[Connection] = None
        self._connecting: Optional["asyncio.Task[None]"] = None
        self._outbox: Deque[Tuple["asyncio.Future[Any]", Tuple[Word, ...], bool]] = deque()
        # The commands that were sent already, and have to be sent again.
        self._resent: "Set[asyncio.Future[Any]]" = set()
        self._idle: List[Connection] = []
        self._open: Set[Connection] = set()
        self._places = 0
        self._line: Deque["asyncio.Future[None]"] = deque()
        self._background: Set["asyncio.Task[Any]"] = set()
        self._closed = False

    async def start(self) -> None:
        """Connects. If the server is not there, it raises the OSError."""
        self._became(await Connection.open(self.address))

    async def close(self) -> None:
        """Sends what is still to be sent, then gives up, in order, all that the connections hold."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._control is not None:
            await self._control.quit()
        for future, _, _ in self._outbox:
            if not future.done():
                future.set_exception(ConnectionLost("this client was closed"))
        self._outbox.clear()
        connections = list(self._open)
        idle = [connection for connection in connections if connection in self._idle]
        await asyncio.gather(*(connection.quit() for connection in idle))
        for connection in connections:
            connection.close()

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
        future: "asyncio.Future[Any]" = asyncio.get_running_loop().create_future()
        if self._closed:
            future.set_exception(ConnectionLost("this client was closed"))
        elif self._control is None:
            self._outbox.append((future, words, resend))
        else:
            self._send(self._control, future, words, resend)
        return future

    async def wait(
        self, *words: Word, resend: bool = False, undo: Optional[Undo] = None, keep: bool = False
    ) -> Tuple[Any, Connection]:
        """Sends a command that may wait, and returns its reply and the connection that it came on.

        With `keep` the connection goes to the caller, who ends with `give_back`. `undo` gives back what the command got
        for a caller who was cancelled.
        """
        while True:
            connection = await self.lease()
            try:
                reply = await self.ask(connection, *words, undo=undo, limit=_WITHDRAWAL_LIMIT)
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
        """Ends the command that waits on a connection, as if its TIMEOUT had run out."""
        pause = 0.001
        while not future.done():
            # 0 says that the command has not arrived yet, or that its reply is on its way.
            ended = await self.call("CLIENT", "UNBLOCK", connection.id, "TIMEOUT", resend=True)
            await asyncio.wait({future}, timeout=_WITHDRAWAL_LIMIT if ended else pause)
            pause = min(pause * 2, 0.1)

    async def lease(self) -> Connection:
        """A connection for one command that waits, or for one holder. It waits for its turn if all are in use."""
        while True:
            while self._idle:
                connection = self._idle.pop()
                if connection.lost is None:
                    return connection
            if self._places < self.max_connections:
                break
            await self._turn()
        self._places += 1
        try:
            return await self._connect_for_lease()
        except BaseException:
            self._places -= 1
            self._next()
            raise

    def give_back(self, connection: Connection) -> None:
        """Puts a connection back. A lost one makes room for another."""
        if connection not in self._open or connection in self._idle:
            return
        if connection.lost is None and not self._closed:
            self._idle.append(connection)
        else:
            self._forget(connection)
        self._next()

    async def _connect_for_lease(self) -> Connection:
        attempt = 0
        while not self._closed:
            try:
                connection = await Connection.open(self.address)
            except (OSError, TuttiError) as error:
                if not _may_pass(error):
                    raise
                await asyncio.sleep(backoff(attempt))
                attempt += 1
                continue
            self._open.add(connection)
            connection.when_lost(lambda _: self._idle_lost(connection))
            return connection
        raise ConnectionLost("this client was closed")

    def _idle_lost(self, connection: Connection) -> None:
        if connection in self._idle:
            self._idle.remove(connection)
            self._forget(connection)
            self._next()

    def _forget(self, connection: Connection) -> None:
        if connection in self._open:
            self._open.discard(connection)
            self._places -= 1
            connection.close()

    async def _turn(self) -> None:
        if not self._line:
            log.warning("all %d connections (max_connections) are in use, a call waits for one", self.max_connections)
        turn: "asyncio.Future[None]" = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    def _next(self) -> None:
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return

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
        self, connection: Connection, future: "asyncio.Future[Any]", words: Tuple[Word, ...], resend: bool
    ) -> None:
        def answered(reply: "asyncio.Future[Any]") -> None:
            error = reply.exception()
            if future.done():
                return
            if error is None:
                future.set_result(reply.result())
            elif isinstance(error, ConnectionLost) and resend and not self._closed:
                self._outbox.append((future, words, resend))
                self._resent.add(future)
                future.add_done_callback(self._resent.discard)
            else:
                future.set_exception(error)

        connection.send(*words).add_done_callback(answered)

    def _became(self, connection: Connection) -> None:
        self._control = connection
        self.generation += 1
        connection.when_lost(self._control_lost)
        outbox, self._outbox = self._outbox, deque()
        for future, words, resend in outbox:
            if not future.done():
                self._send(connection, future, words, resend)

    def _control_lost(self, error: ConnectionLost) -> None:
        self._control = None
        if not self._closed:
            log.warning("%s is away, this client connects again: %s", self.address, error)
            self._connecting = asyncio.get_running_loop().create_task(self._connect_again())

    async def _connect_again(self) -> None:
        attempt = 0
        while not self._closed:
            await asyncio.sleep(backoff(attempt))
            attempt += 1
            try:
                connection = await Connection.open(self.address)
            except (OSError, TuttiError) as error:
                log.debug("%s: %s", self.address, error)
                continue
            log.info("connected to %s again", self.address)
            self._became(connection)
            return


def _may_pass(error: BaseException) -> bool:
    """Whether a failed attempt to connect may succeed later. A wrong password does not become right."""
    return not isinstance(error, PermissionError)
