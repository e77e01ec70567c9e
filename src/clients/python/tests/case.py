"""What the tests with a server have in common."""

from __future__ import annotations

import asyncio
import unittest
import uuid
from typing import Any, Awaitable, Callable, Dict, List, Optional

import tutti

from .server import Server

# No test takes as long as this. It ends one that waits for ever.
LIMIT = 30


class Case(unittest.IsolatedAsyncioTestCase):
    """A test with a server of its class, and a client `t` of it."""

    server: Server

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server().start()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.close()

    async def asyncSetUp(self) -> None:
        # The loop of a test is in debug mode, and a start of the server is slow.
        asyncio.get_running_loop().slow_callback_duration = LIMIT
        self.t = await self.client()
        self.name = uuid.uuid4().hex

    async def client(self, **options: Any) -> tutti.Tutti:
        client = tutti.connect(self.server.url, **options)
        await client.__aenter__()
        self.addAsyncCleanup(client.__aexit__, None, None, None)
        return client

    async def until(self, question: Callable[[], Awaitable[Any]]) -> None:
        """Asks again and again, until the answer is true."""

        async def ask() -> None:
            while not await question():
                await asyncio.sleep(0)

        await asyncio.wait_for(ask(), LIMIT)

    async def soon(self, awaitable: Any) -> Any:
        """The result, within the limit."""
        return await asyncio.wait_for(awaitable, LIMIT)

    def unseen_errors(self) -> List[Any]:
        """The errors that the exception handler of the loop is told of from now on."""
        errors: List[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context.get("exception")))
        return errors

    async def until_reported(self, errors: List[Any], kind: type) -> None:
        async def reported() -> bool:
            return [type(error) for error in errors] == [kind]

        await self.until(reported)

    async def stats(self, queue: Optional[str] = None) -> Dict[str, Any]:
        return await self.t.command("QUEUE", "STATS", queue or self.name)

    async def waiters(self, what: str = "waiters") -> List[Any]:
        return [each for found in await self.t.command("WAITERS", self.name) for each in found[what]]

    async def until_waiting(self, number: int = 1) -> None:
        """Returns when so many calls wait for the name of this test."""

        waiters: List[Any] = []

        async def waiting() -> bool:
            waiters[:] = await self.waiters()
            return len(waiters) == number

        try:
            await self.until(waiting)
        except asyncio.TimeoutError:
            self.fail(f"not {number} calls wait for {self.name}, but {waiters}")

    async def kill_holder(self) -> None:
        """Closes the connection of the one that holds the name of this test."""
        await self.t.command("CLIENT", "KILL", "ID", (await self.waiters("holders"))[0][0], "SKIPME", "no")
