"""The servers that a client may speak to: one, or the nodes of a cluster, of which one leads."""

from __future__ import annotations

import functools
import ssl
from collections import deque
from dataclasses import replace
from typing import Deque, List, Optional, Sequence

from .connection import CONNECT_LIMIT, Address, Connection
from .errors import NotPermitted, NotServing, TuttiError
from .timing import backoff

# Of a cluster's nodes one takes over within a second or so, so the waits between attempts end their growth here.
_CLUSTER_ATTEMPTS = 4


class Servers:
    """Connects to the node that leads. The last one that did is tried first, and one that a follower names before the
    others.
    """

    def __init__(self, addresses: Sequence[Address]) -> None:
        self._addresses: List[Address] = list(addresses)
        self._leader = self._addresses[0]

    @classmethod
    def of(
        cls,
        url: str,
        tls: Optional[ssl.SSLContext] = None,
        name: Optional[str] = None,
        timeout: float = CONNECT_LIMIT,
    ) -> "Servers":
        """Those in `redis://[user:password@]host:port[,host:port ...]`, or with `rediss` for TLS."""
        scheme, separator, rest = url.partition("://")
        user, at, hosts = rest.rpartition("@")
        urls = [f"{scheme}{separator}{user}{at}{host}" for host in hosts.split(",")]
        return cls([Address.of(each, tls, name, timeout) for each in urls])

    @property
    def timeout(self) -> float:
        """For each attempt to connect, in seconds."""
        return self._leader.timeout

    def backoff(self, attempt: int) -> float:
        """The wait before another attempt to connect. In a cluster it stays short, since another node takes over."""
        return backoff(min(attempt, _CLUSTER_ATTEMPTS) if len(self._addresses) > 1 else attempt)

    async def open(self) -> Connection:
        """A connection to the node that leads. It raises `NotServing` if none does, and an OSError if none is there."""
        candidates: Deque[Address] = deque([self._leader, *self._behind(self._leader)])
        tried: List[Address] = []
        failure: Optional[Exception] = None
        while candidates:
            address = candidates.popleft()
            if address in tried:
                continue
            tried.append(address)
            try:
                connection = await Connection.open(address)
            except NotPermitted:
                raise
            except NotServing as error:
                failure = error
                if error.leader is not None:
                    host, port = error.leader
                    candidates.appendleft(replace(address, host=host, port=port))
            except (OSError, TuttiError) as error:
                # That a node follows tells more, since another will lead.
                failure = failure if isinstance(failure, NotServing) else error
            else:
                self._leader = address
                connection.when_lost(functools.partial(self._pass_over, connection))
                return connection
        assert failure is not None
        raise failure

    def _behind(self, address: Address) -> List[Address]:
        """All, the one behind this first."""
        index = self._addresses.index(address) + 1 if address in self._addresses else 0
        return self._addresses[index:] + self._addresses[:index]

    def _pass_over(self, connection: Connection, _: Exception) -> None:
        """The next one is tried first, if this one has refused a command though it seemed to lead."""
        if isinstance(connection.refusal, NotServing) and connection.address == self._leader:
            self._leader = self._behind(self._leader)[0]

    def __str__(self) -> str:
        return ",".join(map(str, self._addresses))
