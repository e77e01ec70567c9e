"""Connections to a server that does what a real one does not do on demand."""

import asyncio
import gc
import unittest
from typing import Any, Callable, List, Optional
from unittest import mock

import tutti
from tutti.connection import Address, Connection
from tutti.timing import within

from .case import LIMIT
from .fake import HELLO, FakeServer


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
        with self.assertRaises(ConnectionError):
            await self.soon(tutti.connect(url, timeout=0.01).__aenter__())

    async def test_a_password_that_was_set_later(self) -> None:
        t = await self.client(lambda _: b"+OK\r\n")
        self.server.hello = b"-WRONGPASS no\r\n"
        with self.assertLogs("tutti", "WARNING") as logs:
            t.pool.control.close()
            with self.assertRaises(PermissionError):
                await self.soon(t.command("PING"))
        self.assertIn("refuses this client", logs.output[-1])
        self.server.hello = HELLO

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

    async def test_commands_keep_their_order_over_a_loss(self) -> None:
        is_here = False

        def answer(words: List[bytes]) -> Optional[bytes]:
            return b"+OK\r\n" if is_here else None

        t = await self.client(answer)
        event = t.Event("e")
        calls = [event.set()]
        await self.until(lambda: self.server.count(b"SET"))
        is_here = True
        with self.assertLogs("tutti", "WARNING"):
            t.pool.control.close()
            calls.append(event.clear())
            await self.soon(asyncio.gather(*(asyncio.wait_for(call, LIMIT) for call in calls)))
        self.assertEqual([b"SET", b"SET", b"CLEAR"], [each[1] for each in self.server.commands if each[0] == b"EVENT"])

    async def test_a_call_that_is_lost_again_and_again_waits_longer_each_time(self) -> None:
        def answer(words: List[bytes]) -> Optional[bytes]:
            if self.server.count(b"EVENT") < 4:
                self.server.drop()
                return None
            return b":1\r\n"

        t = await self.client(answer)
        waits: List[int] = []
        logs = self.assertLogs("tutti", "WARNING")
        with logs, mock.patch("tutti.pool.backoff", side_effect=lambda attempt: waits.append(attempt) or 0):
            self.assertTrue(await self.soon(t.Event("e").wait()))
        self.assertEqual([1, 2, 3], waits)

    async def test_an_answer_whose_caller_was_cancelled_is_seen(self) -> None:
        t = await self.client(lambda words: None)
        errors: List[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))

        async def ask() -> None:
            await t.command("PING")

        asking = asyncio.create_task(ask())
        await self.until(lambda: self.server.count(b"PING"))
        asking.cancel()
        await asyncio.wait({asking})
        with self.assertLogs("tutti", "WARNING"):
            t.pool.control.close()
        for _ in range(5):
            await asyncio.sleep(0)
        del asking
        gc.collect()
        self.assertEqual([], errors)

    async def test_a_server_of_another_kind(self) -> None:
        url = await self.serve(lambda _: None)
        for hello in (b"+OK\r\n", b"%1\r\n+id\r\n+x\r\n", b"HTTP/1.1 400\r\n\r\n"):
            self.server.hello = hello
            with self.assertRaises(ConnectionError):
                await self.soon(tutti.connect(url).__aenter__())

    async def test_a_server_that_refuses_at_once(self) -> None:
        url = await self.serve(lambda _: None)
        self.server.hello = None
        self.server.greeting = b"-DENIED from another machine\r\n"
        with self.assertRaises(PermissionError):
            await self.soon(tutti.connect(url).__aenter__())
        self.server.greeting, self.server.hello = b"", b"-ERR max number of clients reached\r\n"
        with self.assertRaises(ConnectionError):
            await self.soon(tutti.connect(url).__aenter__())

    async def test_a_submitted_result_is_kept_for_minutes(self) -> None:
        t = await self.client(lambda words: b":1\r\n" if words[0] == b"SUBMIT" else b"*1\r\n$1\r\n1\r\n")
        self.assertEqual(1, await self.soon(t.create_task(t.task("q"))))
        submit = next(words for words in self.server.commands if words[0] == b"SUBMIT")
        self.assertEqual(b"300000", submit[submit.index(b"TTL") + 1])


class WithinTests(unittest.IsolatedAsyncioTestCase):
    async def test_a_cancellation_together_with_the_result_goes_on(self) -> None:
        future = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(within(future, LIMIT))
        await asyncio.sleep(0)
        future.set_result(None)
        task.cancel()
        await asyncio.wait({task})
        self.assertTrue(task.cancelled())

    async def test_the_end_of_the_time_cancels_the_work(self) -> None:
        future = asyncio.get_running_loop().create_future()
        with self.assertRaises(asyncio.TimeoutError):
            await within(future, 0.001)
        self.assertTrue(future.cancelled())
