"""Holding a lock or a permit: the connection that belongs to it, its lease, and its loss."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any, List, Optional

from .answer import Answer
from .connection import Connection
from .errors import LockLost, NotHeld
from .leases import Renewal, milliseconds
from .pool import Pool
from .resp import Word

if TYPE_CHECKING:
    from .client import Tutti


class Hold:
    """One lock or permit that is held, from its token until it is released or lost."""

    def __init__(self, pool: Pool, command: str, name: str, connection: Connection, token: int) -> None:
        self.connection = connection
        self.token = token
        self.lost: Optional[LockLost] = None
        # The task inside of `async with`, which is cancelled when the lock is lost.
        self.task: "Optional[asyncio.Task[Any]]" = None
        self.has_cancelled = False
        self._pool = pool
        self._command = command
        self._name = name
        self._renewal: Optional[Renewal] = None
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
        """Sends the release, and gives the connection back to the pool when it is answered."""
        self._end()
        future = self.connection.send(self._command, "RELEASE", self._name, self.token)
        future.add_done_callback(lambda _: self._pool.give_back(self.connection))
        return future

    def _end(self) -> None:
        self._forget()
        if self._renewal is not None:
            self._renewal.stop()

    def _lose(self, error: Exception) -> None:
        if self.lost is not None:
            return
        self.lost = LockLost(f"{self._command.lower()} {self._name}: {error}")
        self._end()
        if self.connection.lost is not None or self._renewal is not None:
            self._pool.give_back(self.connection)
        if self.task is not None:
            self.has_cancelled = True
            self.task.cancel()


class Holder:
    """What Lock, Semaphore and Condition have in common: acquire, release, and `async with`.

    Like asyncio's, an object may be used by many tasks, and any of them may release what another has acquired.
    """

    command = ""
    # Whether an acquire waits in line when all connections are in use.
    counts = True

    def __init__(self, client: "Tutti", name: str, lease: Optional[float]) -> None:
        self.name = name
        self.lease = lease
        self._client = client
        self._holds: List[Hold] = []
        # Holds that were lost since they were acquired, and that nobody has been told of.
        self._lost: List[Hold] = []

    async def acquire(self) -> bool:
        """Waits for its turn. An acquire that is cancelled holds nothing. A deadlock raises `Deadlock`."""
        await self._hold()
        return True

    def release(self) -> Answer[None]:
        """Releases what was acquired last without `async with`, or else what this task has.

        It raises `LockLost` if it was lost, and RuntimeError if nothing is held.
        """
        self._find_lost()
        if not self._holds:
            if self._lost:
                lost = self._lost.pop().lost
                assert lost is not None
                raise lost
            raise NotHeld(f"{self.command.lower()} {self.name} is not acquired")
        hold = self._hold_to_release()
        self._holds.remove(hold)
        return Answer(hold.release(), lambda _: None)

    async def __aenter__(self) -> None:
        hold = await self._hold()
        hold.task = asyncio.current_task()
        if hold.lost is not None:
            raise hold.lost

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        hold = self._hold_of(asyncio.current_task())
        if hold is None:
            if kind is not None:
                return
            # The body released it itself.
            raise NotHeld(f"{self.command.lower()} {self.name} is not acquired")
        task, hold.task = hold.task, None
        if hold.lost is None:
            self._holds.remove(hold)
            try:
                await asyncio.shield(hold.release())
            except (NotHeld, ConnectionError) as lost:
                if kind is not None:
                    return  # The exception of the body goes on.
                raise LockLost(f"{self.command.lower()} {self.name}: {lost}") from error
            return
        self._find_lost()
        self._lost.remove(hold)
        if hold.has_cancelled and task is not None and sys.version_info >= (3, 11):
            if task.uncancel() > 0 and kind is asyncio.CancelledError:
                return  # Another cancellation came, too, and goes on.
        if kind is None or kind is asyncio.CancelledError:
            raise hold.lost from error

    async def _hold(self) -> Hold:
        pool = self._client.pool
        words = self._acquire_words()
        token, connection = await pool.wait(
            self.command,
            "ACQUIRE",
            self.name,
            *words,
            resend=True,
            undo=self._undo,
            keep=True,
            counts=self.counts,
            at_once=self.counts,
        )
        hold = Hold(pool, self.command, self.name, connection, token)
        if self.lease is not None:
            hold.renew(self.lease)
        self._holds.append(hold)
        return hold

    def _acquire_words(self) -> List[Word]:
        return [] if self.lease is None else ["LEASE", milliseconds(self.lease)]

    async def _undo(self, connection: Connection, token: int) -> None:
        await connection.send(self.command, "RELEASE", self.name, token)

    def _hold_of(self, task: Any) -> Optional[Hold]:
        return next((hold for hold in reversed(self._lost + self._holds) if hold.task is task), None)

    def _hold_to_release(self) -> Hold:
        for task in (None, asyncio.current_task()):
            for hold in reversed(self._holds):
                if hold.task is task:
                    return hold
        return self._holds[-1]

    def _find_lost(self) -> None:
        self._lost += [hold for hold in self._holds if hold.lost is not None]
        self._holds = [hold for hold in self._holds if hold.lost is None]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} held={len(self._holds)}>"
