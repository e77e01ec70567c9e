"""Leases, renewed while their holder lives."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable

from .errors import ConnectionLost
from .pool import Pool


class Renewal:
    """Touches something in intervals, until `stop`. `on_lost` is called once, if the server says that it is lost."""

    def __init__(
        self, pool: Pool, interval: float, touch: Callable[[], Awaitable[Any]], on_lost: Callable[[Exception], None]
    ) -> None:
        self._interval = interval
        self._touch = touch
        self._on_lost = on_lost
        self._task = pool.spawn(self._renew())

    def stop(self) -> None:
        """The lease is renewed no more."""
        self._task.cancel()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            try:
                await self._touch()
            except ConnectionLost:
                continue
            except Exception as error:
                self._on_lost(error)
                return
