"""asyncio's queues, whose items are at the server, on its disk, and with one worker at a time."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any, Callable, Coroutine, Generic, List, Optional, Tuple, TypeVar

from .answer import Answer
from .codec import Codec
from .connection import Connection
from .errors import DecodeError, ItemLost, QueueEmpty, QueueFull
from .items import Item, cancel_put, current_task, withdraw
from .resp import Word
from .timing import milliseconds, retrieve

if TYPE_CHECKING:
    from .client import Tutti

T = TypeVar("T")
R = TypeVar("R")

# What `task_done` gets when it is not told which item it is, since None may be an item.
_UNSAID: Any = object()

__all__ = ["LifoQueue", "PriorityQueue", "Queue"]


class Queue(Generic[T]):
    """A queue at the server. Any number of programs may use it by its name.

    `put` returns when the item is on the server's disk. `get` lends the item to this client, until `task_done`. An item
    that is never finished goes to another worker when this client's connection closes, so every item is delivered at
    least once. `maxsize` creates the queue with that bound, where 0 means none; without it the queue is as it is
    configured or was created. `lease` bounds the time for which the server lends an item, in seconds, and is renewed as
    long as this client's event loop runs.
    """

    kind = "fifo"

    def __init__(
        self,
        client: "Tutti",
        name: str,
        maxsize: Optional[int] = None,
        *,
        lease: Optional[float] = None,
        codec: Optional[Codec] = None,
    ) -> None:
        self.name = name
        self.maxsize = maxsize
        self.lease = lease
        self.codec = codec or client.codec
        self._client = client
        # The pool, and its generation, in which the queue was created.
        self._created_in: Tuple[Any, int] = (None, 0)
        self._creation: "Optional[asyncio.Future[Any]]" = None
        # What `get` gave, with its item, and is not finished.
        self._got: List[Tuple[Item, Any]] = []

    async def put(self, item: T, *, key: Optional[str] = None, delay: float = 0, **options: Any) -> int:
        """Puts an item and returns its id. It waits while the queue is full. `delay` is in seconds.

        `priority`, `group` and `expires`, in seconds, are for queues that take them.

        With a `key` nothing is put while an unfinished item has the same key, whose id is then returned. So a put with
        a key is sent again when the connection is lost. One without raises `ConnectionLost`, since nobody knows whether
        the item is there. A put that is cancelled has put nothing.
        """
        words = self._put_words(item, key, delay, options)
        await asyncio.shield(self._create())
        # Where there is room it needs no connection of its own.
        pool = self._client.pool
        future = pool.call(*words, "TIMEOUT", 0, resend=key is not None)
        future.add_done_callback(retrieve)
        try:
            id = await asyncio.shield(future)
        except asyncio.CancelledError:
            # The item of a key may be another's, so it is not cancelled.
            if not pool.unsend(future, was_sent_too=key is not None) and key is None:
                await withdraw(pool, cancel_put(pool, self.name, future))
            raise
        if id is None:
            undo = None if key else self._undo_put
            id, _ = await pool.wait(*words, resend=key is not None, undo=undo, at_once=True)
        return int(id)

    def put_nowait(self, item: T, *, key: Optional[str] = None, delay: float = 0, **options: Any) -> Answer[int]:
        """Puts an item without waiting. The answer is its id, or raises `QueueFull`."""
        words = self._put_words(item, key, delay, options)
        return self._ask(_id_or_full, *words, "TIMEOUT", 0, resend=key is not None)

    def get(self) -> "Coroutine[Any, Any, T]":
        """The next item. It waits while the queue is empty. A get that is cancelled has taken nothing."""
        # The caller's task, though `wait_for` and `create_task` carry the get out in another.
        return self._get(current_task())

    def get_nowait(self) -> Answer[T]:
        """The next item, or the answer raises `QueueEmpty`."""
        creation = self._create()
        pool = self._client.pool
        task = current_task()
        taken: List[Item] = []
        future = pool.call("QUEUE", "GET", self.name, "TIMEOUT", 0, *self._lease_words())
        connection = pool.control

        def take(reply: Any) -> Any:
            if reply is None:
                raise QueueEmpty
            item = self._item(connection or pool.control, reply, task)
            if creation.done() and _error_of(creation) is not None:
                item.release()
                creation.result()
            value = self._hold(item)
            taken.append(item)
            return value

        async def give_back() -> None:
            if not pool.unsend(future):
                await withdraw(pool, self._release(future, taken))

        return Answer(future, take, give_back)

    def get_item(self) -> "Coroutine[Any, Any, Item]":
        """The next item with its id and its attempt, for `done` with a result, or `fail`."""
        return self._get_item(current_task())

    async def _get(self, task: "Optional[asyncio.Task[Any]]") -> T:
        value: T = self._hold(await self._get_item(task))
        return value

    async def _get_item(self, task: "Optional[asyncio.Task[Any]]") -> Item:
        await asyncio.shield(self._create())
        reply, connection = await self._client.pool.wait(
            "QUEUE", "GET", self.name, *self._lease_words(), resend=True, undo=self._undo_get, at_once=True
        )
        return self._item(connection, reply, task)

    def task_done(self, item: Any = _UNSAID) -> Answer[None]:
        """The item that this task got last is finished; else the first one of the tasks that have ended.

        An item that another task got, which still runs, is finished by `task_done(item)`, where `item` is the very
        object that `get` or `get_item` returned.

        It raises ValueError if there is none, and `ItemLost` if the server has given the item to another worker.
        """
        if isinstance(item, Item):
            self._got = [got for got in self._got if got[0] is not item]
            return item.done()
        if not self._got:
            raise ValueError("task_done() called too many times")
        index = self._index_of_last() if item is _UNSAID else self._index_of(item)
        if index is None:
            raise ValueError("task_done(): the items were got by other tasks, say which one it is: task_done(item)")
        return self._got.pop(index)[0].done()

    async def join(self) -> None:
        """Waits until every item that was put, by whatever client, has been finished."""
        await asyncio.shield(self._create())
        await self._client.pool.wait("QUEUE", "JOIN", self.name, resend=True, at_once=True)

    def qsize(self) -> Answer[int]:
        """The number of items that are ready."""
        return self._ask(int, "QUEUE", "SIZE", self.name)

    def empty(self) -> Answer[bool]:
        """Whether no item is ready."""
        return self._ask(lambda size: bool(size == 0), "QUEUE", "SIZE", self.name)

    def full(self) -> Answer[bool]:
        """Whether `put` would wait."""
        return self._ask(_is_full, "QUEUE", "STATS", self.name)

    def shutdown(self, immediate: bool = False) -> Answer[None]:
        """No more items from now on: `put` raises `QueueShutDown`, and `get` as soon as the queue is empty."""
        words = ["IMMEDIATE"] if immediate else []
        return self._ask(lambda _: None, "QUEUE", "SHUTDOWN", self.name, *words)

    def delete(self) -> Answer[None]:
        """The queue, its items and its settings are gone."""
        self._creation = None
        return Answer(self._client.pool.call("QUEUE", "DELETE", self.name, resend=True), lambda _: None)

    def _create(self) -> "asyncio.Future[Any]":
        """Creates the queue, if this object has not since the server was last connected."""
        pool = self._client.pool
        if self._creation is None or self._created_in != (pool, pool.generation):
            self._created_in = (pool, pool.generation)
            if self.maxsize is None and self.kind == "fifo":
                self._creation = asyncio.get_running_loop().create_future()
                self._creation.set_result(None)
            else:
                words: List[Word] = ["KIND", self.kind]
                if self.maxsize is not None:
                    words += ["MAXSIZE", math.ceil(max(self.maxsize, 0))]
                self._creation = pool.call("QUEUE", "CREATE", self.name, *words, resend=True)
                self._creation.add_done_callback(self._created)
        return self._creation

    def _ask(self, convert: Callable[[Any], R], *words: Word, resend: bool = True) -> Answer[R]:
        """Sends a command behind the creation of the queue, whose error is its error, too."""
        creation = self._create()

        def answer(reply: Any) -> R:
            if creation.done():
                creation.result()
            return convert(reply)

        return Answer(self._client.pool.call(*words, resend=resend), answer)

    def _created(self, creation: "asyncio.Future[Any]") -> None:
        if _error_of(creation) is not None and self._creation is creation:
            self._creation = None

    def _put_words(self, item: Any, key: Optional[str], delay: float, options: Any) -> List[Word]:
        words: List[Word] = ["QUEUE", "PUT", self.name, self.codec.encode(item)]
        if key is not None:
            words += ["KEY", key]
        if delay:
            words += ["DELAY", milliseconds(delay)]
        for name in ("priority", "group", "expires"):
            value = options.pop(name, None)
            if value is not None:
                words += [name.upper(), milliseconds(value) if name == "expires" else value]
        if options:
            raise TypeError(f"put() got an unexpected keyword argument {next(iter(options))!r}")
        return words

    def _lease_words(self) -> List[Word]:
        return [] if self.lease is None else ["LEASE", milliseconds(self.lease)]

    def _item(
        self, connection: Optional[Connection], reply: List[Any], task: "Optional[asyncio.Task[Any]]"
    ) -> Item:
        if connection is None:
            raise ItemLost(f"item {reply[0]} of {self.name}: its connection is lost")
        item = Item(self._client, self.name, self.codec, connection, reply, task)
        if self.lease is not None:
            item.renew(self.lease / 3)
        return item

    def _hold(self, item: Item) -> Any:
        try:
            value = item.value
        except DecodeError as error:
            item.fail(str(error))
            raise
        self._got.append((item, value))
        return value

    def _index_of_last(self) -> Optional[int]:
        tasks = [item.task for item, _ in self._got]
        current = current_task()
        own = [index for index, task in enumerate(tasks) if task is current]
        ended = [index for index, task in enumerate(tasks) if task is None or task.done()]
        return own[-1] if own else ended[0] if ended else None

    def _index_of(self, value: Any) -> Optional[int]:
        return next((index for index, got in enumerate(self._got) if got[1] is value), None)

    async def _release(self, reply: "asyncio.Future[Any]", taken: List[Item]) -> None:
        await asyncio.wait({reply})
        for item in taken:
            self._got = [got for got in self._got if got[0] is not item]
            await item.release()

    async def _undo_put(self, connection: Connection, id: int) -> None:
        await connection.send("CANCEL", self.name, id)

    async def _undo_get(self, connection: Connection, reply: List[Any]) -> None:
        await connection.send("QUEUE", "RELEASE", self.name, reply[0], "ATTEMPT", reply[2])

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} maxsize={self.maxsize} got={len(self._got)}>"


class LifoQueue(Queue[T]):
    """A queue that gives the newest item first."""

    kind = "lifo"


class PriorityQueue(Queue[T]):
    """A queue that gives the smallest priority first, and equal ones in their order.

    The priority is an integer: `put(item, priority=3)`, or the item itself, or the first element of a tuple or list.
    """

    kind = "priority"

    def _put_words(self, item: Any, key: Optional[str], delay: float, options: Any) -> List[Word]:
        if options.get("priority") is None:
            options["priority"] = _priority_of(item)
        return super()._put_words(item, key, delay, options)


def _id_or_full(id: Optional[int]) -> int:
    if id is None:
        raise QueueFull
    return id


def _error_of(creation: "asyncio.Future[Any]") -> Optional[BaseException]:
    return asyncio.CancelledError() if creation.cancelled() else creation.exception()


def _priority_of(item: Any) -> int:
    first = item[0] if isinstance(item, (tuple, list)) and item else item
    if not isinstance(first, int):
        raise TypeError(f"the priority of {item!r} is no integer: put(item, priority=n), or begin a tuple with one")
    return first


def _is_full(stats: Any) -> bool:
    return bool(stats["maxsize"]) and stats["size"] + stats["delayed"] >= stats["maxsize"]
