"""Queues: what is taken, given back and lost, and when."""

import asyncio
import random
from typing import Any

import tutti
import tutti.asyncio

from .case import Case


class Unreadable:
    """A codec whose error is its own."""

    def encode(self, value: Any) -> bytes:
        return value

    def decode(self, raw: bytes) -> Any:
        raise KeyError(raw)


class QueueTests(Case):
    async def test_an_item_is_what_was_put(self) -> None:
        q = self.t.Queue(self.name)
        for item in [1, "a", None, [1, {"b": 2.5}], True]:
            await q.put(item)
            self.assertEqual(item, await q.get())
            await q.task_done()
        await self.soon(q.join())

    async def test_text_and_bytes(self) -> None:
        text = self.t.Queue(self.name, codec=tutti.TEXT)
        raw = self.t.Queue(self.name, codec=tutti.BYTES)
        await text.put("€")
        self.assertEqual("€".encode(), await raw.get())
        await raw.put(b"\xff")
        with self.assertRaises(tutti.DecodeError) as caught:
            await text.get()
        self.assertEqual(b"\xff", caught.exception.raw)

    async def test_a_cancelled_get_takes_nothing(self) -> None:
        q = self.t.Queue(self.name)
        get = asyncio.create_task(q.get())
        await self.until_waiting()
        get.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await get
        self.assertEqual([], await self.waiters())
        await q.put("a")
        item = await q.get_item()
        self.assertEqual(("a", 1), (item.value, item.attempt))

    async def test_a_get_that_is_cancelled_at_any_moment_loses_no_item(self) -> None:
        q, other = self.t.Queue(self.name), (await self.client()).Queue(self.name)
        for round in range(60):
            get = asyncio.create_task(q.get_item())
            await self.until_waiting()
            put = asyncio.create_task(other.put(round))
            for _ in range(random.randrange(40)):
                await asyncio.sleep(0)
            get.cancel()
            await asyncio.wait({get, put})
            item = await q.get_item() if get.cancelled() else get.result()
            self.assertEqual((round, 1), (item.value, item.attempt))
            await item.done()
        self.assertEqual(0, (await self.stats())["unfinished"])

    async def test_a_get_in_a_timeout_takes_nothing(self) -> None:
        q = self.t.Queue(self.name)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(q.get(), 0.01)
        self.assertEqual([], await self.waiters())

    async def test_a_cancelled_put_puts_nothing(self) -> None:
        q = self.t.Queue(self.name, maxsize=1)
        await q.put(1)
        put = asyncio.create_task(q.put(2))
        await self.until_waiting()
        self.assertTrue(await q.full())
        put.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await put
        self.assertEqual(1, await q.get())
        self.assertTrue(await q.empty())

    async def test_a_put_that_is_cancelled_at_any_moment_puts_one_item_or_none(self) -> None:
        q = self.t.Queue(self.name)
        for round in range(60):
            put = asyncio.create_task(q.put(round))
            for _ in range(random.randrange(40)):
                await asyncio.sleep(0)
            put.cancel()
            await asyncio.wait({put})
            self.assertEqual(0 if put.cancelled() else 1, await q.qsize())
            await self.t.command("QUEUE", "PURGE", self.name)

    async def test_no_wait(self) -> None:
        q = self.t.Queue(self.name, maxsize=1)
        with self.assertRaises(tutti.QueueEmpty):
            await q.get_nowait()
        await q.put_nowait("a")
        with self.assertRaises(tutti.QueueFull):
            await q.put_nowait("b")
        self.assertEqual("a", await q.get_nowait())
        await q.task_done()
        await self.soon(q.join())

    async def test_an_answer_has_no_truth_value(self) -> None:
        q = self.t.Queue(self.name)
        with self.assertRaisesRegex(TypeError, "await"):
            if q.empty():
                self.fail("nobody knows")

    async def test_orders(self) -> None:
        lifo = self.t.LifoQueue(self.name)
        priority = self.t.PriorityQueue(self.name + "p")
        for item in [2, 3, 1]:
            await lifo.put(item)
            await priority.put([item, "x"])
        self.assertEqual([1, 3, 2], [await lifo.get() for _ in range(3)])
        self.assertEqual([1, 2, 3], [(await priority.get())[0] for _ in range(3)])
        with self.assertRaisesRegex(TypeError, "priority"):
            await priority.put("x")

    async def test_shut_down(self) -> None:
        q = self.t.Queue(self.name)
        get = asyncio.create_task(q.get())
        await self.until_waiting()
        q.shutdown()
        with self.assertRaises(tutti.QueueShutDown):
            await self.soon(get)
        with self.assertRaises(tutti.QueueShutDown):
            await q.put(1)

    async def test_task_done_needs_an_item(self) -> None:
        with self.assertRaises(ValueError):
            self.t.Queue(self.name).task_done()

    async def test_each_task_finishes_its_own_item(self) -> None:
        q = self.t.Queue(self.name)
        await q.put("first")
        await q.put("second")
        got, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            await q.get()
            got.set()
            await go_on.wait()
            await q.task_done()

        task = asyncio.create_task(slow())
        await got.wait()
        await q.get()
        await q.task_done()
        left = await self.t.command("QUEUE", "ITEMS", self.name)
        self.assertEqual(["inflight"], [each["state"].decode() for each in left])
        self.assertEqual(1, left[0]["attempts"])
        go_on.set()
        await task
        self.assertEqual(0, (await self.stats())["unfinished"])

    async def test_unfinished_items_go_back_when_the_client_leaves(self) -> None:
        async with tutti.connect(self.server.url) as leaving:
            await self.t.Queue(self.name).put("a")
            await leaving.Queue(self.name).get()
        item = await self.t.Queue(self.name).get_item()
        self.assertEqual(("a", 1), (item.value, item.attempt))

    async def test_an_item_whose_connection_is_lost(self) -> None:
        q = self.t.Queue(self.name)
        await q.put("a")
        await q.get()
        await self.kill_holder()
        again = await q.get_item()
        self.assertEqual(2, again.attempt)
        with self.assertRaises(tutti.ItemLost):
            await q.task_done()
        await again.done()

    async def test_a_lease_is_renewed_while_the_item_is_held(self) -> None:
        q = self.t.Queue(self.name, lease=0.3)
        id = await q.put("a")
        await q.get()
        seen = [1_000_000]

        async def renewed() -> bool:
            left = (await self.t.command("QUEUE", "INSPECT", self.name, id))["lease"]
            seen.append(left)
            return left > seen[-2]

        for _ in range(4):
            await self.until(renewed)
        await q.task_done()
        self.assertEqual(1, (await self.stats())["done"])

    async def test_a_bounded_pool_serves_in_turn(self) -> None:
        small = await self.client(max_connections=2)
        q = small.Queue(self.name)
        with self.assertLogs("tutti", "WARNING"):
            gets = [asyncio.create_task(q.get()) for _ in range(5)]
            await self.until_waiting(2)
            for item in range(5):
                await q.put(item)
            self.assertEqual([0, 1, 2, 3, 4], sorted(await self.soon(asyncio.gather(*gets))))
        await q.put("last")
        self.assertEqual("last", await self.soon(q.get()))

    async def test_a_get_in_a_task_of_its_own_is_its_callers(self) -> None:
        q = self.t.Queue(self.name)
        first = await q.put("first")
        await q.put("second")
        got, go_on = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            await q.get()
            got.set()
            await go_on.wait()
            await q.task_done()

        task = asyncio.create_task(slow())
        await self.soon(got.wait())
        # As wait_for does before Python 3.12.
        await asyncio.create_task(q.get())
        await q.task_done()
        self.assertEqual([first], await self.in_flight())
        with self.assertRaisesRegex(ValueError, "other tasks"):
            q.task_done()
        go_on.set()
        await self.soon(task)
        self.assertEqual([], await self.in_flight())

    async def in_flight(self) -> list:
        items = await self.t.command("QUEUE", "ITEMS", self.name)
        return [each["id"] for each in items if each["state"] == b"inflight"]

    async def test_task_done_of_the_last_item_and_of_any(self) -> None:
        q = self.t.Queue(self.name)
        a, b, _, d = [await q.put([letter]) for letter in "abcd"]
        first, second, _ = [await q.get() for _ in range(3)]
        fourth = await q.get_item()
        # A consumer that had an exception with its first items, and goes on.
        await q.task_done()
        self.assertEqual([a, b, d], await self.in_flight())
        await q.task_done(fourth)

        async def handed_over() -> None:
            await q.task_done(first)

        await asyncio.create_task(handed_over())
        self.assertEqual([b], await self.in_flight())
        with self.assertRaises(ValueError):
            q.task_done(first)
        await q.task_done(second)

    async def test_an_item_that_the_codec_cannot_read_is_not_kept(self) -> None:
        for number, (codec, raw) in enumerate([(Unreadable(), b"a"), (tutti.JSON, b"[" * 100_000)]):
            name = f"{self.name}{number}"
            await self.t.Queue(name, codec=tutti.BYTES).put(raw)
            with self.assertRaises(tutti.DecodeError) as caught:
                await self.t.Queue(name, codec=codec).get()
            self.assertEqual(raw, caught.exception.raw)
            self.assertEqual(0, (await self.stats(name))["inflight"])

    async def test_a_number_that_json_has_not(self) -> None:
        with self.assertRaises(ValueError):
            self.t.Queue(self.name).put_nowait(float("nan"))

    async def test_a_queue_that_was_deleted_is_created_again(self) -> None:
        q = self.t.Queue(self.name, maxsize=1)
        await q.put(1)
        await q.delete()
        await q.put(1)
        self.assertTrue(await q.full())
        lifo = self.t.LifoQueue(self.name)
        with self.assertRaises(tutti.CommandError):
            await lifo.put(1)
        await self.t.command("QUEUE", "DELETE", self.name)
        await lifo.put(1)

    async def test_a_queue_of_a_client_that_connects_twice(self) -> None:
        client = tutti.connect(self.server.url)
        q = client.Queue(self.name, maxsize=1)
        for _ in range(2):
            async with client:
                await q.put(1)
                self.assertTrue(await q.full())
                await client.command("QUEUE", "DELETE", self.name)

    async def test_a_command_that_waits_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "may wait"):
            self.t.command("queue", b"get", self.name)
        with self.assertRaisesRegex(ValueError, "may wait"):
            self.t.command("AWAIT", self.name, 1)
        with self.assertRaisesRegex(ValueError, "all other calls"):
            self.t.command("multi")
        self.assertIsNone(await self.t.command("QUEUE", "GET", self.name, "TIMEOUT", 0))

    async def test_a_client_needs_a_connection(self) -> None:
        with self.assertRaises(ValueError):
            tutti.connect(self.server.url, max_connections=0)

    async def test_a_queue_of_a_type(self) -> None:
        self.assertEqual((int,), tutti.asyncio.Queue[int].__args__)
