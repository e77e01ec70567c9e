"""asyncio, with the queues, locks and tasks of a Tutti server in the place of asyncio's own.

    from tutti import asyncio

in the place of `import asyncio` is all that a program changes. `run` connects to the server at `TUTTI_URL`, which is
`redis://localhost:8888` if it is not set. A `name` shares a queue or lock with other programs; without one it is this
program's alone, and such a queue or event is gone at its end. Everything else is asyncio's.
"""

from __future__ import annotations

import asyncio as _asyncio
import contextvars
import logging
import os
import uuid
from typing import Any, Callable, List, Optional, TypeVar

from . import locks, queues
from .client import Tutti, connect
from .errors import BrokenBarrierError, QueueShutDown, TuttiError  # noqa: F401
from .tasks import Call
from .timing import within

T = TypeVar("T")

log = logging.getLogger("tutti")

_client: "contextvars.ContextVar[Tutti]" = contextvars.ContextVar("tutti.asyncio.client")
# What deletes the queues and clears the events without a name, which nobody else can use.
_private: "contextvars.ContextVar[List[Callable[[], Any]]]" = contextvars.ContextVar("tutti.asyncio.private")
# A server that has gone does not keep the program for more than so many seconds.
_CLEANUP_LIMIT = 5.0


def client() -> Tutti:
    """The client of the program that `run` runs."""
    found = _client.get(None)
    if found is None:
        raise RuntimeError("there is no connection to a server: start the program with run of tutti.asyncio")
    return found


def run(main: Any, *, url: Optional[str] = None, **options: Any) -> Any:
    """`asyncio.run`, connected to the server."""

    address = url or os.environ.get("TUTTI_URL") or "redis://localhost:8888"

    async def connected() -> Any:
        async with connect(address) as connection:
            _client.set(connection)
            _private.set([])
            try:
                return await main
            finally:
                await _clean_up(_private.get())

    program = connected()
    try:
        return _asyncio.run(program, **options)
    finally:
        # Neither is awaited if there is no connection, or no loop can be started here.
        program.close()
        main.close()


async def _clean_up(ends: List[Callable[[], Any]]) -> None:
    async def all_ends() -> None:
        for end in ends:
            await end()

    try:
        await within(all_ends(), _CLEANUP_LIMIT)
    except (OSError, TuttiError, _asyncio.TimeoutError) as error:
        log.warning("the queues and events without a name stay at the server: %r", error)


def task(name: str, **options: Any) -> Callable[[Any], Call]:
    """A function that calls the task of this name, as if it were an `async def`. Options are those of `Tutti.task`."""

    def call(item: Any = None) -> Call:
        return client().task(name, item, **options)

    return call


def gather(*awaitables: Any, **options: Any) -> Any:
    """`Tutti.gather`."""
    return client().gather(*awaitables, **options)


def create_task(work: Any, **options: Any) -> Any:
    """`Tutti.create_task`."""
    return client().create_task(work, **options)


async def wait(tasks: Any, **options: Any) -> Any:
    """`Tutti.wait`."""
    return await client().wait(tasks, **options)


def as_completed(tasks: Any, **options: Any) -> Any:
    """`Tutti.as_completed`."""
    return client().as_completed(tasks, **options)


def TaskGroup() -> Any:
    """`Tutti.TaskGroup`."""
    return client().TaskGroup()


def _named(name: Optional[str]) -> str:
    return name or f"python:{uuid.uuid4().hex}"


class Queue(queues.Queue[T]):
    """`Tutti.Queue`."""

    def __init__(self, maxsize: int = 0, *, name: Optional[str] = None, **options: Any) -> None:
        super().__init__(client(), _named(name), maxsize, **options)
        if name is None:
            _private.get().append(self.delete)


class LifoQueue(Queue[T]):
    """`Tutti.LifoQueue`."""

    kind = "lifo"


class PriorityQueue(queues.PriorityQueue[T]):
    """`Tutti.PriorityQueue`."""

    def __init__(self, maxsize: int = 0, *, name: Optional[str] = None, **options: Any) -> None:
        super().__init__(client(), _named(name), maxsize, **options)
        if name is None:
            _private.get().append(self.delete)


class Lock(locks.Lock):
    """`Tutti.Lock`."""

    def __init__(self, *, name: Optional[str] = None, lease: Optional[float] = None) -> None:
        super().__init__(client(), _named(name), lease=lease)


class Event(locks.Event):
    """`Tutti.Event`."""

    def __init__(self, *, name: Optional[str] = None) -> None:
        super().__init__(client(), _named(name))
        if name is None:
            _private.get().append(self.clear)


class Semaphore(locks.Semaphore):
    """`Tutti.Semaphore`."""

    def __init__(self, value: int = 1, *, name: Optional[str] = None, lease: Optional[float] = None) -> None:
        super().__init__(client(), _named(name), value, lease=lease)


BoundedSemaphore = Semaphore


class Condition(locks.Condition):
    """`Tutti.Condition`."""

    def __init__(self, *, name: Optional[str] = None) -> None:
        super().__init__(client(), _named(name))


class Barrier(locks.Barrier):
    """`Tutti.Barrier`."""

    def __init__(self, parties: int, *, name: Optional[str] = None) -> None:
        super().__init__(client(), _named(name), parties)


def __getattr__(name: str) -> Any:
    return getattr(_asyncio, name)
