"""The connections for commands that wait, which are lent to one caller at a time."""

from __future__ import annotations

import asyncio
from typing import Any, List, Optional, Set, Tuple

from .connection import Connection
from .errors import ConnectionLost, NotPermitted, TuttiError
from .places import Attempt, Places
from .servers import Servers


class Lender:
    """Lends connections, up to a limit, and beyond it to callers that say so."""

    def __init__(self, servers: Servers, limit: int) -> None:
        self.open: Set[Connection] = set()
        self.idle: List[Connection] = []
        self._servers = servers
        self._limit = limit
        self._places = Places(limit)
        # The connections that are lent within the limit.
        self._counted: Set[Connection] = set()
        self._closed = False

    def refuse(self, error: Exception) -> None:
        """From now on nothing is lent."""
        self._closed = True
        self._places.close(error)

    def close(self) -> None:
        """Closes all connections."""
        for connection in list(self.open):
            connection.close()

    async def turn(self, attempt: Optional[Attempt]) -> "Optional[Tuple[Any, Connection]]":
        """See `Places.take`."""
        return await self._places.take(attempt)

    async def lease(self, clean: bool = False, counts: bool = True) -> Connection:
        """A connection for one command that waits, or for one holder. It waits for its turn if all are in use.

        A `clean` one holds no items. One that does not count is beyond `max_connections`.
        """
        if counts:
            await self._places.take(None)
        return await self.take(clean, counts)

    def give_back(self, connection: Connection) -> None:
        """Puts a connection back, or closes it if it is lost or there are enough."""
        if connection not in self.open or connection in self.idle:
            return
        counted = connection in self._counted
        enough = not counted and not connection.items and len(self.idle) >= self._limit
        if connection.lost is None and not enough:
            self.idle.append(connection)
        else:
            self._forget(connection)
        if counted:
            self._counted.discard(connection)
            self._places.free()

    async def take(self, clean: bool, counts: bool) -> Connection:
        """A connection for a caller that has a place, or that needs none."""
        try:
            connection = self._pop_idle(clean) or await self._connect_for_lease()
        except BaseException:
            if counts:
                self._places.free()
            raise
        if counts:
            self._counted.add(connection)
        return connection

    def _pop_idle(self, clean: bool) -> Optional[Connection]:
        # What may share a connection with items prefers one that has some, and leaves the others to those that may not.
        idle = [connection for connection in self.idle if not (clean and connection.items)]
        if not idle:
            return None
        connection = next((each for each in reversed(idle) if each.items), idle[-1])
        self.idle.remove(connection)
        return connection

    async def _connect_for_lease(self) -> Connection:
        attempt = 0
        while not self._closed:
            try:
                connection = await self._servers.open()
            except (OSError, TuttiError) as error:
                if not _may_pass(error):
                    raise
                await asyncio.sleep(self._servers.backoff(attempt))
                attempt += 1
                continue
            if self._closed:
                connection.close()
                break
            self.open.add(connection)
            connection.when_lost(lambda _: self._idle_lost(connection))
            return connection
        raise ConnectionLost("this client was closed")

    def _idle_lost(self, connection: Connection) -> None:
        if connection in self.idle:
            self.idle.remove(connection)
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        self.open.discard(connection)
        connection.close()


def _may_pass(error: BaseException) -> bool:
    """Whether a failed attempt to connect may succeed later. A wrong password does not become right."""
    return not isinstance(error, NotPermitted)
