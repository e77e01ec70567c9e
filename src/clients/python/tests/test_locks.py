"""Locks and their kin: who holds what, and who is told that it is lost."""

import asyncio
import random

import tutti

from .case import LIMIT, Case


class LockTests(Case):
    async def test_one_holder(self) -> None:
        mine, other = self.t.Lock(self.name), (await self.client()).Lock(self.name)
        async with mine:
            first = mine.token
            self.assertTrue(await other.locked())
            waiting = asyncio.create_task(other.acquire())
            await self.until_waiting()
        await self.soon(waiting)
        self.assertGreater(other.token, first)
        await other.release()
        self.assertFalse(await mine.locked())
        with self.assertRaises(RuntimeError):
            other.release()

    async def test_a_cancelled_acquire_holds_nothing(self) -> None:
        lock = self.t.Lock(self.name)
        await lock.acquire()
        waiting = asyncio.create_task(lock.acquire())
        await self.until_waiting()
        waiting.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await waiting
        self.assertEqual([], await self.waiters())
        await lock.release()
        self.assertFalse(await lock.locked())

    async def test_an_acquire_that_is_cancelled_at_any_moment_holds_nothing(self) -> None:
        mine, other = self.t.Lock(self.name), (await self.client()).Lock(self.name)
        for _ in range(60):
            await other.acquire()
            acquire = asyncio.create_task(mine.acquire())
            await self.until_waiting()
            released = other.release()
            for _ in range(random.randrange(40)):
                await asyncio.sleep(0)
            acquire.cancel()
            await asyncio.wait({acquire})
            await released
            if not acquire.cancelled():
                await mine.release()
            self.assertFalse(await other.locked())

    async def test_release_leaves_the_holds_of_other_tasks(self) -> None:
        semaphore = self.t.Semaphore(self.name, 2)
        inside, leave = asyncio.Event(), asyncio.Event()

        async def other() -> None:
            async with semaphore:
                inside.set()
                await leave.wait()

        await semaphore.acquire()
        task = asyncio.create_task(other())
        await self.soon(inside.wait())
        await semaphore.release()
        leave.set()
        await self.soon(task)
        self.assertEqual(2, await semaphore.value())

    async def test_a_deadlock_is_found(self) -> None:
        a, b = self.t.Lock(self.name), self.t.Lock(self.name + "b")
        have_one = [asyncio.Event(), asyncio.Event()]

        async def take(mine: int, first: tutti.Lock, second: tutti.Lock) -> str:
            async with first:
                have_one[mine].set()
                await have_one[1 - mine].wait()
                try:
                    # In a task of its own before Python 3.12.
                    await asyncio.wait_for(second.acquire(), LIMIT)
                except tutti.Deadlock:
                    return "deadlock"
                await second.release()
                return "both"

        results = await self.soon(asyncio.gather(take(0, a, b), take(1, b, a)))
        self.assertEqual(["both", "deadlock"], sorted(results))
        self.assertEqual((False, False), (await a.locked(), await b.locked()))

    async def test_another_task_releases_for_one_that_acquires_again(self) -> None:
        lock = self.t.Lock(self.name)
        await lock.acquire()
        again = asyncio.ensure_future(lock.acquire())
        await self.until_waiting()

        async def other() -> None:
            await lock.release()

        await asyncio.create_task(other())
        self.assertTrue(await self.soon(again))
        await lock.release()
        self.assertFalse(await lock.locked())

    async def test_a_release_while_its_owner_waits_for_another_lock(self) -> None:
        lock, second = self.t.Lock(self.name + "first"), self.t.Lock(self.name)
        other = (await self.client()).Lock(self.name)
        await other.acquire()
        both = asyncio.Event()

        async def owner() -> None:
            await lock.acquire()
            both.set()
            await second.acquire()

        task = asyncio.create_task(owner())
        await self.soon(both.wait())
        await self.until_waiting()
        await self.soon(lock.release())
        self.assertFalse(await lock.locked())
        await other.release()
        await self.soon(task)
        await second.release()

    async def test_release_of_a_task_tells_of_its_own_loss(self) -> None:
        semaphore = self.t.Semaphore(self.name, 2)
        await semaphore.acquire()
        await self.kill_holder()

        async def other() -> None:
            await semaphore.acquire()

        await asyncio.create_task(other())
        with self.assertRaises(tutti.LockLost):
            semaphore.release()
        await semaphore.release()
        self.assertEqual(2, await semaphore.value())

    async def test_two_locks_are_lost_together(self) -> None:
        other = tutti.connect(self.server.url)
        async with other:
            with self.assertRaises(tutti.LockLost):
                async with other.Lock(self.name):
                    async with other.Lock(self.name + "b"):
                        await self.kill_holder()
                        await self.soon(asyncio.Event().wait())
            self.assertFalse(await other.Lock(self.name + "b").locked())
            self.assertEqual("PONG", await other.command("PING"))

    async def test_the_error_of_the_body_goes_on(self) -> None:
        lock = self.t.Lock(self.name)
        with self.assertRaisesRegex(ValueError, "body"):
            async with lock:
                await lock.release()
                raise ValueError("body")
        with self.assertRaisesRegex(ValueError, "body"):
            async with lock:
                await self.t.command("LOCK", "RELEASE", self.name, lock.token)
                raise ValueError("body")

    async def test_a_holder_whose_connection_is_lost_is_told(self) -> None:
        lock = self.t.Lock(self.name)
        with self.assertRaises(tutti.LockLost):
            async with lock:
                await self.kill_holder()
                await self.soon(asyncio.Event().wait())
        self.assertFalse(await lock.locked())
        async with lock:
            self.assertTrue(await lock.locked())

    async def test_a_holder_whose_lease_is_lost_is_told(self) -> None:
        lock = self.t.Lock(self.name, lease=0.3)
        with self.assertRaises(tutti.LockLost):
            async with lock:
                await self.t.command("LOCK", "RELEASE", self.name, lock.token)
                await self.soon(asyncio.Event().wait())

    async def test_release_says_that_the_lock_was_lost(self) -> None:
        lock = self.t.Lock(self.name)
        await lock.acquire()
        await self.kill_holder()

        async def free() -> bool:
            return not await lock.locked()

        await self.until(free)
        with self.assertRaises(tutti.LockLost):
            await lock.release()

    async def test_an_error_of_the_body_is_raised_as_it_is(self) -> None:
        with self.assertRaises(KeyError):
            async with self.t.Lock(self.name):
                raise KeyError
        self.assertFalse(await self.t.Lock(self.name).locked())


