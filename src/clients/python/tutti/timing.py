"""Times: waits between attempts, limits, and the protocol's unit."""

from __future__ import annotations

import asyncio
import random
from typing import Any, Awaitable, Optional, TypeVar

T = TypeVar("T")

# The shortest and the longest of the waits between attempts, in seconds.
SHORTEST_WAIT = 0.05
LONGEST_WAIT = 5.0


def backoff(attempt: int) -> float:
    """The wait before another attempt, in seconds: twice as long each time, and spread over the clients."""
    longest: float = min(SHORTEST_WAIT * 2 ** min(attempt, 16), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)


def milliseconds(seconds: float) -> int:
    """The protocol's unit of time. Less than one is one, since 0 means something else there."""
    return max(round(seconds * 1000), 1) if seconds else 0


def retrieve(future: "asyncio.Future[Any]") -> None:
    """Marks an error as seen, where the caller may have gone."""
    if not future.cancelled():
        future.exception()


async def within(work: Awaitable[T], seconds: Optional[float]) -> T:
    """The result of the work, or `asyncio.TimeoutError` after so many seconds, which cancels it.

    A cancellation always goes on. `asyncio.wait_for` drops one that comes together with the result before Python 3.12.
    """
    task = asyncio.ensure_future(work)
    task.add_done_callback(retrieve)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            raise asyncio.TimeoutError
        return task.result()
    finally:
        task.cancel()
