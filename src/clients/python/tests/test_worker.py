"""A worker in a process of its own, and its end."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from .case import Case

PACKAGE = Path(__file__).resolve().parents[1]


class WorkerTests(Case):
    async def worker(self, drain: float) -> "asyncio.subprocess.Process":
        return await self.process(str(PACKAGE / "tests" / "worker_process.py"), self.server.url, self.name, str(drain))

    async def process(self, *arguments: str, **options: Any) -> "asyncio.subprocess.Process":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PACKAGE)},
            **options,
        )

        async def end() -> None:
            if process.returncode is None:
                process.kill()
                await process.wait()

        self.addAsyncCleanup(end)
        return process

    async def line(self, process: "asyncio.subprocess.Process") -> str:
        return (await self.soon(process.stdout.readline())).decode().strip()

    async def getters(self) -> bool:
        return (await self.stats())["getters"] > 0

    async def test_sigterm_drains(self) -> None:
        process = await self.worker(20)
        first = self.t.create_task(self.t.task(self.name, "a"))
        self.assertEqual("begun a", await self.line(process))
        await self.until(self.getters)
        process.send_signal(signal.SIGTERM)

        async def gets_nothing() -> bool:
            return not await self.getters()

        await self.until(gets_nothing)
        second = self.t.create_task(self.t.task(self.name, "b"))
        await self.t.Event(self.name).set()
        self.assertEqual("A", await self.soon(first))
        self.assertEqual("ended", await self.line(process))
        self.assertEqual(0, await self.soon(process.wait()))
        # The item that came during the drain is another worker's.
        await self.worker(0)
        self.assertEqual("B", await self.soon(second))

    async def test_what_does_not_end_in_time_goes_back(self) -> None:
        await self.t.Queue(self.name).put("waits for ever")
        process = await self.worker(0)
        self.assertEqual("begun waits for ever", await self.line(process))
        process.send_signal(signal.SIGTERM)
        self.assertEqual("ended", await self.line(process))
        item = await self.soon(self.t.Queue(self.name).get_item())
        self.assertEqual(("waits for ever", 1), (item.value, item.attempt))

    async def test_ctrl_c_gives_everything_back(self) -> None:
        program = f"""
import asyncio, tutti
async def main():
    async with tutti.connect({self.server.url!r}) as t:
        async with t.Lock({self.name!r}):
            print(await t.Queue({self.name!r}).get(), flush=True)
            await t.Queue({self.name!r}).get()
asyncio.run(main())
"""
        await self.t.Queue(self.name).put("a")
        process = await self.process("-c", program, stderr=asyncio.subprocess.DEVNULL)
        self.assertEqual("a", await self.line(process))
        await self.until(self.getters)
        process.send_signal(signal.SIGINT)
        await self.soon(process.wait())
        item = await self.soon(self.t.Queue(self.name).get_item())
        self.assertEqual(("a", 1), (item.value, item.attempt))
        self.assertFalse(await self.t.Lock(self.name).locked())

    async def test_a_killed_worker_loses_nothing(self) -> None:
        await self.t.Queue(self.name).put("a")
        process = await self.worker(0)
        self.assertEqual("begun a", await self.line(process))
        process.kill()
        item = await self.soon(self.t.Queue(self.name).get_item())
        self.assertEqual(("a", 2), (item.value, item.attempt))
