"""A client on the event loop of a thread, for tests whose calls block."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from typing import Any, Callable, Optional

import tutti

real_sleep = asyncio.sleep


class Background:
    """A client on the loop of a thread, and the calls into it."""

    def __init__(self, url: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.client = tutti.connect(url, max_connections=500)
        self.call(self.client.__aenter__)
        # Counts beginnings and ends of bridged calls, and those under way.
        self.activity = 0
        self.pending = 0
        # Calls that are late, so that those before them can arrive.
        self.late = 0

    def close(self) -> None:
        self.call(self.client.__aexit__, None, None, None)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Calls a function on the loop of the thread, awaits what it returns, and blocks until then."""
        result: "concurrent.futures.Future[Any]" = concurrent.futures.Future()

        async def run() -> None:
            try:
                value = function(*arguments)
                result.set_result(await value if hasattr(value, "__await__") else value)
            except BaseException as error:
                result.set_exception(error)

        asyncio.run_coroutine_threadsafe(run(), self.loop)
        return result.result(60)

    async def bridge(self, function: Callable[..., Any], undo: Optional[Callable[[Any], Any]] = None) -> Any:
        """Awaits a coroutine function on the loop of the thread. A cancellation goes there, and its end is awaited.

        If the call has ended in the very moment, `undo` takes its result back, as the client does in one loop.
        """
        local = asyncio.get_running_loop()
        ended: "asyncio.Future[None]" = local.create_future()
        started: "concurrent.futures.Future[asyncio.Task[Any]]" = concurrent.futures.Future()

        def start() -> None:
            task = self.loop.create_task(function())
            task.add_done_callback(lambda _: local.call_soon_threadsafe(ended.set_result, None))
            started.set_result(task)

        self.activity += 1
        self.pending += 1
        self.loop.call_soon_threadsafe(start)
        task = started.result()
        cancellation = None
        while not ended.done():
            try:
                await asyncio.shield(ended)
            except asyncio.CancelledError as error:
                cancellation = error
                self.loop.call_soon_threadsafe(task.cancel)
        self.pending -= 1
        self.activity += 1
        if cancellation is None:
            return task.result()
        if not task.cancelled() and task.exception() is None and undo is not None:
            self.call(undo, task.result())
        raise cancellation

    async def last(self, function: Callable[..., Any]) -> None:
        """Calls a function when the calls before it have arrived, though each has a connection of its own."""
        self.late += 1
        await self.settle(1)
        self.call(function)
        self.late -= 1

    async def settle(self, late: int = 0) -> None:
        """Returns when nothing goes on any more by itself."""
        quiet_rounds = 0
        for _ in range(200):
            before = self.activity
            await self._turns()
            quiet = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._is_quiet(), self.loop))
            await self._turns()
            # A second look, since the server may write the replies of two connections in any order.
            quiet_rounds = quiet_rounds + 1 if quiet and before == self.activity else 0
            if quiet_rounds >= 2 and self.late == late:
                return

    @staticmethod
    async def _turns() -> None:
        for _ in range(5):
            await real_sleep(0)

    async def _is_quiet(self) -> bool:
        await self._turns()
        pool = self.client.pool
        # An answer of the owner of queues and locks stands behind all that it has sent before.
        await pool.call("QUEUE", "SIZE", "settle")
        waiting = {c.id: len(c._unanswered) for c in pool._open if c._unanswered}
        lines = (await pool.call("CLIENT", "LIST")).decode().splitlines()
        shown = {int(f["id"]): int(f["cmd-waiting"]) for f in (dict(w.split("=", 1) for w in l.split()) for l in lines)}
        await pool.call("QUEUE", "SIZE", "settle")
        await self._turns()
        waiting_now = {c.id: len(c._unanswered) for c in pool._open if c._unanswered}
        return (
            waiting == waiting_now
            and all(shown.get(id) == number for id, number in waiting.items())
            and sum(waiting.values()) == self.pending
            and not pool._background
        )
