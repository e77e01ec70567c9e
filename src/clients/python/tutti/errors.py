"""The errors of the server as exceptions. Their bases are those that asyncio raises in the same place."""

from __future__ import annotations

import asyncio
import sys
from typing import Callable, Dict, Optional, Tuple

__all__ = [
    "BrokenBarrierError",
    "CommandError",
    "ConnectionLost",
    "Deadlock",
    "DecodeError",
    "ItemCancelled",
    "ItemLost",
    "LockLost",
    "NotHeld",
    "NotPermitted",
    "QueueEmpty",
    "QueueFull",
    "QueueShutDown",
    "ServerFull",
    "TaskFailed",
    "TooBig",
    "TuttiError",
]

QueueEmpty = asyncio.QueueEmpty
QueueFull = asyncio.QueueFull

if sys.version_info >= (3, 13):
    QueueShutDown = asyncio.QueueShutDown
else:

    class QueueShutDown(Exception):
        """The queue is shut down, or it was deleted while the call waited."""


if sys.version_info >= (3, 11):
    BrokenBarrierError = asyncio.BrokenBarrierError
else:

    class BrokenBarrierError(RuntimeError):
        """The barrier is broken."""


class TuttiError(Exception):
    """The base of the errors that asyncio does not have. The text is the server's."""


class TaskFailed(TuttiError):
    """The task failed. The text is the message of its worker."""


class CommandError(TuttiError, ValueError):
    """The server refused a command as wrong, for instance settings that contradict those in force."""


class ConnectionLost(TuttiError, ConnectionError):
    """The connection was lost, and whether the command was carried out is unknown.

    Only a command that is not safe to send again raises it. A `key` makes `put` safe.
    """


class NotServing(ConnectionLost):
    """The server does not lead its cluster at present, so it has not carried out the command. `leader` may do it."""

    def __init__(self, message: str, leader: Optional[Tuple[str, int]] = None) -> None:
        super().__init__(message)
        self.leader = leader


class DecodeError(TuttiError, ValueError):
    """The codec cannot read an item or a result. `raw` has its bytes."""

    def __init__(self, message: str, raw: bytes) -> None:
        super().__init__(message)
        self.raw = raw


class ItemLost(TuttiError, ValueError):
    """The item is not this client's any more. The text says why."""


class ItemCancelled(ItemLost):
    """The item was cancelled at the server, or it expired, or was purged or deleted with its queue."""


class Unblocked(asyncio.CancelledError):
    """Another client has ended a call that waited, by CANCEL or CLIENT UNBLOCK."""


class NotHeld(TuttiError, RuntimeError, ValueError):
    """A release of a lock or permit that is not held."""


class LockLost(TuttiError, RuntimeError):
    """A lock or permit was lost while it was held: its lease ended, or its connection was closed."""


class Deadlock(TuttiError, RuntimeError):
    """The acquire would wait without end. The text is the cycle of clients."""


class ServerFull(TuttiError, MemoryError):
    """The server is out of room, and has accepted nothing. The text says what is full."""


class TooBig(TuttiError, ValueError):
    """The item or the command is larger than the server takes."""


class NotPermitted(TuttiError, PermissionError):
    """A wrong password, or a command or name that the user may not use."""


_KINDS: Dict[str, Callable[[str], Exception]] = {
    "FAILED": TaskFailed,
    "CANCELLED": ItemCancelled,
    "UNBLOCKED": ItemCancelled,
    "SHUTDOWN": QueueShutDown,
    "NOITEM": ItemLost,
    "NOTHELD": NotHeld,
    "BROKEN": BrokenBarrierError,
    "DEADLOCK": Deadlock,
    "FULL": ServerFull,
    "TOOBIG": TooBig,
    "NOAUTH": NotPermitted,
    "WRONGPASS": NotPermitted,
    "NOPERM": NotPermitted,
    "DENIED": NotPermitted,
    "READONLY": NotServing,
    "LOADING": NotServing,
}


class ErrorReply(Exception):
    """An error as it came over the wire. `exception` is what the caller gets."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.kind, _, self.message = text.partition(" ")

    def exception(self) -> Exception:
        error = _KINDS.get(self.kind)
        return CommandError(str(self)) if error is None else error(self.message)
