"""The limit of the calls that wait at a time, and the line of those that are too many."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from typing import Any, Awaitable, Callable, Deque, Optional, Tuple

from .connection import Connection

log = logging.getLogger("tutti")

# The shortest and the longest of the waits between attempts, in seconds.
_SHORTEST_WAIT = 0.05
_LONGEST_WAIT = 5.0
# A full pool is reported once in so many seconds.
_WARNING_INTERVAL = 60.0

Attempt = Callable[[], Awaitable[Optional[Tuple[Any, Connection]]]]


def backoff(attempt: int) -> float:
    """The wait before another attempt, in seconds: twice as long each time, and spread over the clients."""
    longest: float = min(_SHORTEST_WAIT * 2 ** min(attempt, 16), _LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)


class Places:
    """So many places, which are handed over in the order of the line."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._warned: Optional[float] = None
        self._line: Deque["asyncio.Future[None]"] = deque()

    def close(self, error: Exception) -> None:
        """Ends the calls in the line."""
        line, self._line = self._line, deque()
        for turn in line:
            if not turn.done():
                turn.set_exception(error)

    async def take(self, attempt: "Optional[Attempt]") -> "Optional[Tuple[Any, Connection]]":
        """Takes a place within the limit, or returns what the attempt has got before there was one."""
        if self._taken < self._limit and not self._line:
            self._taken += 1
            return None
        self._warn()
        turn: "asyncio.Future[None]" = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        pause = _SHORTEST_WAIT
        try:
            while not turn.done():
                found = None if attempt is None else await attempt()
                if found is not None:
                    self._leave(turn)
                    return found
                await asyncio.wait({turn}, timeout=None if attempt is None else pause)
                pause = min(pause * 2, _LONGEST_WAIT)
            turn.result()
        except BaseException:
            self._leave(turn)
            raise
        return None

    def _leave(self, turn: "asyncio.Future[None]") -> None:
        if not turn.done():
            self._line.remove(turn)
        elif turn.exception() is None:
            self.free()

    def free(self) -> None:
        """Hands the place over to the first in the line."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._taken -= 1

    def _warn(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._warned is None or now - self._warned >= _WARNING_INTERVAL:
            self._warned = now
            log.warning("all %d connections (max_connections) are in use, a call waits for one", self._limit)
