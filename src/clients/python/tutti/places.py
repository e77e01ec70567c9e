"""The limit of the calls that wait at a time, and the line of those that are too many."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any, Awaitable, Callable, Deque, Optional, Tuple

from .connection import Connection
from .timing import SHORTEST_WAIT

log = logging.getLogger("tutti")

# The longest of the waits between attempts in the line, in seconds.
_LONGEST_PAUSE = 1.0
# A line that has not moved for so many seconds lets one go beyond the limit.
_STANDSTILL = 1.0
# A full pool is reported once in so many seconds.
_WARNING_INTERVAL = 60.0

Attempt = Callable[[], Awaitable[Optional[Tuple[Any, Connection]]]]


class Places:
    """So many places, which are handed over in the order of the line.

    Those who have a place may wait for one in the line, for instance at a barrier. So while the line stands still, it
    lets one in each second go beyond the limit. It is the first of those that cannot be carried out without waiting.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._warned: Optional[float] = None
        # When a place was taken or freed last.
        self._moved = 0.0
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
            self._enter()
            return None
        self._warn()
        turn: "asyncio.Future[None]" = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        pause = SHORTEST_WAIT
        try:
            while not turn.done():
                found = None if attempt is None else await attempt()
                if found is not None:
                    self._leave(turn)
                    return found
                if attempt is None and self._stands_still():
                    self._line.remove(turn)
                    self._enter()
                    log.debug("a call goes beyond max_connections, since nobody has ended for %g s", _STANDSTILL)
                    return None
                await asyncio.wait({turn}, timeout=_STANDSTILL if attempt is None else pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
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
        self._moved = asyncio.get_running_loop().time()
        if self._line and self._taken <= self._limit:
            self._line.popleft().set_result(None)
        else:
            self._taken -= 1

    def _enter(self) -> None:
        self._taken += 1
        self._moved = asyncio.get_running_loop().time()

    def _stands_still(self) -> bool:
        return asyncio.get_running_loop().time() - self._moved >= _STANDSTILL

    def _warn(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._warned is None or now - self._warned >= _WARNING_INTERVAL:
            self._warned = now
            log.warning("all %d connections (max_connections) are in use, a call waits for one", self._limit)
