"""The connections: who shares one, how many there are, and their end."""

import asyncio
import ssl
import unittest
from typing import List
from unittest import mock

import tutti
from tutti.connection import Address

from .case import Case


class PoolTests(Case):
    async def test_a_cancelled_item_cancels_no_other_call(self) -> None:
        q, tasks = self.t.Queue(self.name), (await self.client()).Queue(self.name + "task")
        id = await q.put("item")
        await q.get()
        calls = [self.t.task(tasks.name, 1), self.t.gather(self.t.task(tasks.name, 2))]
        calls.append(self.t.create_task(self.t.task(tasks.name, 3)))
        results = [asyncio.ensure_future(call) for call in calls]
        items = [await self.soon(tasks.get_item()) for _ in results]
        self.assertEqual(1, await self.t.command("CANCEL", self.name, id))
        for item in items:
            await item.done(item.value)
        self.assertEqual([1, [2], 3], await self.soon(asyncio.gather(*results)))

    async def test_puts_that_wait_leave_room_for_the_get(self) -> None:
        q = (await self.client(max_connections=5)).Queue(self.name, 1)
        puts = [asyncio.create_task(q.put(number)) for number in range(20)]
        await self.until_waiting(5)
        self.assertEqual(set(range(20)), {await self.soon(q.get()) for _ in puts})
        await self.soon(asyncio.gather(*puts))

    async def test_holders_that_wait_leave_room_for_each_other(self) -> None:
        t = await self.client(max_connections=2)
        semaphore, event = t.Semaphore(self.name, 2), t.Event(self.name)
        await event.set()
        async with semaphore, semaphore:
            self.assertTrue(await self.soon(event.wait()))
            async with t.Lock(self.name):
                self.assertTrue(await t.Lock(self.name).locked())
            self.assertFalse(await t.Lock(self.name).locked())

    async def test_conditions_that_wait_leave_room_for_a_notify(self) -> None:
        condition = (await self.client(max_connections=1)).Condition(self.name)

        async def wait() -> None:
            async with condition:
                await condition.wait()

        waits = [asyncio.create_task(wait()) for _ in range(2)]
        await self.until_waiting(2)
        await self.soon(condition.acquire())
        condition.notify_all()
        await condition.release()
        await self.soon(asyncio.gather(*waits))

    async def test_workers_leave_room_for_their_handlers(self) -> None:
        t = await self.client(max_connections=1)

        @t.worker(self.name, concurrency=2)
        async def outer(item: int) -> int:
            return 10 * await t.task(self.name + "inner", item)

        @t.worker(self.name + "inner", concurrency=2)
        async def inner(item: int) -> int:
            return item + 1

        serving = asyncio.create_task(t.serve(signals=False))
        tasks = [t.create_task(t.task(self.name, number)) for number in (1, 2)]
        self.assertEqual([20, 30], await self.soon(asyncio.gather(*tasks)))
        serving.cancel()
        await asyncio.wait({serving})

    async def test_the_line_keeps_its_order(self) -> None:
        pool = (await self.client(max_connections=1)).pool
        with self.assertLogs("tutti", "WARNING") as logs:
            connection = await pool.lease()
            order: List[str] = []

            async def take(name: str) -> None:
                mine = await pool.lease()
                order.append(name)
                pool.give_back(mine)

            waiting = [asyncio.create_task(take(name)) for name in "bc"]
            await asyncio.sleep(0)
            pool.give_back(connection)
            # It comes before the first of the line has run.
            await self.soon(asyncio.gather(take("d"), *waiting))
        self.assertEqual(["b", "c", "d"], order)
        self.assertEqual(1, len(logs.records))

    async def test_a_call_that_is_cancelled_in_line_leaves_its_place(self) -> None:
        pool = (await self.client(max_connections=1)).pool
        connection = await pool.lease()
        waiting = [asyncio.create_task(pool.lease()) for _ in range(2)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        pool.give_back(connection)
        waiting[1].cancel()
        await asyncio.wait(waiting)
        self.assertIs(connection, await self.soon(pool.lease()))

    async def test_a_word_that_cannot_be_encoded(self) -> None:
        self.t.pool.control.close()
        with self.assertRaises(UnicodeEncodeError):
            self.t.command("PING", "\udcff")
        self.assertEqual("PONG", await self.soon(self.t.command("PING")))

    async def test_two_enter_at_once(self) -> None:
        t = tutti.connect(self.server.url)
        results = await asyncio.gather(t.__aenter__(), t.__aenter__(), return_exceptions=True)
        self.assertEqual([tutti.Tutti, RuntimeError], [type(result) for result in results])
        await t.__aexit__(None, None, None)

    async def test_what_cannot_ask_goes_beyond_the_limit(self) -> None:
        t = await self.client(max_connections=1)
        with mock.patch("tutti.places._STANDSTILL", 0.01):
            async with t.Lock(self.name + "held"):
                self.assertEqual("A", await self.soon(t.task("upper", "a", codec=tutti.TEXT)))
                self.assertEqual(["B"], await self.soon(t.gather(t.task("upper", "b", codec=tutti.TEXT))))
                await self.soon(t.Queue(self.name).join())
                barrier = t.Barrier(self.name, 4)
                parties = await self.soon(asyncio.gather(*(barrier.wait() for _ in range(4))))
                self.assertEqual([0, 1, 2, 3], sorted(parties))
        self.assertEqual(0, t.pool._lender._places._taken)

    async def test_leaving_takes_back_what_was_cancelled_at_once(self) -> None:
        q = self.t.Queue(self.name, 1)
        async with tutti.connect(self.server.url) as t:
            put = asyncio.create_task(t.Queue(self.name).put("a"))
            lock = asyncio.create_task(t.Lock(self.name).acquire())
            for _ in range(3):
                await asyncio.sleep(0)
            put.cancel()
            lock.cancel()
        await self.soon(asyncio.wait({put, lock}))
        self.assertEqual((True, True), (put.cancelled(), lock.cancelled()))
        self.assertEqual(0, await q.qsize())
        self.assertFalse(await self.t.Lock(self.name).locked())

    async def test_close(self) -> None:
        t = await self.client()
        await t.close()
        self.assertFalse(t.is_connected)
        await t.close()

    async def test_leaving_counts_no_attempt(self) -> None:
        async with tutti.connect(self.server.url) as t:
            await t.Queue(self.name + "item").put("a")
            await t.Queue(self.name + "item").get()
            get = asyncio.create_task(t.Queue(self.name).get())
            await self.until_waiting()
        with self.assertRaises(tutti.ConnectionLost):
            await self.soon(get)
        item = await self.soon(self.t.Queue(self.name + "item").get_item())
        self.assertEqual(1, item.attempt)


class AddressTests(unittest.TestCase):
    def test_a_user_without_a_password(self) -> None:
        address = Address.of("redis://user@host")
        self.assertEqual(("user", ""), (address.user, address.password))

    def test_tls_for_a_plain_url(self) -> None:
        with self.assertRaisesRegex(ValueError, "rediss://"):
            Address.of("redis://host", ssl.create_default_context())

    def test_no_error_shows_a_password(self) -> None:
        urls = ["redis://:pa#ss@host", "redis://:pa/ss@host", "redis://u:pa@host:x", "redis://u:pa@h/3"]
        for url in [*urls, "http://u:pa@host"]:
            with self.assertRaises(ValueError) as caught:
                Address.of(url)
            self.assertNotIn("pa", str(caught.exception).replace("a password", ""), url)

    def test_ipv6(self) -> None:
        self.assertEqual("[::1]:18888", str(Address.of("redis://[::1]:18888")))
