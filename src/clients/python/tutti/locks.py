"""asyncio's locks between processes and machines."""

from __future__ import annotations


import asyncio
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

from .answer import Answer
from .connection import Connection
from .errors import LockLost, NotHeld
from .resp import Word
from .holders import Hold, Holder

if TYPE_CHECKING:
    from .client import Tutti

__all__ = ["Barrier", "BoundedSemaphore", "Condition", "Event", "Lock", "Semaphore"]


class Lock(Holder):
    """A lock that one task of all programs holds at a time.

    The server gives it to its waiters in the order of their coming. It belongs to a connection, which belongs to the
    holder until `release`. If the connection or the lease is lost, the lock is, too: then `async with` cancels the task
    inside and raises `LockLost`, and `release` raises it. `token` is the fencing token: give it to whatever the lock
    protects, which refuses a smaller one than it has seen.
    """

    command = "LOCK"

    def __init__(self, client: "Tutti", name: str, *, lease: Optional[float] = None) -> None:
        super().__init__(client, name, lease)

    @property
    def token(self) -> Optional[int]:
        """The fencing token of this object's hold; None while it holds nothing."""
        return next((hold.token for hold in reversed(self._holds) if hold.lost is None), None)

    def locked(self) -> Answer[bool]:
        """Whether any client holds the lock."""
        return Answer(self._client.pool.call(self.command, "LOCKED", self.name, resend=True), bool)


class Semaphore(Holder):
    """A semaphore of `value` permits for the tasks of all programs. It is bounded, as the server's are.

    Each permit that is held keeps a connection. The first acquire sets `value`, and another value is an error while
    anybody holds a permit.
    """

    command = "SEMAPHORE"

    def __init__(self, client: "Tutti", name: str, value: int = 1, *, lease: Optional[float] = None) -> None:
        if value < 1:
            raise ValueError("a semaphore has at least one permit")
        super().__init__(client, name, lease)
        self.bound = value

    def value(self) -> Answer[int]:
        """The number of free permits."""
        return Answer(self._holders(), self._free)

    def locked(self) -> Answer[bool]:
        """Whether `acquire` would wait."""
        return Answer(self._holders(), lambda reply: self._free(reply) == 0 or any(each["waiters"] for each in reply))

    def _holders(self) -> "asyncio.Future[Any]":
        # VALUE does not do: the server forgets the bound while nobody holds a permit.
        return self._client.pool.call("WAITERS", self.name, resend=True)

    def _free(self, reply: List[Dict[str, Any]]) -> int:
        held = 0
        for each in reply:
            if each["kind"] in ("semaphore", b"semaphore"):
                for holder in each["holders"]:
                    held += _permits(holder[3])
        return self.bound - held

    def _acquire_words(self) -> List[Word]:
        return ["LIMIT", self.bound, *super()._acquire_words()]


def _permits(token: Any) -> int:
    text = token.decode() if isinstance(token, bytes) else str(token)
    return next((int(word[8:]) for word in text.split() if word.startswith("permits:")), 1)


BoundedSemaphore = Semaphore


