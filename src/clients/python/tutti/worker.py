"""Workers: an `async def` that takes the items of a queue."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
from typing import TYPE_CHECKING, Any, Awaitable, Callable, List, Optional, Set

from .codec import Codec
from .connection import Connection
from .errors import ConnectionLost, ItemLost, NotPermitted, QueueShutDown, ServerFull, TooBig, Unblocked
from .items import Item
from .pool import unlimited
from .resp import Word
from .signals import Stop
from .timing import backoff, milliseconds, retrieve

if TYPE_CHECKING:
    from .client import Tutti

log = logging.getLogger("tutti")

_current: "contextvars.ContextVar[Item]" = contextvars.ContextVar("tutti.current_item")


def current_item() -> Item:
    """The item that this handler works on, with its id, its attempt, and `touch(progress)`."""
    return _current.get()


class Worker:
    """Takes up to `concurrency` items of a queue at a time, no more than it works on, and gives each to a handler.

    What the handler returns is the result. An exception fails the item with its text. When the item is cancelled at the
    server, or is lost with its connection or its lease, the handler gets a CancelledError. The server is asked for that
    every `heartbeat` seconds, which renews the `lease`, too.
    """

    def __init__(
        self,
        client: "Tutti",
        queue: str,
        handler: Callable[[Any], Awaitable[Any]],
        concurrency: int = 1,
        *,
        lease: Optional[float] = None,
        heartbeat: float = 1.0,
        codec: Optional[Codec] = None,
    ) -> None:
        if concurrency < 1:
            raise ValueError("concurrency must be at least 1")
        self.queue = queue
        self.concurrency = concurrency
        self._client = client
        self._handler = handler
        self._lease = lease
        self._heartbeat = min(heartbeat, lease / 3) if lease else heartbeat
        self._codec = codec or client.codec
        self._running: "Set[asyncio.Task[None]]" = set()
        self._is_aborted = False

    async def fetch(self) -> None:
        """Gets items and starts their handlers, until it is cancelled or the queue is shut down."""
        failures = 0
        self._is_aborted = False
        while True:
            while len(self._running) >= self.concurrency:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            try:
                await self._fetch_some()
                failures = 0
            except QueueShutDown as error:
                log.info("the worker of %s ends: %s", self.queue, error)
                return
            except Unblocked as error:
                log.info("the worker of %s goes on: %s", self.queue, error)
            except ServerFull as error:
                log.warning("%s: %s", self.queue, error)
                await asyncio.sleep(backoff(failures))
                failures += 1

    async def drain(self, seconds: float) -> None:
        """Lets the handlers finish. Those that have not after this time are cancelled, and their items go back."""
        if self._running and seconds > 0:
            await asyncio.wait(self._running, timeout=seconds)
        self._is_aborted = True
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _fetch_some(self) -> None:
        free = self.concurrency - len(self._running)
        words: List[Word] = ["COUNT", free]
        if self._lease is not None:
            words += ["LEASE", milliseconds(self._lease)]
        replies, connection = await self._client.pool.wait(
            "QUEUE", "GET", self.queue, *words, resend=True, undo=self._undo, counts=False
        )
        for reply in replies:
            item = Item(self._client, self.queue, self._codec, connection, reply)
            task = asyncio.get_running_loop().create_task(self._handle(item))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            item.when_lost(functools.partial(_cancel, task))
            item.renew(self._heartbeat)

    async def _handle(self, item: Item) -> None:
        _current.set(item)
        unlimited.set(True)
        try:
            result = await self._handler(item.value)
            raw = b"" if result is None else self._codec.encode(result)
        except asyncio.CancelledError:
            if item.lost is not None:
                log.info("the handler of %r was cancelled: %s", item, item.lost)
            elif self._is_aborted:
                await self._end(item, item.release)
            else:
                await self._end(item, lambda: item.fail("CancelledError"))
        except Exception as error:
            message = str(error) or type(error).__name__
            log.debug("%r failed", item, exc_info=True)
            await self._end(item, lambda: item.fail(message))
        else:
            await self._end(item, lambda: item.done_raw(raw))

    async def _end(self, item: Item, end: Callable[[], Awaitable[None]]) -> None:
        try:
            await self._tell(item, end)
        except Exception:
            # A worker that keeps an item renews its lease without end.
            log.exception("the end of %r cannot be told, so it goes back", item)
            try:
                await self._tell(item, item.release)
            finally:
                item.let_go()

    async def _tell(self, item: Item, end: Callable[[], Awaitable[None]]) -> None:
        """Tells the server the end of an item, again and again while it has no room for the result."""
        attempt = 0
        while True:
            try:
                await end()
                return
            except ServerFull as error:
                log.warning("%r: %s", item, error)
                await asyncio.sleep(backoff(attempt))
                attempt += 1
            except TooBig as error:
                message = str(error)
                end = lambda: item.fail(message)  # noqa: E731
            except (ItemLost, ConnectionLost) as error:
                log.info("%r is not this worker's any more: %s", item, error)
                return

    async def _undo(self, connection: Connection, replies: List[Any]) -> None:
        for id, _, attempt in reversed(replies):
            connection.send("QUEUE", "RELEASE", self.queue, id, "ATTEMPT", attempt).add_done_callback(retrieve)
        await connection.send("PING")


def _cancel(task: "asyncio.Task[None]") -> None:
    task.cancel()


async def serve(client: "Tutti", drain: float, signals: bool) -> None:
    """Runs the workers of a client, see `Tutti.serve`."""
    if not client.workers:
        raise RuntimeError("there is no worker to serve: decorate one with @t.worker(queue)")
    stop = Stop(signals)
    try:
        if client.is_connected:
            await _serve(client, drain, stop)
            return
        try:
            await stop.unless(_enter(client))
            if client.is_connected:
                await _serve(client, drain, stop)
        finally:
            await client.__aexit__(None, None, None)
    finally:
        stop.end()


async def _enter(client: "Tutti") -> None:
    attempt = 0
    while True:
        try:
            await client.__aenter__()
            return
        except NotPermitted:
            raise
        except OSError as error:
            log.warning("%s is not there yet: %s", client.servers, error)
            await asyncio.sleep(backoff(attempt))
            attempt += 1


async def _serve(client: "Tutti", drain: float, stop: Stop) -> None:
    def draining(seconds: float) -> "asyncio.Future[Any]":
        drained = asyncio.gather(*(worker.drain(seconds) for worker in client.workers))
        # A second signal leaves it behind.
        drained.add_done_callback(retrieve)
        return drained

    try:
        try:
            await stop.unless(_fetch_all(client.workers))
        finally:
            # Also behind a cancellation or an error. A second cancellation ends it.
            await asyncio.wait({draining(drain), stop.second}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # After a second signal or cancellation: no time for anything.
        await draining(0)


async def _fetch_all(workers: List[Worker]) -> None:
    tasks = [asyncio.ensure_future(worker.fetch()) for worker in workers]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
