"""asyncio's queues, locks and tasks between processes and machines, by a Tutti server.

    async with tutti.connect("redis://localhost:8888") as t:
        await t.Queue("jobs").put("hello")
        print(await t.gather(t.task("square", 3), t.task("square", 4)))
"""

from asyncio import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION

from . import errors
from .answer import Answer
from .client import Tutti, connect
from .codec import BYTES, JSON, TEXT, Codec
from .errors import *  # noqa: F403
from .locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from .items import Item
from .queues import LifoQueue, PriorityQueue, Queue
from .tasks import Call
from .worker import current_item

__version__ = "0.1.0"

__all__ = [
    "ALL_COMPLETED",
    "Answer",
    "BYTES",
    "Barrier",
    "BoundedSemaphore",
    "Call",
    "Codec",
    "Condition",
    "Event",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "Item",
    "JSON",
    "LifoQueue",
    "Lock",
    "PriorityQueue",
    "Queue",
    "Semaphore",
    "TEXT",
    "Tutti",
    "connect",
    "current_item",
    *errors.__all__,
]
