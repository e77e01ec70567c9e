import assert from "node:assert/strict";
import { test } from "node:test";
import { Cancelled, DecodeError, TaskFailed, Unblocked } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon, turn } from "./case.mjs";

const c = new Case();

/** A worker of a task of its own that squares numbers, and fails for texts. */
function squares(options = { concurrency: 8 }) {
    const name = newName();
    const work = (number) => {
        if (typeof number !== "number") {
            throw new Error(`${number} is no number`);
        }
        return number ** 2;
    };
    return { name, worker: c.t.worker(name, work, options) };
}

test("a task, a gather, a submitted task", async () => {
    const { name } = squares();
    assert.equal(await c.t.task(name, 3), 9);
    assert.equal(await c.t.run(name, 4), 16);
    assert.deepEqual(await c.t.gather(c.t.task(name, 3), c.t.task(name, 4)), [9, 16]);
    const many = Array.from({ length: 20 }, (_, n) => c.t.task(name, n));
    assert.deepEqual(await c.t.gather(many, { limit: 3 }), Array.from({ length: 20 }, (_, n) => n ** 2));
    assert.deepEqual(await c.t.gather([]), []);
    const task = c.t.createTask(c.t.task(name, 5), { ttl: 60_000 });
    assert.equal(task.isDone, false);
    assert.equal(await task, 25);
    assert.equal(task.isDone, true);
    assert.deepEqual(await c.t.gather(c.t.task(name, 2), Promise.resolve("x")), [4, "x"]);
});

test("many submitted tasks", async () => {
    const { name } = squares({ concurrency: 50 });
    const tasks = Array.from({ length: 1000 }, (_, n) => c.t.createTask(c.t.task(name, n)));
    assert.deepEqual(
        await soon(Promise.all(tasks)),
        tasks.map((_, n) => n ** 2),
    );
});

test("failures", async () => {
    const { name } = squares();
    assert.match((await errorOf(c.t.run(name, "x"), TaskFailed)).message, /^x is no number$/);
    await errorOf(c.t.gather(c.t.task(name, 1), c.t.task(name, "x")), TaskFailed);
    await errorOf(c.t.createTask(c.t.task(name, "x")), TaskFailed);
    const [one, failure] = await c.t.gather([c.t.task(name, 1), c.t.task(name, "x")], { returnExceptions: true });
    assert.equal(one, 1);
    assert.ok(failure instanceof TaskFailed);
    const mixed = [c.t.task(name, "x"), Promise.reject(new RangeError("y"))];
    const errors = await c.t.gather(mixed, { returnExceptions: true });
    assert.deepEqual(
        errors.map((error) => error.name),
        ["TaskFailed", "RangeError"],
    );
});

test("a result that the codec cannot read", async () => {
    const name = newName();
    const call = c.t.gather([c.t.task(name, 1)], { returnExceptions: true });
    const item = await c.t.queue(name).get();
    await c.t.command("QUEUE", "DONE", name, item.id, "{");
    assert.ok((await call)[0] instanceof DecodeError);
});

test("an aborted call cancels its item", async () => {
    for (const begin of [
        (name, signal) => c.t.run(name, 1, { signal }),
        (name, signal) => c.t.gather([c.t.task(name, 1)], { signal }),
        (name, signal) => c.t.gather([c.t.task(name, 1), new Promise(() => {})], { signal }),
        (name, signal) => c.t.createTask(c.t.task(name, 1), { signal }),
        (name, signal) => c.t.createTask(c.t.task(name, 1, { signal })),
    ]) {
        const name = newName();
        const controller = new AbortController();
        const call = begin(name, controller.signal);
        await c.until(async () => (await c.stats(name)).size === 1);
        controller.abort();
        assert.equal((await errorOf(call)).name, "AbortError");
        const stats = await c.stats(name);
        assert.deepEqual([stats.size, stats.cancelled], [0, 1]);
    }
});

test("a submitted task that is aborted at any moment does not run", async () => {
    const name = newName();
    for (let turns = 0; turns < 30; turns++) {
        const task = c.t.createTask(c.t.task(name, turns));
        task.catch(() => {});
        for (let i = 0; i < turns / 2; i++) {
            await turn();
        }
        task.cancel();
        await errorOf(task, Cancelled);
    }
    const stats = await c.stats(name);
    assert.deepEqual([stats.size, stats.unfinished], [0, 0]);
});

