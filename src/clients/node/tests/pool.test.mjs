import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, NotPermitted } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon } from "./case.mjs";

const c = new Case();

test("puts that wait leave room for the get", async () => {
    const t = await c.client({ maxConnections: 3 });
    const queue = t.queue(newName(), { maxsize: 1 });
    const puts = Array.from({ length: 10 }, (_, n) => queue.put(n));
    const values = [];
    for (let n = 0; n < 10; n++) {
        const item = await soon(queue.get());
        values.push(item.value);
        await item.done();
    }
    await soon(Promise.all(puts));
    assert.equal(new Set(values).size, 10);
});

test("holders that wait leave room for each other", async () => {
    const t = await c.client({ maxConnections: 2 });
    const event = t.event(newName());
    const lock = t.lock(newName());
    const holds = [await t.lock(newName()).acquire(), await t.lock(newName()).acquire()];
    await event.set();
    await soon(event.wait());
    // Also over the connection of all, and once more while it has that.
    const hold = await soon(lock.acquire());
    const again = lock.acquire();
    await c.until(() => lock.locked());
    await hold.release();
    await (await soon(again)).release();
    await Promise.all(holds.map((each) => each.release()));
    await soon(t.queue(newName()).join());
});

test("conditions that wait leave room for a notify", async () => {
    const t = await c.client({ maxConnections: 1 });
    const condition = t.condition(newName());
    const waits = [1, 2, 3].map(() => condition.use((hold) => hold.wait()));
    await c.untilWaiting(condition.name, 3);
    await soon(condition.use((hold) => hold.notifyAll()));
    await soon(Promise.all(waits));
});

test("workers leave room for their handlers", async () => {
    const t = await c.client({ maxConnections: 2 });
    const [one, two] = [newName(), newName()];
    t.worker(two, (n) => n + 1, { concurrency: 2 });
    t.worker(one, (n) => t.run(two, n * 2), { concurrency: 2 });
    const other = await c.client();
    const calls = Array.from({ length: 6 }, (_, n) => other.task(one, n));
    assert.deepEqual(await soon(other.gather(calls)), [1, 3, 5, 7, 9, 11]);
});

test("calls that wait for each other never stop all", async () => {
    const t = await c.client({ maxConnections: 1 });
    const barrier = t.barrier(newName(), 3);
    const passed = await soon(Promise.all([barrier.wait(), barrier.wait(), barrier.wait()]));
    assert.deepEqual(passed.sort(), [0, 1, 2]);
    const queue = t.queue(newName());
    await queue.put("a");
    const join = queue.join();
    const run = t.run(newName(), 1, { signal: AbortSignal.timeout(60_000) });
    run.catch(() => {});
    const item = await soon(queue.get());
    await item.done();
    await soon(join);
    await t.close();
    await errorOf(run);
});

test("what was aborted just before the client leaves is taken back", async () => {
    const t = await c.client();
    const name = newName();
    const tasks = [1, 2].map((n) => t.createTask(t.task(name, n)));
    await c.until(async () => (await c.stats(name)).size === 2);
    const late = t.createTask(t.task(name, 3));
    [...tasks, late].forEach((task) => {
        task.catch(() => {});
        task.cancel();
    });
    await t.close();
    assert.equal((await c.stats(name)).unfinished, 0);
});

test("a full pool keeps its order, says so once, and an aborted call leaves the line", async () => {
    const warnings = [];
    const log = { warn: (message) => warnings.push(message), error: (message) => warnings.push(message) };
    const t = await c.client({ maxConnections: 1, log });
    const [first, second] = [t.queue(newName()), t.queue(newName())];
    const controller = new AbortController();
    const get = first.get();
    await c.untilWaiting(first.name);
    const aborted = t.barrier(newName(), 2).wait({ signal: controller.signal });
    const later = second.get();
    controller.abort(new Error("enough"));
    assert.equal((await errorOf(aborted)).message, "enough");
    await c.t.queue(second.name).put("b");
    assert.equal((await soon(later)).value, "b");
    await c.t.queue(first.name).put("a");
    assert.equal((await soon(get)).value, "a");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /maxConnections/);
});

test("a cancelled item cancels no other call", async () => {
    const queue = c.t.queue(newName());
    await queue.put("a");
    const item = await queue.get();
    const [name, controller] = [newName(), new AbortController()];
    const run = c.t.run(name, 1, { signal: controller.signal });
    run.catch(() => {});
    await c.until(async () => (await c.stats(name)).size === 1);
    await c.t.command("CANCEL", queue.name, item.id);
    await errorOf(item.done());
    await (await c.t.queue(name).get()).done("served");
    assert.equal(await soon(run), "served");
});

test("wrong input fails at its caller, and nothing else does", async () => {
    const queue = c.t.queue(newName());
    const circle = {};
    circle.self = circle;
    for (const value of [circle, 1n, () => {}, Symbol("s")]) {
        await errorOf(queue.put(value), TypeError);
    }
    await errorOf(queue.put("a", { delay: -1 }), TypeError);
    await errorOf(queue.put("a", { delay: NaN }), TypeError);
    await errorOf(queue.put("a", { priority: 1.5 }), TypeError);
    await errorOf(c.t.command("QUEUE", "SIZE", undefined), TypeError);
    await errorOf(c.t.command("QUEUE", "GET", "q"), TypeError);
    await errorOf(c.t.command(), TypeError);
    await errorOf(c.t.command("NO", "SUCH"));
    await errorOf(c.t.queue("").put("a"));
    await errorOf(c.t.queue("a b\n").get());
    assert.throws(() => c.t.worker("q", () => {}, { concurrency: 0 }), RangeError);
    assert.throws(() => c.t.worker("q"), TypeError);
    assert.throws(() => c.t.lock("l", { lease: -1 }), TypeError);
    assert.throws(() => c.t.barrier("b", 0), RangeError);
    assert.throws(() => c.t.queue("q", { lease: "x" }), TypeError);
    await errorOf(c.t.serve(), TypeError);
    assert.equal(await queue.put("\ud800 alone"), await queue.get().then((item) => item.id));
});

test("wrong addresses, none of which shows a password", async () => {
    for (const url of [
        "http://u:secret@h",
        "redis://:pa#secret@h",
        "redis://h:99999",
        "redis://h:0",
        "redis://h/1",
        "redis://h?db=1",
        "redis://u:se%cret@h",
        "redis://a b",
        "",
    ]) {
        const error = await errorOf(connect(url), TypeError);
        assert.doesNotMatch(error.message, /secret|cret/);
    }
    await errorOf(connect("redis://h", { tls: {} }), TypeError);
    await errorOf(connect(c.server.url, { maxConnections: 0 }), RangeError);
    await errorOf(connect("redis://[::1]:1"));
});

test("a password that is wrong", async () => {
    const url = c.server.url.replace("//", "//nobody:wrong@");
    await errorOf(connect(url), NotPermitted);
    await errorOf(connect(url, { waitForServer: true }), NotPermitted);
});
