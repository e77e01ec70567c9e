"""The connections: who shares one, how many there are, and their end."""

import asyncio
import ssl
import unittest
from typing import Any, Callable, List, Optional
from unittest import mock

import tutti
from tutti.connection import Address, Connection

from .case import LIMIT, Case
from .fake import FakeServer


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


class FakeServerTests(unittest.IsolatedAsyncioTestCase):
    async def serve(self, answer: Callable[[List[bytes]], Optional[bytes]]) -> str:
        self.server = FakeServer(answer)
        url = await self.server.start()
        self.addAsyncCleanup(self.server.close)
        return url

    async def client(self, answer: Callable[[List[bytes]], Optional[bytes]]) -> tutti.Tutti:
        client = tutti.connect(await self.serve(answer))
        await client.__aenter__()
        self.addAsyncCleanup(client.__aexit__, None, None, None)
        return client

    async def soon(self, awaitable: Any) -> Any:
        return await asyncio.wait_for(awaitable, LIMIT)

    async def until(self, question: Callable[[], Any]) -> None:
        async def ask() -> None:
            while not question():
                await asyncio.sleep(0)

        await self.soon(ask())

    async def test_unblock_is_not_sent_to_a_new_server(self) -> None:
        def answer(words: List[bytes]) -> Optional[bytes]:
            if b"UNBLOCK" in words:
                self.server.drop()
            return None if b"UNBLOCK" in words or b"EVENT" in words else b"+OK\r\n"

        t = await self.client(answer)
        wait = asyncio.create_task(t.Event("e").wait())
        await self.until(lambda: self.server.count(b"EVENT"))
        wait.cancel()
        await self.soon(asyncio.wait({wait}))
        await self.soon(t.command("PING"))
        self.assertEqual(1, self.server.count(b"UNBLOCK"))

    async def test_a_cancelled_wait_at_a_server_that_hangs(self) -> None:
        def answer(words: List[bytes]) -> Optional[bytes]:
            return None if b"UNBLOCK" in words or b"WAIT" in words else b":1\r\n"

        t = await self.client(answer)
        condition = t.Condition("c")
        await condition.acquire()
        wait = asyncio.create_task(condition.wait())
        await self.until(lambda: self.server.count(b"WAIT"))
        with mock.patch("tutti.pool.WITHDRAWAL_LIMIT", 0.01):
            wait.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await self.soon(wait)
        self.server.drop()

    async def test_a_server_that_does_not_answer_hello(self) -> None:
        url = await self.serve(lambda _: None)
        self.server.hello = None
        with mock.patch("tutti.connection._HELLO_LIMIT", 0.01), self.assertRaises(ConnectionError):
            await self.soon(Connection.open(Address.of(url)))

    async def test_a_password_that_was_set_later(self) -> None:
        t = await self.client(lambda _: b"+OK\r\n")
        self.server.hello = b"-WRONGPASS no\r\n"
        with self.assertLogs("tutti", "WARNING") as logs:
            t.pool.control.close()
            with self.assertRaises(PermissionError):
                await self.soon(t.command("PING"))
        self.assertIn("refuses this client", logs.output[-1])
        self.server.hello = b"%1\r\n$2\r\nid\r\n:7\r\n"

        async def is_back() -> bool:
            try:
                return bool(await t.command("PING"))
            except PermissionError:
                return False

        while not await self.soon(is_back()):
            pass

    async def test_an_exit_that_is_cancelled_closes_all(self) -> None:
        t = await self.client(lambda _: None)
        control = t.pool.control
        leaving = asyncio.create_task(t.__aexit__(None, None, None))
        await self.until(lambda: len(self.server.commands) > 1)
        leaving.cancel()
        await self.soon(asyncio.wait({leaving}))
        self.assertIsNotNone(control.lost)

    async def test_a_connection_that_the_server_refuses_is_closed(self) -> None:
        connection = await Connection.open(Address.of(await self.serve(lambda _: b"+OK\r\n-ERR bye\r\n")))
        self.assertEqual("OK", await self.soon(connection.send("PING")))
        self.assertIn("bye", str(connection.lost))
        self.assertTrue(connection._transport.is_closing())
        told = asyncio.get_running_loop().create_future()
        connection.when_lost(told.set_result)
        self.assertIs(connection.lost, await self.soon(told))


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
