import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Cancelled, ItemCancelled, TaskFailed } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon } from "./case.mjs";

const c = new Case();

/** A worker in a process of its own, and the lines that it writes. */
function workerProcess(queue, drain) {
    const program = fileURLToPath(new URL("worker_process.mjs", import.meta.url));
    const child = spawn(process.execPath, [program, c.server.url, queue, String(drain)], {
        stdio: ["ignore", "pipe", "inherit"],
    });
    after(() => child.kill("SIGKILL"));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return { child, line: async () => (await soon(lines.next())).value, ended: once(child, "exit") };
}

test("SIGTERM drains", async () => {
    const name = newName();
    const { child, line, ended } = workerProcess(name, 20_000);
    const first = c.t.createTask(c.t.task(name, "a"));
    assert.equal(await line(), "begun a");
    await c.until(async () => (await c.stats(name)).inflight === 1);
    child.kill("SIGTERM");
    const second = c.t.createTask(c.t.task(name, "b"));
    await c.t.event(name).set();
    assert.equal(await soon(first), "A");
    assert.equal(await line(), "ended");
    assert.deepEqual(await soon(ended), [0, null]);
    // The item that came during the drain is another worker's.
    const item = await soon(c.t.queue(name).get());
    assert.deepEqual([item.value, item.attempt], ["b", 1]);
    await item.done("other");
    assert.equal(await soon(second), "other");
});

test("a second signal, and a drain that takes too long, give the items back", async () => {
    for (const [drain, signals] of [
        [20_000, 2],
        [1, 1],
    ]) {
        const name = newName();
        const { child, line, ended } = workerProcess(name, drain);
        await c.t.queue(name).put("a");
        assert.equal(await line(), "begun a");
        for (let i = 0; i < signals; i++) {
            child.kill(i === 0 ? "SIGTERM" : "SIGINT");
            await c.until(async () => i > 0 || (await c.stats(name)).getters === 0);
        }
        assert.equal(await line(), "aborted a: Cancelled");
        assert.equal(await line(), "ended");
        assert.deepEqual(await soon(ended), [0, null]);
        assert.equal((await c.t.queue(name).getNowait()).attempt, 1);
    }
});

test("the item of a worker that was killed goes to another", async () => {
    const name = newName();
    const { child, line } = workerProcess(name, 0);
    const task = c.t.createTask(c.t.task(name, "a"));
    assert.equal(await line(), "begun a");
    child.kill("SIGKILL");
    const item = await soon(c.t.queue(name).get());
    assert.deepEqual([item.value, item.attempt], ["a", 2]);
    await item.done("A");
    assert.equal(await soon(task), "A");
});

test("errors of all kinds fail the item", async () => {
    const name = newName();
    const errors = [new Error("no such file \udcff"), new RangeError(""), "text", undefined, null, { a: 1 }, Symbol("s")];
    c.t.worker(name, (i) => {
        throw errors[i];
    });
    for (const [i, message] of ["no such file \ufffd", "RangeError", "text", "undefined", "null"].entries()) {
        assert.equal((await errorOf(c.t.run(name, i), TaskFailed)).message, message);
    }
    await errorOf(c.t.run(name, 5), TaskFailed);
    await errorOf(c.t.run(name, 6), TaskFailed);
    await c.t.command("QUEUE", "PUT", name, "{", "TIMEOUT", 0);
    await c.until(async () => (await c.stats(name)).unfinished === 0);
    const wrong = newName();
    const circle = {};
    circle.self = circle;
    c.t.worker(wrong, () => circle);
    assert.match((await errorOf(c.t.run(wrong), TaskFailed)).message, /circular/);
    const big = newName();
    c.t.worker(big, () => "x".repeat(2 ** 21));
    assert.match((await errorOf(c.t.run(big), TaskFailed)).message, /maxItemSize|large|longer|big/i);
});

test("a handler hears that its item was cancelled", async () => {
    const name = newName();
    let reason;
    c.t.worker(
        name,
        (_, { signal }) =>
            new Promise((_, reject) =>
                signal.addEventListener("abort", () => {
                    reason = signal.reason;
                    reject(reason);
                }),
            ),
        { heartbeat: 20 },
    );
    const task = c.t.createTask(c.t.task(name, 1));
    await c.until(async () => (await c.stats(name)).inflight === 1);
    task.cancel();
    await errorOf(task, Cancelled);
    await c.until(() => reason !== undefined);
    assert.ok(reason instanceof ItemCancelled);
});

test("a worker takes no more than it works on", async () => {
    const name = newName();
    let running = 0;
    let most = 0;
    const calls = c.t.gather(Array.from({ length: 30 }, (_, n) => c.t.task(name, n)));
    await c.until(async () => (await c.stats(name)).size === 30);
    const worker = c.t.worker(
        name,
        async (n) => {
            most = Math.max(most, ++running);
            assert.ok((await c.stats(name)).inflight <= 3);
            running--;
            return n;
        },
        { concurrency: 3 },
    );
    assert.equal((await soon(calls)).length, 30);
    assert.equal(most, 3);
    await worker.stop();
    await c.t.queue(name).put(1);
    assert.equal(await c.t.queue(name).qsize(), 1);
});

test("a worker ends with its queue, and goes on when it is unblocked", async () => {
    const name = newName();
    const worker = c.t.worker(name, (n) => n);
    await c.untilWaiting(name);
    const [waiter] = await c.waiters(name);
    await c.t.command("CLIENT", "UNBLOCK", waiter[0]);
    assert.equal(await soon(c.t.run(name, 1)), 1);
    await c.t.queue(name).shutdown();
    await soon(worker.ended);
});

test("the program's own handler of a signal stays", async () => {
    let own = 0;
    const count = () => own++;
    process.on("SIGTERM", count);
    const t = await c.client();
    t.worker(newName(), () => 1);
    const serving = t.serve();
    process.kill(process.pid, "SIGTERM");
    await soon(serving);
    assert.equal(own, 1);
    assert.deepEqual(process.listeners("SIGTERM"), [count]);
    process.off("SIGTERM", count);
    const other = await c.client();
    other.worker(newName(), () => 1);
    const controller = new AbortController();
    const aborted = other.serve({ signals: false, signal: controller.signal });
    assert.equal(process.listenerCount("SIGTERM"), 0);
    controller.abort();
    await soon(aborted);
});
