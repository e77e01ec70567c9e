"""Tasks from the side of their callers, and the worker that carries them out."""

import asyncio
import sys
import unittest
from typing import Any
from unittest import mock

import tutti
from tutti.connection import Connection

from .case import Case
from .test_queues import Unreadable


class TaskTests(Case):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.started: "asyncio.Queue[Any]" = asyncio.Queue()
        self.cancelled: "asyncio.Queue[Any]" = asyncio.Queue()
        self.t.worker(self.name, concurrency=8, heartbeat=0.05)(self.work)
        serving = asyncio.create_task(self.t.serve())
        self.addCleanup(serving.cancel)

    async def work(self, item: Any) -> Any:
        self.started.put_nowait(item)
        if isinstance(item, int):
            return item * item
        if item == "fail":
            raise ValueError("no number")
        if item == "surrogate":
            raise ValueError("no such file \udcff")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.put_nowait(item)
            raise

    def task(self, item: Any) -> tutti.Call:
        return self.t.task(self.name, item)

    async def test_await(self) -> None:
        self.assertEqual(9, await self.soon(self.task(3)))
        with self.assertRaisesRegex(tutti.TaskFailed, "^no number$"):
            await self.soon(self.task("fail"))

    async def test_a_call_is_awaited_once(self) -> None:
        call = self.task(3)
        await call
        with self.assertRaises(RuntimeError):
            await call

    async def test_gather(self) -> None:
        self.assertEqual([], await self.t.gather())
        self.assertEqual([1, 4, 9], await self.soon(self.t.gather(*map(self.task, [1, 2, 3]), limit=2)))
        with self.assertRaises(tutti.TaskFailed):
            await self.soon(self.t.gather(self.task(1), self.task("fail")))
        results = await self.soon(self.t.gather(self.task("fail"), self.task(2), return_exceptions=True))
        self.assertEqual("no number", str(results[0]))
        self.assertEqual(4, results[1])

    async def test_gather_with_a_coroutine(self) -> None:
        async def local() -> str:
            return "local"

        self.assertEqual([4, "local"], await self.soon(self.t.gather(self.task(2), local())))

    async def test_a_cancelled_caller_cancels_its_items(self) -> None:
        caller = asyncio.ensure_future(self.t.gather(self.task("wait"), self.task("wait too")))
        started = {await self.soon(self.started.get()) for _ in range(2)}
        caller.cancel()
        await asyncio.wait({caller})
        self.assertTrue(caller.cancelled())
        self.assertEqual(started, {await self.soon(self.cancelled.get()) for _ in range(2)})

    async def test_a_cancelled_task(self) -> None:
        task = self.t.create_task(self.task("wait"))
        self.assertEqual("wait", await self.soon(self.started.get()))
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        self.assertEqual("wait", await self.soon(self.cancelled.get()))

    async def test_a_task_that_another_client_cancels(self) -> None:
        task = self.t.create_task(self.task("wait"))
        await self.soon(self.started.get())
        id = (await self.t.command("QUEUE", "ITEMS", self.name))[0]["id"]
        self.assertEqual(1, await self.t.command("CANCEL", self.name, id))
        await asyncio.wait({task})
        self.assertTrue(task.cancelled())
        self.assertEqual("wait", await self.soon(self.cancelled.get()))

    async def test_wait_and_as_completed(self) -> None:
        slow = self.t.create_task(self.task("wait"))
        quick = [self.t.create_task(self.task(number)) for number in range(20)]
        results = [await self.soon(each) for each in self.t.as_completed(quick)]
        self.assertEqual([number * number for number in range(20)], sorted(results))
        failing = self.t.create_task(self.task("fail"))
        done, pending = await self.soon(self.t.wait([slow, failing], return_when=tutti.FIRST_COMPLETED))
        self.assertEqual(({failing}, {slow}), (done, pending))
        self.assertIsInstance(failing.exception(), tutti.TaskFailed)
        slow.cancel()
        await asyncio.wait({slow})

    async def test_many_tasks_are_awaited_in_groups(self) -> None:
        sizes = []
        send = Connection.send

        def count(connection: Connection, *words: Any) -> Any:
            if words[0] == "WAIT":
                sizes.append((len(words) - 2) // 2)
            return send(connection, *words)

        with mock.patch.object(Connection, "send", count):
            tasks = [self.t.create_task(self.task(number)) for number in range(200)]
            self.assertEqual([number * number for number in range(200)], await self.soon(asyncio.gather(*tasks)))
        self.assertLessEqual(max(sizes), 64)
        self.assertEqual(0, len(self.t.awaiter))

    @unittest.skipIf(sys.version_info < (3, 11), "asyncio has it since 3.11")
    async def test_task_group(self) -> None:
        async with self.t.TaskGroup() as group:
            tasks = [group.create_task(self.task(number)) for number in (2, 3)]
        self.assertEqual([4, 9], [task.result() for task in tasks])
        with self.assertRaises(ExceptionGroup) as caught:  # noqa: F821
            async with self.t.TaskGroup() as group:
                waiting = group.create_task(self.task("wait"))
                while await self.soon(self.started.get()) != "wait":
                    pass
                group.create_task(self.task("fail"))
        self.assertIsInstance(caught.exception.exceptions[0], tutti.TaskFailed)
        self.assertTrue(waiting.cancelled())
        self.assertEqual("wait", await self.soon(self.cancelled.get()))

    @unittest.skipIf(sys.version_info < (3, 11), "asyncio has it since 3.11")
    async def test_timeout(self) -> None:
        with self.assertRaises(TimeoutError):
            async with self.t.timeout(0.1):
                await self.task("wait")
        self.assertEqual("wait", await self.soon(self.cancelled.get()))

    async def test_the_tasks_of_the_server(self) -> None:
        self.assertEqual("ABC", await self.soon(self.t.task("upper", "abc", codec=tutti.TEXT)))

    async def test_a_message_that_is_no_text(self) -> None:
        with self.assertRaisesRegex(tutti.TaskFailed, r"^no such file \\udcff$"):
            await self.soon(self.task("surrogate"))

    async def test_an_end_that_cannot_be_told(self) -> None:
        with self.assertLogs("tutti", "ERROR"):
            with mock.patch.object(tutti.Item, "done_raw", side_effect=RuntimeError("untold")):
                task = self.t.create_task(self.task(3))
                self.assertEqual(3, await self.soon(self.started.get()))
                self.assertEqual(3, await self.soon(self.started.get()))
        self.assertEqual(9, await self.soon(task))

    async def test_a_task_at_the_end_of_the_block(self) -> None:
        async with tutti.connect(self.server.url) as leaving:
            task = leaving.create_task(leaving.task(self.name + "idle", 1))

            async def is_awaited() -> bool:
                return len(leaving.awaiter) > 0

            await self.until(is_awaited)
        with self.assertRaises(tutti.ConnectionLost):
            await self.soon(task)

    async def test_a_worker_whose_get_is_ended(self) -> None:
        await self.until_waiting()
        for how in ("TIMEOUT", "ERROR"):
            getter = (await self.waiters())[0][0]
            self.assertEqual(1, await self.t.command("CLIENT", "UNBLOCK", getter, how))
            self.assertEqual(9, await self.soon(self.task(3)))
            await self.until_waiting()

    async def test_a_result_that_the_codec_cannot_read(self) -> None:
        def calls() -> Any:
            return self.t.task("upper", b"a", codec=Unreadable()), self.task(2)

        first, second = await self.soon(self.t.gather(*calls(), return_exceptions=True))
        self.assertIsInstance(first, tutti.DecodeError)
        self.assertEqual(4, second)
        with self.assertRaises(tutti.DecodeError):
            await self.soon(self.t.gather(*calls()))
