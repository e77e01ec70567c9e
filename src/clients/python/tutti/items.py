"""An item in the hands of this client."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Awaitable, Callable, List, Optional

from .answer import Answer
from .codec import Codec, decode
from .connection import Connection
from .errors import ConnectionLost, ItemLost
from .leases import Renewal
from .pool import WITHDRAWAL_LIMIT, Pool
from .resp import Word

if TYPE_CHECKING:
    from .client import Tutti

__all__ = ["Item"]

log = logging.getLogger("tutti")


class Item:
    """An item that this client got and has not finished. `attempt` is 1 at its first delivery.

    It belongs to the connection that got it, and is ready again when that is lost. Every command names the attempt, so
    that a late `done` cannot settle a later delivery.
    """

    def __init__(
        self,
        client: "Tutti",
        queue: str,
        codec: Codec,
        connection: Connection,
        reply: List[Any],
        task: "Optional[asyncio.Task[Any]]" = None,
    ) -> None:
        self.queue = queue
        self.id: int = reply[0]
        self.raw: bytes = reply[1]
        self.attempt: int = reply[2]
        # Why this client has the item no more; None while it has.
        self.lost: Optional[Exception] = None
        # The task that called `get`.
        self.task = task or current_task()
        self._pool = client.pool
        self._codec = codec
        self._ended = False
        self._renewal: Optional[Renewal] = None
        self._on_lost: List[Callable[[], None]] = []
        self._connection: Optional[Connection] = connection
        connection.items += 1
        self._forget_connection = connection.when_lost(self._lose)

    @property
    def value(self) -> Any:
        """The object that was put. It raises `DecodeError` if the codec cannot read it."""
        return decode(self._codec, self.raw)

    def done(self, result: Any = None) -> Answer[None]:
        """The item is finished. A client that awaits it gets the result."""
        return self.done_raw(b"" if result is None else self._codec.encode(result))

    def done_raw(self, result: bytes) -> Answer[None]:
        """The same with a result in bytes."""
        return self._end("DONE", result, resend=True)

    def fail(self, message: str) -> Answer[None]:
        """The item failed. It comes back if it has attempts left. Else a client that awaits it gets `TaskFailed`."""
        # Safe to send again, since the attempt has ended then. That of a release does not count, and may be another's.
        return self._end("FAIL", message.encode(errors="backslashreplace"), resend=True)

    def release(self) -> Answer[None]:
        """Gives the item back to the front of its queue. This attempt does not count."""
        return self._end("RELEASE")

    def touch(self, progress: Any = None) -> Answer[None]:
        """Begins the lease again. The item keeps the progress, of at most 4,096 bytes."""
        words: List[Word] = [] if progress is None else [self._codec.encode(progress)]
        return Answer(self._settle("TOUCH", words, resend=True), lambda _: None)

    def renew(self, interval: float) -> None:
        """Touches the item in intervals of so many seconds, until it ends or is lost."""
        self._renewal = Renewal(self._pool, interval, self.touch, self._lose)

    def when_lost(self, callback: Callable[[], None]) -> None:
        """Calls back when this client has the item no more, though it has not finished it."""
        self._on_lost.append(callback)

    def _end(self, command: str, *words: Word, resend: bool = False) -> Answer[None]:
        future = self._settle(command, list(words), resend)
        self._ended = True
        future.add_done_callback(self._answered)
        return Answer(future, lambda _: None)

    def _answered(self, future: "asyncio.Future[Any]") -> None:
        error = None if future.cancelled() else future.exception()
        if error is None or isinstance(error, (ItemLost, ConnectionLost)):
            self.let_go()
        else:
            self._ended = False  # The server has refused the command, and the item is still in flight.

    def _settle(self, command: str, words: List[Word], resend: bool) -> "asyncio.Future[Any]":
        if self._ended:
            raise ValueError(f"item {self.id} of {self.queue} was finished already")
        if self.lost is not None:
            raise ItemLost(f"item {self.id} of {self.queue}: {self.lost}")
        return self._pool.call(
            "QUEUE", command, self.queue, self.id, *words, "ATTEMPT", self.attempt, resend=resend
        )

    def let_go(self) -> None:
        """This client renews the item no more, and hears nothing of it."""
        self._ended = True
        self._leave_connection()
        if self._renewal is not None:
            self._renewal.stop()

    def _lose(self, error: Exception) -> None:
        if self._ended or self.lost is not None:
            return
        self.lost = error
        self._leave_connection()
        if self._renewal is not None:
            self._renewal.stop()
        for callback in self._on_lost:
            callback()

    def _leave_connection(self) -> None:
        self._forget_connection()
        if self._connection is not None:
            self._connection.items -= 1
            self._connection = None

    def __repr__(self) -> str:
        return f"<Item {self.id} of {self.queue} attempt={self.attempt}>"


def current_task() -> "Optional[asyncio.Task[Any]]":
    """The task that runs, if there is one."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None  # No loop runs yet.


async def withdraw(pool: Pool, work: Awaitable[Any]) -> None:
    """Takes back what a cancelled caller did. If that takes longer than the limit, it goes on in the background."""

    async def attempt() -> None:
        try:
            await work
        except Exception as error:
            # The command has failed by itself, or its connection is lost: nothing is left to take back.
            log.debug("withdrawn: %s", error)

    await pool.finish(asyncio.wait({pool.spawn(attempt())}, timeout=WITHDRAWAL_LIMIT))


async def cancel_put(pool: Pool, queue: str, id: "asyncio.Future[Any]") -> None:
    """Cancels the item of a PUT or SUBMIT, as soon as its id is known."""
    if await id is not None:
        await pool.call("CANCEL", queue, id.result(), resend=True)