class OtherTests(Case):
    async def test_event(self) -> None:
        event = self.t.Event(self.name)
        wait = asyncio.create_task(event.wait())
        await self.until_waiting()
        event.set()
        self.assertTrue(await self.soon(wait))
        self.assertTrue(await event.is_set())
        event.clear()
        self.assertFalse(await event.is_set())

    async def test_semaphore(self) -> None:
        semaphore = self.t.Semaphore(self.name, 2)
        self.assertEqual(2, await semaphore.value())
        await semaphore.acquire()
        self.assertEqual(1, await semaphore.value())
        async with semaphore:
            self.assertTrue(await semaphore.locked())
            third = asyncio.create_task(semaphore.acquire())
            await self.until_waiting()
        await self.soon(third)
        semaphore.release()
        semaphore.release()
        with self.assertRaises(ValueError):
            semaphore.release()

    async def test_condition(self) -> None:
        condition = self.t.Condition(self.name)
        other = (await self.client()).Condition(self.name)
        ready = []

        async def consumer() -> str:
            async with condition:
                await condition.wait_for(lambda: ready)
                return ready.pop()

        consumers = [asyncio.create_task(consumer()) for _ in range(2)]
        await self.until_waiting(2)
        async with other:
            ready.append("a")
            self.assertEqual(2, await other.notify_all())
        await self.until_waiting(1)
        async with other:
            ready.append("b")
            self.assertEqual(1, await other.notify())
        self.assertEqual(["a", "b"], sorted(await self.soon(asyncio.gather(*consumers))))
        with self.assertRaises(RuntimeError):
            condition.notify()

    async def test_a_cancelled_wait_of_a_condition_has_the_lock(self) -> None:
        condition = self.t.Condition(self.name)
        held = []

        async def consumer() -> None:
            async with condition:
                try:
                    await condition.wait()
                finally:
                    held.append(await condition.locked())

        task = asyncio.create_task(consumer())
        await self.until_waiting()
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await self.soon(task)
        self.assertEqual([True], held)
        self.assertFalse(await condition.locked())

    async def test_a_wait_of_a_condition_whose_connection_is_lost(self) -> None:
        condition = self.t.Condition(self.name)

        async def consumer() -> None:
            async with condition:
                await condition.wait()

        task = asyncio.create_task(consumer())
        await self.until_waiting()
        await self.t.command("CLIENT", "KILL", "ID", (await self.waiters())[0][0], "SKIPME", "no")
        with self.assertRaises(tutti.LockLost):
            await self.soon(task)

    async def test_barrier(self) -> None:
        barrier = self.t.Barrier(self.name, 3)
        waits = [asyncio.create_task(barrier.wait()) for _ in range(2)]
        await self.until_waiting(2)
        self.assertEqual(2, await barrier.n_waiting)
        waits.append(asyncio.create_task(barrier.wait()))
        self.assertEqual([0, 1, 2], sorted(await self.soon(asyncio.gather(*waits))))
        wait = asyncio.create_task(barrier.wait())
        await self.until_waiting()
        wait.cancel()
        await asyncio.wait({wait})
        self.assertEqual(0, await barrier.n_waiting)
        await barrier.abort()
        self.assertTrue(await barrier.broken)
        with self.assertRaises(tutti.BrokenBarrierError):
            await barrier.wait()
