"""Holding a lock or a permit: the connection that belongs to it, its lease, and its loss."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, Callable, Coroutine, List, Optional, Tuple

from .answer import Answer
from .connection import Connection
from .errors import ConnectionLost, LockLost, NotHeld
from .items import current_task
from .leases import Renewal
from .pool import WITHDRAWAL_LIMIT, Pool
from .resp import Word
from .timing import milliseconds, retrieve

if TYPE_CHECKING:
    from .client import Tutti


class Hold:
    """One lock or permit that is held, from its token until it is released or lost.

    The connection may have several holds of one task, and is given back behind the last of them.
    """

    def __init__(
        self,
        pool: Pool,
        command: str,
        name: str,
        connection: Connection,
        token: int,
        owner: "Optional[asyncio.Task[Any]]",
    ) -> None:
        self.connection = connection
        self.token = token
        # The task that called `acquire`.
        self.owner = owner
        self.lost: Optional[LockLost] = None
        # The task inside of `async with`, which is cancelled when the lock is lost.
        self.task: "Optional[asyncio.Task[Any]]" = None
        self.has_cancelled = False
        self._pool = pool
        self._command = command
        self._name = name
        self._renewal: Optional[Renewal] = None
        connection.holds.append((command, name))
        self._forget = connection.when_lost(self._lose)

    def renew(self, lease: float) -> None:
        """Renews a lease of so many seconds until the end of this hold."""
        self._renewal = Renewal(
            self._pool,
            lease / 3,
            lambda: self._pool.call(self._command, "TOUCH", self._name, self.token, resend=True),
            self._lose,
        )

    def release(self) -> "asyncio.Future[Any]":
        """Sends the release, and leaves the connection when it is answered."""
        self._stop()
        words = (self._command, "RELEASE", self._name, self.token)
        if self.connection.waiting is None:
            future = self.connection.send(*words)
        else:
            # Behind what its owner waits for there it would come too late.
            future = self._pool.call(*words, resend=True)
        future.add_done_callback(retrieve)
        future.add_done_callback(lambda _: self._leave())
        return future

    def _stop(self) -> None:
        self._forget()
        if self._renewal is not None:
            self._renewal.stop()

    def _leave(self) -> None:
        self.connection.holds.remove((self._command, self._name))
        if not self.connection.holds:
            self._pool.give_back(self.connection)

    def _lose(self, error: Exception) -> None:
        if self.lost is not None:
            return
        self.lost = LockLost(f"{self._command.lower()} {self._name}: {error}")
        self._stop()
        self._leave()
        if self.task is not None:
            self.has_cancelled = True
            self.task.cancel()


class Holder:
    """What Lock, Semaphore and Condition have in common: acquire, release, and `async with`.

    Like asyncio's, an object may be used by many tasks, and any of them may release what another has acquired.
    """

    command = ""
    # Whether an acquire waits in line when all connections are in use, and may share the connection of its task.
    counts = True

    def __init__(self, client: "Tutti", name: str, lease: Optional[float]) -> None:
        self.name = name
        self.lease = lease
        self._client = client
        # What is held, or was lost and nobody has been told, in the order of the acquires.
        self._holds: List[Hold] = []

    def acquire(self) -> "Coroutine[Any, Any, bool]":
        """Waits for its turn. An acquire that is cancelled holds nothing. A deadlock raises `Deadlock`."""
        # The caller's task, though `wait_for` may carry it out in another.
        return self._acquire(current_task())

    async def _acquire(self, owner: "Optional[asyncio.Task[Any]]") -> bool:
        await self._hold(owner)
        return True

    def release(self) -> Answer[None]:
        """Releases what was acquired last without `async with`, or else what this task has.

        It raises `LockLost` if it was lost, and RuntimeError if nothing is held.
        """
        hold = self._hold_to_release()
        if hold is None:
            raise NotHeld(f"{self.command.lower()} {self.name} is not acquired")
        self._holds.remove(hold)
        if hold.lost is not None:
            raise hold.lost
        return Answer(hold.release(), lambda _: None)

    async def __aenter__(self) -> None:
        task = current_task()
        hold = await self._hold(task)
        hold.task = task

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        task = current_task()
        hold = next((each for each in reversed(self._holds) if each.task is task), None)
        if hold is None:
            if kind is not None:
                return
            # The body released it itself.
            raise NotHeld(f"{self.command.lower()} {self.name} is not acquired")
        hold.task = None
        self._holds.remove(hold)
        if hold.lost is None:
            try:
                await asyncio.shield(hold.release())
            except (NotHeld, ConnectionError) as lost:
                if kind is not None:
                    return  # The exception of the body goes on.
                raise LockLost(f"{self.command.lower()} {self.name}: {lost}") from error
            return
        if hold.has_cancelled and task is not None and sys.version_info >= (3, 11):
            if getattr(task, "uncancel")() > 0 and kind is asyncio.CancelledError:
                return  # Another cancellation came, too, and goes on.
        if kind is None or kind is asyncio.CancelledError:
            raise hold.lost from error

    async def _hold(self, owner: "Optional[asyncio.Task[Any]]") -> Hold:
        pool = self._client.pool
        words: List[Word] = [self.command, "ACQUIRE", self.name, *self._acquire_words()]
        shared = pool.holding(owner, (self.command, self.name)) if self.counts else None
        found = None if shared is None else await self._acquire_on(shared, words)
        if found is None:
            found = await pool.wait(
                *words, resend=True, undo=self._undo, keep=True, counts=self.counts, at_once=self.counts
            )
        token, connection = found
        hold = Hold(pool, self.command, self.name, connection, token, owner)
        if self.counts:
            pool.holds(owner, connection)
        if self.lease is not None:
            hold.renew(self.lease)
        self._holds.append(hold)
        return hold

    async def _acquire_on(self, connection: Connection, words: List[Word]) -> "Optional[Tuple[Any, Connection]]":
        """On the connection that has what its task holds, so that the server can find a deadlock."""
        try:
            token = await self._client.pool.ask(connection, *words, undo=self._undo, limit=WITHDRAWAL_LIMIT)
        except ConnectionLost:
            return None
        return token, connection

    def _acquire_words(self) -> List[Word]:
        return [] if self.lease is None else ["LEASE", milliseconds(self.lease)]

    async def _undo(self, connection: Connection, token: int) -> None:
        await connection.send(self.command, "RELEASE", self.name, token)

    def _hold_to_release(self) -> Optional[Hold]:
        task = current_task()
        preferred: Tuple[Callable[[Hold], bool], ...] = (
            lambda hold: hold.task is None and hold.owner is task,
            lambda hold: hold.task is None and hold.lost is None,
            lambda hold: hold.task is task,
            lambda hold: hold.lost is None,
            lambda hold: True,
        )
        return next((hold for fits in preferred for hold in reversed(self._holds) if fits(hold)), None)

    def __repr__(self) -> str:
        held = sum(hold.lost is None for hold in self._holds)
        return f"<{type(self).__name__} {self.name!r} held={held}>"
