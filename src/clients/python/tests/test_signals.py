"""Signals and cancellation of `serve`, in the process of the test."""

import asyncio
import gc
import os
import signal
from typing import Any

import tutti

from .case import Case


class ServeTests(Case):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.signals: "asyncio.Queue[None]" = asyncio.Queue()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.signals.put_nowait, None)
        self.addCleanup(loop.remove_signal_handler, signal.SIGTERM)
        self.go_on = asyncio.Event()
        self.begun = asyncio.Event()

    async def work(self, item: Any) -> Any:
        self.begun.set()
        await self.go_on.wait()
        return item

    async def serving(self, client: tutti.Tutti, **options: Any) -> "asyncio.Task[None]":
        client.worker(self.name)(self.work)
        task = asyncio.create_task(client.serve(**options))
        self.addCleanup(task.cancel)
        return task

    async def until_served(self, number: int) -> None:
        async def served() -> bool:
            return (await self.stats())["getters"] == number

        await self.until(served)

    async def test_the_handler_of_the_program_is_back(self) -> None:
        serving = [await self.serving(self.t), await self.serving(await self.client())]
        await self.until_served(2)
        os.kill(os.getpid(), signal.SIGTERM)
        await self.soon(asyncio.gather(*serving))
        self.assertTrue(self.signals.empty())
        os.kill(os.getpid(), signal.SIGTERM)
        await self.soon(self.signals.get())

    async def test_a_second_signal_ends_at_once(self) -> None:
        errors = self.unseen_errors()
        serving = await self.serving(self.t)
        await self.t.Queue(self.name).put("a")
        await self.soon(self.begun.wait())
        os.kill(os.getpid(), signal.SIGTERM)
        await self.until_served(0)
        os.kill(os.getpid(), signal.SIGTERM)
        await self.soon(serving)
        gc.collect()
        self.assertEqual([], errors)
        item = await self.soon(self.t.Queue(self.name).get_item())
        self.assertEqual(1, item.attempt)

    async def test_serve_without_signals(self) -> None:
        serving = await self.serving(self.t, signals=False)
        await self.until_served(1)
        os.kill(os.getpid(), signal.SIGTERM)
        await self.soon(self.signals.get())
        self.assertFalse(serving.done())

    async def test_cancelled_it_drains(self) -> None:
        serving = await self.serving(self.t)
        task = (await self.client()).create_task(self.t.task(self.name, "a"))
        await self.soon(self.begun.wait())
        serving.cancel()
        # More turns of the loop than it takes to end without a drain.
        for _ in range(20):
            await self.t.command("PING")
        self.assertFalse(serving.done())
        self.go_on.set()
        self.assertEqual("a", await self.soon(task))
        await self.soon(asyncio.wait({serving}))
        self.assertTrue(serving.cancelled())
