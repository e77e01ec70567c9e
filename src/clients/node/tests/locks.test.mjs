import assert from "node:assert/strict";
import { test } from "node:test";
import { BrokenBarrier, LockLost, NotHeld } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon, turn } from "./case.mjs";

const c = new Case();

test("one holder at a time", async () => {
    const lock = c.t.lock(newName());
    let inside = 0;
    let most = 0;
    const tokens = await Promise.all(
        Array.from({ length: 5 }, () =>
            lock.use(async (hold) => {
                most = Math.max(most, ++inside);
                assert.equal(await lock.locked(), true);
                inside--;
                return hold.token;
            }),
        ),
    );
    assert.equal(most, 1);
    assert.equal(new Set(tokens).size, 5);
    assert.equal(await lock.locked(), false);
});

test("a lock is released behind its block, once", async () => {
    const lock = c.t.lock(newName());
    const hold = await lock.acquire();
    await hold[Symbol.asyncDispose]();
    await errorOf(hold.release(), NotHeld);
    const again = await lock.acquire();
    await again.release();
    await again[Symbol.asyncDispose]();
    assert.equal(await lock.locked(), false);
});

test("an aborted acquire holds nothing", async () => {
    const lock = c.t.lock(newName());
    const hold = await lock.acquire();
    const controller = new AbortController();
    const acquire = lock.acquire({ signal: controller.signal });
    await c.untilWaiting(lock.name);
    controller.abort();
    assert.equal((await errorOf(acquire)).name, "AbortError");
    assert.equal((await c.waiters(lock.name)).length, 0);
    await hold.release();
    assert.equal(await lock.locked(), false);
});

test("an acquire that is aborted at any moment holds nothing", async () => {
    const lock = c.t.lock(newName());
    for (let turns = 0; turns < 40; turns++) {
        const controller = new AbortController();
        const acquire = lock.acquire({ signal: controller.signal });
        acquire.catch(() => {});
        for (let i = 0; i < turns / 4; i++) {
            await turn();
        }
        controller.abort();
        await acquire.then(
            (hold) => hold.release(),
            () => {},
        );
    }
    assert.equal(await lock.locked(), false);
});

test("a holder whose connection is lost is told", async () => {
    const lock = c.t.lock(newName());
    const error = await errorOf(
        lock.use(async ({ signal }) => {
            const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
            await c.killHolder(lock.name);
            await soon(aborted);
            signal.throwIfAborted();
        }),
        LockLost,
    );
    assert.match(error.message, new RegExp(lock.name));
    const hold = await lock.acquire();
    await c.killHolder(lock.name);
    await c.until(() => hold.signal.aborted);
    await errorOf(hold.release(), LockLost);
    await errorOf(hold[Symbol.asyncDispose](), LockLost);
});

test("a lease is renewed while it is held, and its loss is told", async () => {
    const lock = c.t.lock(newName(), { lease: 200 });
    const hold = await lock.acquire();
    const begin = performance.now();
    await c.until(() => performance.now() - begin > 700);
    assert.equal(await lock.locked(), true);
    await c.t.command("LOCK", "RELEASE", lock.name, hold.token);
    await c.until(() => hold.signal.aborted);
    assert.ok(hold.lost instanceof LockLost);
    await errorOf(hold.release(), LockLost);
});

test("the error of the body goes on, also behind a loss", async () => {
    const lock = c.t.lock(newName());
    const body = lock.use(async () => {
        await c.killHolder(lock.name);
        throw new RangeError("body");
    });
    await errorOf(body, RangeError);
    const silent = lock.use(async ({ signal }) => {
        await c.killHolder(lock.name);
        await c.until(() => signal.aborted);
        return 1;
    });
    await errorOf(silent, LockLost);
});

test("an event", async () => {
    const event = c.t.event(newName());
    const waits = [event.wait(), event.wait()];
    await c.untilWaiting(event.name, 2);
    const controller = new AbortController();
    const aborted = event.wait({ signal: controller.signal });
    await c.untilWaiting(event.name, 3);
    controller.abort();
    assert.equal((await errorOf(aborted)).name, "AbortError");
    assert.equal(await event.isSet(), false);
    await event.set();
    await soon(Promise.all(waits));
    await event.wait();
    assert.equal(await event.isSet(), true);
    await event.clear();
    assert.equal(await event.isSet(), false);
});

test("a semaphore", async () => {
    const semaphore = c.t.semaphore(newName(), 2);
    const holds = [await semaphore.acquire(), await semaphore.acquire()];
    assert.deepEqual([await semaphore.value(), await semaphore.locked()], [0, true]);
    const controller = new AbortController();
    const aborted = semaphore.acquire({ signal: controller.signal });
    await c.untilWaiting(semaphore.name);
    controller.abort();
    await errorOf(aborted);
    const third = semaphore.acquire();
    await c.untilWaiting(semaphore.name);
    await holds[0].release();
    await (await soon(third)).release();
    assert.deepEqual([await semaphore.value(), await semaphore.locked()], [1, false]);
    await holds[1].release();
    assert.throws(() => c.t.semaphore("s", 0), RangeError);
});

test("a condition", async () => {
    const condition = c.t.condition(newName());
    let ready = false;
    const waits = [1, 2].map(() => condition.use((hold) => hold.waitFor(() => ready)));
    await c.untilWaiting(condition.name, 2);
    assert.equal(
        await condition.use(async (hold) => {
            ready = true;
            return hold.notifyAll();
        }),
        2,
    );
    assert.deepEqual(await soon(Promise.all(waits)), [true, true]);
    assert.equal(await condition.locked(), false);
});

test("an aborted wait of a condition has the lock", async () => {
    const condition = c.t.condition(newName());
    const controller = new AbortController();
    const waiting = condition.use(async (hold) => {
        const error = await errorOf(hold.wait({ signal: controller.signal }));
        assert.equal(error.name, "AbortError");
        return hold.notify();
    });
    await c.untilWaiting(condition.name);
    const hold = await condition.acquire();
    controller.abort();
    await c.until(async () => (await c.waiters(condition.name)).length === 1);
    await hold.release();
    assert.equal(await soon(waiting), 0);
    assert.equal(await condition.locked(), false);
});

test("a wait of a condition whose connection is lost", async () => {
    const condition = c.t.condition(newName());
    const waiting = errorOf(
        condition.use((hold) => hold.wait()),
        LockLost,
    );
    await c.untilWaiting(condition.name);
    const [waiter] = await c.waiters(condition.name);
    await c.t.command("CLIENT", "KILL", "ID", waiter[0]);
    await waiting;
});

test("a barrier", async () => {
    const barrier = c.t.barrier(newName(), 2);
    const controller = new AbortController();
    const aborted = barrier.wait({ signal: controller.signal });
    await c.until(async () => (await barrier.nWaiting()) === 1);
    controller.abort();
    assert.equal((await errorOf(aborted)).name, "AbortError");
    assert.equal(await barrier.nWaiting(), 0);
    assert.deepEqual((await soon(Promise.all([barrier.wait(), barrier.wait()]))).sort(), [0, 1]);
    const broken = errorOf(barrier.wait(), BrokenBarrier);
    await c.until(async () => (await barrier.nWaiting()) === 1);
    await barrier.abort();
    await broken;
    assert.equal(await barrier.broken(), true);
    await barrier.reset();
    assert.equal(await barrier.broken(), false);
});
