"""`tutti.asyncio`, and what it leaves at the server."""

import threading
import unittest
from unittest import mock

from tutti import asyncio

from .case import LIMIT
from .server import Server


class RunTests(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Server().start()
        self.addCleanup(self.server.close)

    def test_an_event_without_a_name_is_cleared(self) -> None:
        async def use() -> str:
            event = asyncio.Event()
            await event.set()
            return event.name

        async def look(name: str) -> bool:
            return await asyncio.Event(name=name).is_set()

        name = asyncio.run(use(), url=self.server.url)
        self.assertFalse(asyncio.run(look(name), url=self.server.url))

    def test_it_ends_without_its_server(self) -> None:
        async def main() -> None:
            await asyncio.Queue().put("a")
            self.server.kill()

        thread = threading.Thread(target=lambda: asyncio.run(main(), url=self.server.url), daemon=True)
        with mock.patch("tutti.asyncio._CLEANUP_LIMIT", 0.01), self.assertLogs("tutti", "WARNING"):
            thread.start()
            thread.join(LIMIT)
        self.assertFalse(thread.is_alive())
