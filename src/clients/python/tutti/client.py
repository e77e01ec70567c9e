"""`connect`, and the client that has asyncio's names."""

from __future__ import annotations

import asyncio
import functools
import ssl
import sys
from typing import Any, Awaitable, Callable, Iterable, Iterator, List, Optional, Set, Tuple, TypeVar

from . import locks, queues
from .answer import Answer
from .codec import JSON, Codec
from .connection import CONNECT_LIMIT
from .pool import Pool
from .resp import Word, is_of_connection, may_wait
from .servers import Servers
from .awaiter import Awaiter
from .tasks import Call, gather, is_call
from .worker import Worker, serve

Handler = TypeVar("Handler", bound=Callable[[Any], Awaitable[Any]])


class Tutti:
    """A client of one server, for `async with`. Its names are asyncio's, and so is what they do.

    It connects at the beginning of the block, and raises an OSError if the server is not there. Later it connects again
    by itself, as often as needed, and what waits goes on waiting; put a `timeout` around what shall not. At the end of
    the block everything that it holds is given back.
    """

    def __init__(self, servers: Servers, *, codec: Codec = JSON, max_connections: int = 100) -> None:
        if max_connections < 1:
            raise ValueError("max_connections must be at least 1")
        self.servers = servers
        self.codec = codec
        self.workers: List[Worker] = []
        self._max_connections = max_connections
        self._pool: Optional[Pool] = None
        self._awaiter: Optional[Awaiter] = None
        self._is_entering = False

    async def __aenter__(self) -> "Tutti":
        if self._pool is not None or self._is_entering:
            raise RuntimeError("this client is connected already")
        pool = Pool(self.servers, self._max_connections)
        self._is_entering = True
        try:
            await pool.start()
        finally:
            self._is_entering = False
        self._pool = pool
        self._awaiter = Awaiter(pool)
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.close()

    async def close(self) -> None:
        """Gives back everything that the client holds, as the end of the block does."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    @property
    def is_connected(self) -> bool:
        """Whether this is inside of `async with`. The server may be away."""
        return self._pool is not None

    @property
    def pool(self) -> Pool:
        """The connections, inside of `async with`."""
        if self._pool is None:
            raise RuntimeError("the client is not connected: use it inside of `async with tutti.connect(...)`")
        return self._pool

    @property
    def awaiter(self) -> Awaiter:
        """What awaits the submitted tasks."""
        if self._awaiter is None:
            raise RuntimeError("the client is not connected: use it inside of `async with tutti.connect(...)`")
        return self._awaiter

    def command(self, *words: Word) -> Answer[Any]:
        """Any command that does not wait, as the protocol has it: `await t.command("QUEUE", "STATS", "jobs")`."""
        if may_wait(words):
            raise ValueError(f"{words[:2]} may wait, and all commands behind it: add TIMEOUT 0, or use a method for it")
        if is_of_connection(words):
            raise ValueError(f"{words[0]!r} would change the connection of all other calls")
        return Answer(self.pool.call(*words))

    # Queues and locks, by name.

    def Queue(self, name: str, maxsize: Optional[int] = None, **options: Any) -> "queues.Queue[Any]":
        """The queue of this name, see `Queue`."""
        return queues.Queue(self, name, maxsize, **options)

    def LifoQueue(self, name: str, maxsize: Optional[int] = None, **options: Any) -> "queues.LifoQueue[Any]":
        """The queue of this name that gives the newest item first."""
        return queues.LifoQueue(self, name, maxsize, **options)

    def PriorityQueue(self, name: str, maxsize: Optional[int] = None, **options: Any) -> "queues.PriorityQueue[Any]":
        """The queue of this name that gives the smallest priority first."""
        return queues.PriorityQueue(self, name, maxsize, **options)

    def Lock(self, name: str, *, lease: Optional[float] = None) -> locks.Lock:
        """The lock of this name, see `Lock`."""
        return locks.Lock(self, name, lease=lease)

    def Event(self, name: str) -> locks.Event:
        """The event of this name, see `Event`."""
        return locks.Event(self, name)

    def Semaphore(self, name: str, value: int = 1, *, lease: Optional[float] = None) -> locks.Semaphore:
        """The semaphore of this name, see `Semaphore`."""
        return locks.Semaphore(self, name, value, lease=lease)

    BoundedSemaphore = Semaphore

    def Condition(self, name: str) -> locks.Condition:
        """The condition of this name, see `Condition`."""
        return locks.Condition(self, name)

    def Barrier(self, name: str, parties: int) -> locks.Barrier:
        """The barrier of this name, see `Barrier`."""
        return locks.Barrier(self, name, parties)

    # Tasks.

    def task(self, queue: str, item: Any = None, *, codec: Optional[Codec] = None, **options: Any) -> Call:
        """A call of the task of this name, for `await`, `gather`, `create_task` and a `TaskGroup`.

        `priority` and `group` are for queues that take them.
        """
        unknown = options.keys() - {"priority", "group"}
        if unknown:
            raise TypeError(f"task() got an unexpected keyword argument {unknown.pop()!r}")
        return Call(self, queue, item, codec or self.codec, options)

    def create_task(self, call: Any, *, name: Optional[str] = None) -> "asyncio.Task[Any]":
        """An asyncio task that submits the call and awaits its result. To cancel it cancels the item at the server.

        It survives a lost connection and a restart of the server. Coroutines become tasks as in asyncio.
        """
        work = call.as_task() if isinstance(call, Call) else call
        return asyncio.get_running_loop().create_task(work, name=name)

    def gather(
        self, *awaitables: Any, return_exceptions: bool = False, limit: Optional[int] = None
    ) -> "asyncio.Future[List[Any]]":
        """The results of all, in order. The first failure is raised at once, and the others run on.

        Calls alone are one GATHER, of which at most `limit` are under way at a time. Together with other awaitables
        each is a task of its own.
        """
        if awaitables and all(is_call(each) for each in awaitables):
            return asyncio.ensure_future(gather(self, list(awaitables), return_exceptions, limit))
        if limit is not None:
            raise ValueError("limit is for calls alone, which have no priority and no group")
        futures = [self._ensure(each) for each in awaitables]
        return asyncio.gather(*futures, return_exceptions=return_exceptions)

    async def wait(
        self,
        tasks: Iterable[Any],
        *,
        timeout: Optional[float] = None,
        return_when: str = asyncio.ALL_COMPLETED,
    ) -> "Tuple[Set[asyncio.Task[Any]], Set[asyncio.Task[Any]]]":
        """The tasks that are done and those that are pending, as `asyncio.wait`. It cancels nothing."""
        futures = {self._ensure(each) for each in tasks}
        return await asyncio.wait(futures, timeout=timeout, return_when=return_when)

    def as_completed(self, tasks: Iterable[Any], *, timeout: Optional[float] = None) -> Iterator[Awaitable[Any]]:
        """Awaitables of the results, the earliest first, as `asyncio.as_completed`."""
        return asyncio.as_completed([self._ensure(each) for each in tasks], timeout=timeout)

    def TaskGroup(self) -> Any:
        """A group whose first failure cancels the others, as `asyncio.TaskGroup`, for Python 3.11 and later."""
        if sys.version_info < (3, 11):
            raise RuntimeError("TaskGroup needs Python 3.11, as asyncio's own")
        return _group_class()(self)

    @staticmethod
    def timeout(delay: Optional[float]) -> Any:
        """`asyncio.timeout`, for Python 3.11 and later. What it cancels is withdrawn at the server."""
        if sys.version_info < (3, 11):
            raise RuntimeError("timeout needs Python 3.11, as asyncio's own: use asyncio.wait_for")
        return asyncio.timeout(delay)

    def worker(self, queue: str, *, concurrency: int = 1, **options: Any) -> Callable[[Handler], Handler]:
        """Makes an `async def` the worker of a task, see `Worker`. `serve` starts it."""

        def register(handler: Handler) -> Handler:
            self.workers.append(Worker(self, queue, handler, concurrency, **options))
            return handler

        return register

    async def serve(self, *, drain: float = 10, signals: bool = True) -> None:
        """Runs the workers until SIGTERM or SIGINT, or until it is cancelled. Then they finish what they have begun.

        It may be called outside of `async with`, and then waits for a server that is not there yet. After `drain`
        seconds, or a second signal or cancellation, the handlers that still run are cancelled and their items go back.
        Without `signals` the program's own handlers of signals stay; with them they are back at the end.
        """
        await serve(self, drain, signals)

    def _ensure(self, awaitable: Any) -> Any:
        return self.create_task(awaitable) if isinstance(awaitable, Call) else asyncio.ensure_future(awaitable)


@functools.lru_cache(None)
def _group_class() -> Any:
    class TaskGroup(asyncio.TaskGroup):  # type: ignore[name-defined,misc,unused-ignore]
        def __init__(self, client: Tutti) -> None:
            super().__init__()
            self._client = client

        def create_task(self, call: Any, **options: Any) -> Any:  # type: ignore[override,unused-ignore]
            """A task of the group, of a call or of a coroutine."""
            return super().create_task(call.as_task() if isinstance(call, Call) else call, **options)

    return TaskGroup


def connect(
    url: str = "redis://localhost:8888",
    *,
    codec: Codec = JSON,
    max_connections: int = 100,
    name: Optional[str] = None,
    ssl: Optional[ssl.SSLContext] = None,
    timeout: float = CONNECT_LIMIT,
) -> Tutti:
    """A client of the server at `redis://[user:password@]host:port`, or `rediss://` for TLS, to be entered.

    Of a cluster name several nodes, as in `redis://one:8888,two:8888,three:8888`. The client finds the one that leads.

    At most `max_connections` calls wait at the server at a time, or hold a lock; more of them wait here for their turn.
    Workers, what their handlers call, and conditions do not count. `timeout` is for an attempt to connect, in seconds.
    `name` is what the server shows for this client. `codec` turns items and results into bytes: `JSON`, `TEXT`,
    `BYTES`, or one of your own.
    """
    return Tutti(Servers.of(url, ssl, name, timeout), codec=codec, max_connections=max_connections)
