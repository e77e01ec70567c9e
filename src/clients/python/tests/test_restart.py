"""What a killed server, which comes back, is to calls that wait, to holders and to workers."""

import asyncio
import logging
from typing import Any

import tutti

from .case import Case
from .server import Server


class RestartTests(Case):
    async def asyncSetUp(self) -> None:
        logging.getLogger("tutti").setLevel(logging.ERROR)
        self.addCleanup(logging.getLogger("tutti").setLevel, logging.NOTSET)
        await super().asyncSetUp()

    async def restart(self) -> None:
        self.server.kill()
        await asyncio.get_running_loop().run_in_executor(None, self.server.start)

    async def test_what_waits_goes_on(self) -> None:
        q, lock, event = self.t.Queue(self.name), self.t.Lock(self.name), self.t.Event(self.name)
        await self.t.Queue(self.name + "kept").put("kept")
        get, wait = asyncio.create_task(q.get()), asyncio.create_task(event.wait())
        await self.until_waiting(2)
        await self.restart()
        await self.until_waiting(2)
        await q.put("a")
        event.set()
        self.assertEqual("a", await self.soon(get))
        self.assertTrue(await self.soon(wait))
        self.assertEqual("kept", await self.soon(self.t.Queue(self.name + "kept").get()))
        async with lock:
            self.assertTrue(await lock.locked())

    async def test_a_holder_is_told(self) -> None:
        with self.assertRaises(tutti.LockLost):
            async with self.t.Lock(self.name):
                self.server.kill()
                try:
                    await self.soon(asyncio.Event().wait())
                finally:
                    self.server.start()

    async def test_a_put_whose_reply_is_lost(self) -> None:
        q = self.t.Queue(self.name)
        await q.put("first")
        self.server.freeze()
        plain = asyncio.create_task(q.put("plain"))
        keyed = asyncio.create_task(q.put("keyed", key="k"))
        for _ in range(10):
            await asyncio.sleep(0)
        await self.restart()
        with self.assertRaises(tutti.ConnectionLost):
            await self.soon(plain)
        self.assertGreater(await self.soon(keyed), 0)
        items = [raw for _, raw in await self.t.command("QUEUE", "PEEK", self.name, "COUNT", 9)]
        self.assertEqual([b'"first"', b'"keyed"'], items)

    async def test_a_run_whose_connection_is_lost(self) -> None:
        run = asyncio.ensure_future(self.t.gather(self.t.task(self.name, "run")))

        async def is_put() -> bool:
            return (await self.stats())["size"] == 1

        await self.until(is_put)
        await self.restart()
        with self.assertRaises(tutti.ConnectionLost):
            await self.soon(run)

    async def test_tasks_and_their_worker(self) -> None:
        go_on = asyncio.Event()
        started: "asyncio.Queue[int]" = asyncio.Queue()
        attempts = []

        async def square(number: int) -> int:
            attempts.append(tutti.current_item().attempt)
            started.put_nowait(number)
            await go_on.wait()
            return number * number

        worker = tutti.connect(self.server.url)
        worker.worker(self.name, concurrency=2)(square)
        serving = asyncio.create_task(worker.serve())
        tasks = [self.t.create_task(self.t.task(self.name, number)) for number in (1, 2, 3)]
        await self.soon(started.get())
        await self.soon(started.get())
        await self.restart()
        await self.soon(started.get())
        await self.soon(started.get())
        go_on.set()
        self.assertEqual([1, 4, 9], await self.soon(asyncio.gather(*tasks)))
        self.assertEqual(2, max(attempts))
        serving.cancel()
        await asyncio.wait({serving})

    async def test_a_server_that_is_not_there(self) -> None:
        gone = Server()
        gone.start().kill()
        try:
            with self.assertRaises(ConnectionError):
                async with tutti.connect(gone.url):
                    self.fail("connected")
        finally:
            gone.close()

    async def test_a_worker_waits_for_its_server(self) -> None:
        url = self.server.url
        self.server.kill()
        client = tutti.connect(url)

        @client.worker(self.name)
        async def echo(item: Any) -> Any:
            return item

        serving = asyncio.create_task(client.serve())
        await asyncio.sleep(0)
        self.server.start()
        self.assertEqual("a", await self.soon(self.t.create_task(self.t.task(self.name, "a"))))
        serving.cancel()
        await asyncio.wait({serving})
