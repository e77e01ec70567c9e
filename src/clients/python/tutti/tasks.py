"""Tasks, which workers anywhere carry out, as awaitables."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any, Awaitable, Dict, Generator, List, Optional, Tuple

from .codec import Codec, decode
from .connection import Connection
from .errors import DecodeError, ErrorReply, ItemCancelled
from .items import cancel_put, withdraw
from .resp import Word
from .timing import milliseconds, retrieve

if TYPE_CHECKING:
    from .client import Tutti

__all__ = ["Call"]


class Call:
    """A task and its item. Like a coroutine, it does nothing until it is awaited or made a task of, and does it once.

    `await` of it is RUN: if the caller is cancelled, the item is cancelled at the server, also in the hands of its
    worker. A RUN whose connection is lost raises `ConnectionLost`, and its item is cancelled. For a task that outlives
    the connection use `create_task`.
    """

    def __init__(self, client: "Tutti", queue: str, item: Any, codec: Codec, options: Dict[str, Any]) -> None:
        self.queue = queue
        self.raw = codec.encode(item)
        self._client = client
        self._codec = codec
        self._options = options
        self._awaited = False

    def __await__(self) -> Generator[Any, None, Any]:
        return self._run().__await__()

    async def submit(self) -> Tuple[str, int]:
        """Puts the item with a key of its own, so that a lost connection puts it once, and keeps its result."""
        self._once()
        words: List[Word] = ["SUBMIT", self.queue, self.raw, "KEY", uuid.uuid4().hex, "TTL", _TTL, *self._words()]
        pool = self._client.pool
        future = pool.call(*words, "TIMEOUT", 0, resend=True)
        future.add_done_callback(retrieve)
        try:
            id = await asyncio.shield(future)
        except asyncio.CancelledError:
            if not pool.unsend(future):
                await withdraw(pool, cancel_put(pool, self.queue, future))
            raise
        if id is None:
            id, _ = await pool.wait(*words, resend=True, undo=self._undo, at_once=True)
        return self.queue, int(id)

    async def as_task(self) -> Any:
        """Submits the item and awaits its result. A caller that is cancelled cancels the item."""
        queue, id = await self.submit()
        pool = self._client.pool
        try:
            raw = await self._client.awaiter.result(queue, id)
        except asyncio.CancelledError:
            await withdraw(pool, pool.call("CANCEL", queue, id, resend=True))
            raise
        except ItemCancelled as error:
            raise asyncio.CancelledError(str(error)) from None
        return decode(self._codec, raw)

    def words(self) -> List[Word]:
        """What GATHER and TASKGROUP take."""
        self._once()
        return [self.queue, self.raw]

    def decode(self, reply: Any) -> Any:
        """The result of a reply, or its error as an exception object."""
        if isinstance(reply, ErrorReply):
            error = reply.exception()
            return asyncio.CancelledError(str(error)) if isinstance(error, ItemCancelled) else error
        return decode(self._codec, reply)

    def has_options(self) -> bool:
        """Whether GATHER cannot carry it out, since it has no place for options."""
        return bool(self._options)

    async def _run(self) -> Any:
        self._once()
        # The caller's time is what counts: no limit of the server's.
        words: List[Word] = ["RUN", self.queue, self.raw, *self._words(), "TIMEOUT", _NO_LIMIT]
        raw, _ = await self._client.pool.wait(*words, clean=True)
        return decode(self._codec, raw)

    def _once(self) -> None:
        if self._awaited:
            raise RuntimeError(f"{self!r} was awaited already")
        self._awaited = True

    def _words(self) -> List[Word]:
        words: List[Word] = []
        for name, value in self._options.items():
            words += [name.upper(), value]
        return words

    async def _undo(self, connection: Connection, id: int) -> None:
        await connection.send("CANCEL", self.queue, id)

    def __repr__(self) -> str:
        return f"<Call of {self.queue}>"


# For so long the server keeps a result that this client fetches as soon as it is there.
_TTL = milliseconds(300)
# The longest time that the server takes, 365 days.
_NO_LIMIT = milliseconds(365 * 24 * 3600)


async def gather(client: "Tutti", calls: List[Call], return_exceptions: bool, limit: Optional[int]) -> List[Any]:
    """One GATHER of calls."""
    words: List[Word] = ["GATHER", "TIMEOUT", _NO_LIMIT]
    if limit is not None:
        words += ["LIMIT", limit]
    if return_exceptions:
        words.append("RETURN_EXCEPTIONS")
    for call in calls:
        words += call.words()
    replies, _ = await client.pool.wait(*words, clean=True)
    results: List[Any] = []
    for call, reply in zip(calls, replies):
        try:
            results.append(call.decode(reply))
        except DecodeError as error:
            if not return_exceptions:
                raise
            results.append(error)
    return results


def is_call(awaitable: Awaitable[Any]) -> bool:
    """Whether the server can carry it out together with others."""
    return isinstance(awaitable, Call) and not awaitable.has_options()