test("a call is used once, and can be awaited twice", async () => {
    const { name } = squares();
    const call = c.t.task(name, 3);
    assert.deepEqual([await call, await call], [9, 9]);
    await errorOf(c.t.gather(call), TypeError);
    assert.throws(() => c.t.createTask(new Promise(() => {})), TypeError);
});

test("wait and asCompleted", async () => {
    const name = newName();
    const tasks = [1, 2].map((n) => c.t.createTask(c.t.task(name, n)));
    const queue = c.t.queue(name);
    const items = new Map();
    for (let i = 0; i < 2; i++) {
        const item = await queue.get();
        items.set(item.value, item);
    }
    const none = await c.t.wait(tasks, { timeout: 1 });
    assert.deepEqual([none.done.size, none.pending.size], [0, 2]);
    const controller = new AbortController();
    const aborted = c.t.wait(tasks, { signal: controller.signal });
    controller.abort();
    assert.equal((await errorOf(aborted)).name, "AbortError");
    const first = c.t.wait(tasks, { returnWhen: "FIRST_COMPLETED" });
    await items.get(2).done("two");
    const { done, pending } = await soon(first);
    assert.deepEqual([[...done], [...pending]], [[tasks[1]], [tasks[0]]]);
    const failed = c.t.wait(tasks, { returnWhen: "FIRST_EXCEPTION" });
    await items.get(1).fail("one");
    assert.equal((await soon(failed)).pending.size, 0);
    const results = [];
    for await (const result of c.t.asCompleted(tasks, { returnExceptions: true })) {
        results.push(result);
    }
    assert.deepEqual([results.length, results.includes("two")], [2, true]);
    assert.deepEqual((await c.t.wait([])).done.size, 0);
    const { name: sum } = squares();
    let total = 0;
    for await (const result of c.t.asCompleted([1, 2, 3].map((n) => c.t.task(sum, n)))) {
        total += result;
    }
    assert.equal(total, 14);
});

test("an aborted loop over results, and an aborted acquire of a condition", async () => {
    const controller = new AbortController();
    const task = c.t.createTask(c.t.task(newName(), 1));
    task.catch(() => {});
    const next = c.t.asCompleted([task], { signal: controller.signal }).next();
    const condition = c.t.condition(newName());
    const acquire = condition.use((hold) => condition.acquire({ signal: controller.signal }).finally(() => hold));
    await c.untilWaiting(condition.name);
    controller.abort();
    assert.equal((await errorOf(next)).name, "AbortError");
    assert.equal((await errorOf(acquire)).name, "AbortError");
    assert.equal(await condition.locked(), false);
    task.cancel();
    await errorOf(task, Cancelled);
});

test("a task group", async () => {
    const { name } = squares();
    const stuck = newName();
    const results = await c.t.taskGroup(async (group) => {
        const [a, b] = [group.createTask(c.t.task(name, 2)), group.createTask(async () => 7)];
        return [await a, await b];
    });
    assert.deepEqual(results, [4, 7]);
    const failed = c.t.taskGroup((group) => {
        group.createTask(c.t.task(stuck, 1));
        group.createTask(c.t.task(name, "x"));
        return "body";
    });
    await errorOf(failed, TaskFailed);
    assert.equal((await c.stats(stuck)).unfinished, 0);
    const controller = new AbortController();
    const aborted = c.t.taskGroup((group) => void group.createTask(c.t.task(stuck, 1)), { signal: controller.signal });
    await c.until(async () => (await c.stats(stuck)).size === 1);
    controller.abort();
    assert.equal((await errorOf(aborted)).name, "AbortError");
    assert.equal((await c.stats(stuck)).unfinished, 0);
});

test("a task that another client cancels", async () => {
    const name = newName();
    const task = c.t.createTask(c.t.task(name, 1));
    const run = c.t.run(name, 2);
    const caught = [errorOf(task, Cancelled), errorOf(run, Cancelled)];
    await c.until(async () => (await c.stats(name)).size === 2);
    for (const [id] of await c.t.command("QUEUE", "PEEK", name, "COUNT", 2)) {
        await c.t.command("CANCEL", name, id);
    }
    await Promise.all(caught);
});

test("a call that another client unblocks", async () => {
    const queue = c.t.queue(newName());
    const get = errorOf(queue.get(), Unblocked);
    await c.untilWaiting(queue.name);
    const [waiter] = await c.waiters(queue.name);
    await c.t.command("CLIENT", "UNBLOCK", waiter[0], "ERROR");
    await get;
});