class Condition(Holder):
    """A condition with the lock that it needs. Acquire it, then wait, or notify.

    A wait gives up the lock meanwhile and has it again when it returns or raises. Test the predicate again behind it:
    a waiter may wake up without a cause.
    """

    command = "CONDITION"
    # A wait would block the connection of all, and one that notifies must not stand in line behind those that wait.
    counts = False

    def __init__(self, client: "Tutti", name: str) -> None:
        super().__init__(client, name, None)

    def locked(self) -> Answer[bool]:
        """Whether any client holds the condition's lock."""
        return Answer(self._client.pool.call(self.command, "LOCKED", self.name, resend=True), bool)

    async def wait(self) -> bool:
        """Waits for a notify. It raises RuntimeError without the lock, and `LockLost` if the connection is lost."""
        hold = self._newest("cannot wait on un-acquired lock")
        self._holds.remove(hold)
        # Without it, since a loss ends the wait with an exception of its own.
        task, hold.task = hold.task, None
        try:
            await self._client.pool.ask(hold.connection, "CONDITION", "WAIT", self.name, undo=self._pass_on)
        except ConnectionError as error:
            raise LockLost(f"condition {self.name}: {error}") from error
        finally:
            hold.task = task
            self._holds.append(hold)
        return True

    async def wait_for(self, predicate: Callable[[], Any]) -> Any:
        """Waits until the predicate is true, and returns its value."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n: int = 1) -> Answer[int]:
        """Wakes up to n waiters, when the lock is released. The answer is their number."""
        hold = self._newest("cannot notify on un-acquired lock")
        return Answer(hold.connection.send("CONDITION", "NOTIFY", self.name, n))

    def notify_all(self) -> Answer[int]:
        """Wakes all waiters."""
        hold = self._newest("cannot notify on un-acquired lock")
        return Answer(hold.connection.send("CONDITION", "NOTIFY_ALL", self.name))

    async def _pass_on(self, connection: Connection, _: int) -> None:
        # Cancelled in the moment of a notify, which another waiter has to get.
        await connection.send("CONDITION", "NOTIFY", self.name)

    def _newest(self, message: str) -> Hold:
        if not self._holds:
            raise NotHeld(message)
        return self._holds[-1]


class Event:
    """An event that wakes all who wait for it, in all programs. One that is set outlives a restart of the server."""

    def __init__(self, client: "Tutti", name: str) -> None:
        self.name = name
        self._client = client

    def is_set(self) -> Answer[bool]:
        """Whether the event is set."""
        return Answer(self._client.pool.call("EVENT", "IS_SET", self.name, resend=True), bool)

    def set(self) -> Answer[None]:
        """Wakes all who wait, even if `clear` follows at once."""
        return Answer(self._client.pool.call("EVENT", "SET", self.name, resend=True), lambda _: None)

    def clear(self) -> Answer[None]:
        """From now on `wait` waits."""
        return Answer(self._client.pool.call("EVENT", "CLEAR", self.name, resend=True), lambda _: None)

    async def wait(self) -> bool:
        """Waits until the event is set."""
        await self._client.pool.wait("EVENT", "WAIT", self.name, resend=True, at_once=True)
        return True

    def __repr__(self) -> str:
        return f"<Event {self.name!r}>"


class Barrier:
    """A barrier at which `parties` tasks, of whatever programs, wait for each other.

    A party that is cancelled gives its place back. A `wait` whose connection is lost raises `ConnectionLost`, since the
    others may have passed.
    """

    def __init__(self, client: "Tutti", name: str, parties: int) -> None:
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self.name = name
        self.parties = parties
        self._client = client

    async def wait(self) -> int:
        """Waits for the others, and returns this party's number, from 0 to parties - 1."""
        index, _ = await self._client.pool.wait("BARRIER", "WAIT", self.name, "PARTIES", self.parties)
        return int(index)

    def abort(self) -> Answer[None]:
        """All who wait, now and until `reset`, get `BrokenBarrierError`."""
        return Answer(self._client.pool.call("BARRIER", "ABORT", self.name, resend=True), lambda _: None)

    def reset(self) -> Answer[None]:
        """All who wait get `BrokenBarrierError`. The barrier is as at the beginning."""
        return Answer(self._client.pool.call("BARRIER", "RESET", self.name, resend=True), lambda _: None)

    @property
    def n_waiting(self) -> Answer[int]:
        """The number of those who wait. `await` it."""
        return self._state(lambda state: int(state["waiting"]))

    @property
    def broken(self) -> Answer[bool]:
        """Whether the barrier is broken. `await` it."""
        return self._state(lambda state: bool(state["broken"]))

    def _state(self, convert: Callable[[Dict[str, int]], Any]) -> Answer[Any]:
        return Answer(self._client.pool.call("BARRIER", "STATE", self.name, resend=True), convert)

    async def __aenter__(self) -> int:
        return await self.wait()

    async def __aexit__(self, *_: Any) -> None:
        return None

    def __repr__(self) -> str:
        return f"<Barrier {self.name!r} parties={self.parties}>"
