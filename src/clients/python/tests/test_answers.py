"""Calls whose answer nobody awaits, or is lost, or comes to a caller who was cancelled."""

import asyncio
import gc
import random
from typing import Any
from unittest import mock

import tutti

from .case import Case


class AnswerTests(Case):
    async def test_the_error_of_a_put_that_nobody_awaits(self) -> None:
        q = self.t.Queue(self.name, maxsize=1)
        await q.put(1)
        errors = self.unseen_errors()
        q.put_nowait(2)
        await self.until_reported(errors, tutti.QueueFull)

    async def test_the_error_of_a_task_done_that_nobody_awaits(self) -> None:
        q = self.t.Queue(self.name)
        id = await q.put(1)
        await q.get()
        await self.t.command("CANCEL", self.name, id)
        errors = self.unseen_errors()
        q.task_done()
        await self.until_reported(errors, tutti.ItemCancelled)

    async def test_the_error_of_a_queue_of_another_kind(self) -> None:
        await self.t.Queue(self.name, 1).put(1)
        errors = self.unseen_errors()
        self.t.LifoQueue(self.name).put_nowait(2)
        await self.until_reported(errors, tutti.CommandError)
        with self.assertRaises(tutti.CommandError):
            await self.t.LifoQueue(self.name).qsize()
        with self.assertRaises(tutti.CommandError):
            await self.t.LifoQueue(self.name).get_nowait()
        self.assertEqual(1, (await self.stats())["size"])

    async def test_a_get_nowait_that_is_cancelled_at_any_moment_loses_no_item(self) -> None:
        q = self.t.Queue(self.name)
        for round in range(60):
            await q.put(round)
            get = asyncio.ensure_future(q.get_nowait())
            for _ in range(1 + random.randrange(40)):
                await asyncio.sleep(0)
            get.cancel()
            await asyncio.wait({get})
            if get.cancelled():
                self.assertEqual(round, await q.get_nowait())
            await q.task_done()
        self.assertEqual(0, (await self.stats())["unfinished"])

    async def lose_replies(self, work: Any) -> "asyncio.Task[Any]":
        """Runs a coroutine until its item is in the queue, while the replies to the client stay away."""
        seer = await self.client()
        control = self.t.pool.control
        control._transport.pause_reading()
        task = asyncio.create_task(work)

        async def is_put() -> bool:
            return (await seer.command("QUEUE", "STATS", self.name))["size"] == 1

        await self.until(is_put)
        return task

    async def test_a_cancelled_put_whose_connection_is_lost(self) -> None:
        put = await self.lose_replies(self.t.Queue(self.name).put(1))
        pool = self.t.pool
        call, control = pool.call, pool.control

        def lose(*words: Any, **options: Any) -> Any:
            answer = call(*words, **options)
            control.close()
            return answer

        with mock.patch.object(pool, "call", side_effect=lose):
            put.cancel()
            control._transport.resume_reading()
            await asyncio.wait({put})
        self.assertTrue(put.cancelled())
        self.assertEqual(0, (await self.stats())["unfinished"])

    async def test_a_task_that_is_cancelled_while_its_connection_is_lost(self) -> None:
        task = await self.lose_replies(self.t.task(self.name, 1).as_task())
        self.t.pool.control.close()
        for _ in range(10):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        self.assertTrue(task.cancelled())
        self.assertEqual(0, (await self.stats())["unfinished"])

    async def test_a_cancelled_task_of_a_queue_that_is_shut_down(self) -> None:
        await self.t.command("QUEUE", "SHUTDOWN", self.name)
        errors = self.unseen_errors()
        task = self.t.create_task(self.t.task(self.name, 1))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        self.assertTrue(task.cancelled())
        del task
        gc.collect()
        self.assertEqual([], errors)

    async def test_a_fail_whose_connection_is_lost(self) -> None:
        q = self.t.Queue(self.name)
        await q.put(1)
        item = await q.get_item()
        failed = item.fail("no")
        self.t.pool.control.close()
        await self.soon(failed)
        self.assertEqual(0, (await self.stats())["inflight"])
