"""A client whose user has few rights."""

import asyncio
import unittest

import tutti

from .case import LIMIT
from .server import Server


class UserTests(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        user = '{"ann": {"password": "a", "role": "write", "names": ["ann-*"]}}'
        cls.server = Server(journal=False, server_password='"secret"', server_users=user).start()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.close()

    def client(self, user: str) -> tutti.Tutti:
        return tutti.connect(self.server.url.replace("//", f"//{user}@"))

    async def test_a_cancelled_get_keeps_the_item_of_its_connection(self) -> None:
        async with self.client("ann:a") as t, self.client(":secret") as root:
            q = t.Queue("ann-q")
            await q.put("a")
            await q.get()
            get = asyncio.create_task(q.get())

            async def is_waiting() -> bool:
                return (await root.command("QUEUE", "STATS", "ann-q"))["getters"] == 1

            while not await asyncio.wait_for(is_waiting(), LIMIT):
                pass
            get.cancel()
            await asyncio.wait({get})
            self.assertTrue(get.cancelled())
            await q.task_done()

    async def test_what_is_not_permitted(self) -> None:
        async with self.client("ann:a") as t:
            for call in (t.Queue("other").put(1), t.Queue("other").get(), t.Lock("other").acquire()):
                with self.assertRaises(PermissionError):
                    await asyncio.wait_for(call, LIMIT)
        with self.assertRaises(PermissionError):
            await self.client("ann:wrong").__aenter__()
