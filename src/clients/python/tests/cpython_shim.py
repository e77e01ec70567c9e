"""asyncio for CPython's own tests, with the queues and locks of the client in their places.

The client runs on the event loop of a thread. So the calls that asyncio makes without `await` can block for their
answers, also in tests that have no loop. A `sleep(0)`, which in these tests means "let everything go on as far as it
can", waits until every command has been answered or waits at the server.
"""

from __future__ import annotations

import asyncio
import types
import uuid
from typing import Any, Optional

import tutti

from .background import Background, real_sleep

_background: Optional[Background] = None


def the_background() -> Background:
    assert _background is not None
    return _background


def _name() -> str:
    return uuid.uuid4().hex


class Queue:
    client_class: Any = tutti.Queue
    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, maxsize: float = 0) -> None:
        self._b = the_background()
        self._q = self.client_class(self._b.client, _name(), maxsize)
        self.maxsize = maxsize
        self._finished = 0

    def qsize(self) -> int:
        return self._b.call(self._q.qsize)

    def empty(self) -> bool:
        return self._b.call(self._q.empty)

    def full(self) -> bool:
        return self._b.call(self._q.full)

    async def put(self, item: Any) -> None:
        await self._b.bridge(lambda: self._q.put(item), self._cancel)

    def put_nowait(self, item: Any) -> None:
        self._b.call(self._q.put_nowait, item)

    async def get(self) -> Any:
        item = await self._b.bridge(self._q.get_item, lambda item: item.release())
        return self._b.call(self._q._hold, item)

    def get_nowait(self) -> Any:
        return self._b.call(self._q.get_nowait)

    def task_done(self) -> None:
        self._b.call(self._q.task_done)

    async def join(self) -> None:
        await self._b.bridge(self._q.join)

    def shutdown(self, immediate: bool = False) -> None:
        self._b.call(self._q.shutdown, immediate)

    def _cancel(self, id: int) -> Any:
        return self._b.client.command("CANCEL", self._q.name, id)

    # The lists of waiters are as long as the server says.
    @property
    def _getters(self) -> list:
        return [None] * self._stats()["getters"]

    @property
    def _putters(self) -> list:
        return [None] * self._stats()["putters"]

    def _stats(self) -> dict:
        return self._b.call(self._b.client.command, "QUEUE", "STATS", self._q.name)


class LifoQueue(Queue):
    client_class = tutti.LifoQueue


class PriorityQueue(Queue):
    client_class = tutti.PriorityQueue

    async def put(self, item: Any) -> None:
        # The tests for shutdown put texts, which are all equal.
        await self._b.bridge(lambda: self._q.put(item, priority=_priority(item)), self._cancel)

    def put_nowait(self, item: Any) -> None:
        self._b.call(lambda: self._q.put_nowait(item, priority=_priority(item)))


def _priority(item: Any) -> Optional[int]:
    return 0 if isinstance(item, str) else None


class _Waiters:
    _it: Any
    _b: Background

    @property
    def _waiters(self) -> list:
        found = self._b.call(self._b.client.command, "WAITERS", self._it.name)
        return [waiter for each in found for waiter in each["waiters"] if waiter[3] != b"reacquire"]


class _Lockable(_Waiters):
    async def acquire(self) -> bool:
        return await self._b.bridge(self._it.acquire, lambda _: self._it.release())

    def release(self) -> None:
        self._b.call(self._it.release)

    def locked(self) -> bool:
        return self._b.call(self._it.locked)

    async def __aenter__(self) -> None:
        await self.acquire()

    async def __aexit__(self, *_: Any) -> None:
        self.release()


class Lock(_Lockable):
    def __init__(self) -> None:
        self._b = the_background()
        self._it = self._b.client.Lock(_name())


class Semaphore(_Lockable):
    def __init__(self, value: int = 1) -> None:
        self._b = the_background()
        self._it = self._b.client.Semaphore(_name(), value)

    @property
    def _value(self) -> int:
        return self._b.call(self._it.value)


class BoundedSemaphore(Semaphore):
    def __init__(self, value: int = 1) -> None:
        super().__init__(value)


class Condition(_Lockable):
    def __init__(self) -> None:
        self._b = the_background()
        self._it = self._b.client.Condition(_name())

    async def wait(self) -> bool:
        return await self._b.bridge(self._it.wait, lambda _: self._it.notify())

    wait_for = tutti.Condition.wait_for

    def notify(self, n: int = 1) -> None:
        self._b.call(self._it.notify, n)

    def notify_all(self) -> None:
        self._b.call(self._it.notify_all)


class Event(_Waiters):
    def __init__(self) -> None:
        self._b = the_background()
        self._it = self._b.client.Event(_name())

    def is_set(self) -> bool:
        return self._b.call(self._it.is_set)

    def set(self) -> None:
        self._b.call(self._it.set)

    def clear(self) -> None:
        self._b.call(self._it.clear)

    async def wait(self) -> bool:
        return await self._b.bridge(self._it.wait)


class Barrier:
    def __init__(self, parties: int) -> None:
        self._b = the_background()
        self._it = self._b.client.Barrier(_name(), parties)
        self.parties = parties

    async def wait(self) -> int:
        return await self._b.bridge(self._it.wait)

    async def reset(self) -> None:
        await self._b.last(self._it.reset)

    async def abort(self) -> None:
        await self._b.last(self._it.abort)

    @property
    def n_waiting(self) -> int:
        return self._b.call(lambda: self._it.n_waiting)

    @property
    def broken(self) -> bool:
        return self._b.call(lambda: self._it.broken)

    __aenter__ = wait

    async def __aexit__(self, *_: Any) -> None:
        return None

    def __repr__(self) -> str:
        # The server's barrier has these two states.
        return f"<Barrier [{'broken' if self.broken else 'filling'}]>"


def timeout(delay: float) -> Any:
    """The tests give one loop ten milliseconds to go on. A server gets a hundred times more."""
    return asyncio.timeout(delay * 100)


async def sleep(delay: float, result: Any = None) -> Any:
    if delay > 0:
        await real_sleep(delay)
    await the_background().settle()
    return result


class Module(types.ModuleType):
    """What the tests import as asyncio."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


def module() -> Module:
    shim = Module("asyncio")
    classes = (Queue, LifoQueue, PriorityQueue, Lock, Semaphore, BoundedSemaphore, Condition, Event, Barrier)
    for each in (*classes, sleep, timeout):
        setattr(shim, each.__name__, each)
    shim.QueueShutDown = tutti.QueueShutDown
    shim.locks = asyncio.locks
    return shim
