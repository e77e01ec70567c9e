"""Awaiting the results of submitted tasks, of any number over few connections."""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Optional, Tuple

from .connection import Connection
from .errors import ConnectionLost, ErrorReply, ItemCancelled
from .pool import Pool
from .resp import Word
from .timing import retrieve

# The tasks that one connection awaits: so many, or more if there would be more connections than so many.
_GROUP = 64
_GROUPS = 32

_Key = Tuple[str, int]


class Awaiter:
    """Awaits the results of all submitted tasks of a client, in groups.

    Each group has a connection for its WAIT FIRST_COMPLETED, which names all of its tasks again after each result. So
    the words that are sent for a task grow with its group, and not with the number of all tasks.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._groups: List[_Group] = []

    async def result(self, queue: str, id: int) -> bytes:
        """The result of a task. It is awaited once at a time."""
        return await self._group().result((queue, id))

    def __len__(self) -> int:
        return sum(map(len, self._groups))

    def _group(self) -> "_Group":
        self._groups = [group for group in self._groups if len(group)]
        size = max(_GROUP, len(self) // _GROUPS)
        for group in reversed(self._groups):
            if len(group) < size:
                return group
        self._groups.append(_Group(self._pool))
        return self._groups[-1]


class _Group:
    """The tasks that one connection awaits, as long as there are any."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._awaited: "Dict[_Key, asyncio.Future[bytes]]" = {}
        self._task: "Optional[asyncio.Task[None]]" = None
        self._connection: Optional[Connection] = None
        # The WAIT that is under way, and whether tasks have come since it was sent.
        self._reply: "Optional[asyncio.Future[Any]]" = None
        self._is_stale = False

    def __len__(self) -> int:
        return len(self._awaited)

    async def result(self, task: _Key) -> bytes:
        future: "asyncio.Future[bytes]" = asyncio.get_running_loop().create_future()
        self._awaited[task] = future
        if self._task is None or self._task.done():
            self._task = self._pool.spawn(self._run())
            # Also called if the task is cancelled before it begins.
            self._task.add_done_callback(self._ended)
        elif self._reply is not None and not self._is_stale:
            self._is_stale = True
            self._pool.spawn(self._begin_again())
        try:
            return await future
        finally:
            if self._awaited.get(task) is future:
                del self._awaited[task]

    async def _begin_again(self) -> None:
        # A turn of the loop, so that tasks which are created together are added together.
        await asyncio.sleep(0)
        if self._reply is not None and self._connection is not None:
            await self._pool.unblock(self._connection, self._reply)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        error = ConnectionLost("this client was closed") if task.cancelled() else task.exception()
        if error is None or self._task is not task:
            return  # What is left is the next one's.
        for future in self._awaited.values():
            if not future.done():
                future.set_exception(error)

    async def _run(self) -> None:
        while self._awaited:
            self._connection = await self._pool.lease(clean=True, counts=False)
            try:
                await self._wait(self._connection)
            except (ConnectionLost, ItemCancelled):
                continue  # The latter is a CLIENT UNBLOCK of somebody else, since the connection has no item.
            finally:
                self._reply = None
                self._pool.give_back(self._connection)

    async def _wait(self, connection: Connection) -> None:
        while self._awaited:
            tasks = list(self._awaited.items())
            words: List[Word] = []
            for task, _ in tasks:
                words += task
            self._is_stale = False
            self._reply = connection.send("WAIT", "FIRST_COMPLETED", *words)
            self._reply.add_done_callback(retrieve)
            replies = await asyncio.shield(self._reply)
            for (_, future), reply in zip(tasks, replies):
                if reply is None or future.done():
                    continue
                if isinstance(reply, ErrorReply):
                    future.set_exception(reply.exception())
                else:
                    future.set_result(reply)
            # The callers take their results away now.
            self._awaited = {key: future for key, future in self._awaited.items() if not future.done()}
