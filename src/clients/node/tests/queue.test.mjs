import assert from "node:assert/strict";
import { test } from "node:test";
import { BYTES, CommandError, DecodeError, ItemLost, QueueEmpty, QueueFull, QueueShutDown, TEXT, TuttiError } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon, turn } from "./case.mjs";

const c = new Case();

test("an item is what was put", async () => {
    const queue = c.t.queue(newName());
    for (const value of [{ to: "alice", n: [1, 2.5, true, null] }, "tütti", 0, null, "", []]) {
        const id = await queue.put(value);
        const item = await queue.get();
        assert.deepEqual([value, id, 1], [item.value, item.id, item.attempt]);
        await item.done();
    }
    assert.equal((await c.stats(queue.name)).done, 6);
});

test("codecs for texts and bytes", async () => {
    const name = newName();
    await c.t.queue(name, { codec: TEXT }).put("tütti");
    const item = await c.t.queue(name, { codec: BYTES }).get();
    assert.deepEqual(item.value, Buffer.from("tütti"));
    const bytes = Buffer.from([0, 255, 13, 10]);
    await c.t.queue(name, { codec: BYTES }).put(bytes);
    assert.deepEqual((await c.t.queue(name, { codec: BYTES }).get()).value, bytes);
    await c.t.queue(name, { codec: BYTES }).put(bytes);
    await errorOf(c.t.queue(name, { codec: TEXT }).get(), DecodeError);
});

test("no wait", async () => {
    const queue = c.t.queue(newName(), { maxsize: 1 });
    await errorOf(queue.getNowait(), QueueEmpty);
    await queue.putNowait("a");
    await errorOf(queue.putNowait("b"), QueueFull);
    assert.deepEqual([await queue.qsize(), await queue.empty(), await queue.full()], [1, false, true]);
    const item = await queue.getNowait();
    assert.equal(item.value, "a");
    await item.done();
    await queue.join();
    assert.deepEqual([await queue.qsize(), await queue.empty(), await queue.full()], [0, true, false]);
});

test("orders", async () => {
    const lifo = c.t.queue(newName(), { kind: "lifo" });
    const priority = c.t.queue(newName(), { kind: "priority" });
    for (const n of [2, 3, 1]) {
        await lifo.put(n);
        await priority.put([n, "x"]);
    }
    await priority.put("first", { priority: 0 });
    await errorOf(priority.put("none"), TypeError);
    assert.deepEqual(await taken(lifo, 3), [1, 3, 2]);
    assert.deepEqual(await taken(priority, 4), ["first", [1, "x"], [2, "x"], [3, "x"]]);
});

async function taken(queue, n) {
    const values = [];
    for (let i = 0; i < n; i++) {
        const item = await queue.getNowait();
        values.push(item.value);
        await item.done();
    }
    return values;
}

test("a loop over a queue ends with its shutdown", async () => {
    const queue = c.t.queue(newName());
    for (let n = 0; n < 5; n++) {
        await queue.put(n);
    }
    await queue.shutdown();
    await errorOf(queue.put(5), QueueShutDown);
    let sum = 0;
    for await (const item of queue) {
        sum += item.value;
        await item.done();
    }
    assert.equal(sum, 10);
    await errorOf(queue.get(), QueueShutDown);
});

test("an item fails, goes back, and is finished once", async () => {
    const queue = c.t.queue(newName());
    await queue.put("a");
    const first = await queue.get();
    await first.release();
    await errorOf(first.done(), ItemLost);
    const second = await queue.get();
    assert.deepEqual([second.id, second.attempt], [first.id, 1]);
    await second.fail(new Error("no\nsuch \udcff file"));
    assert.equal((await c.t.queue(`${queue.name}.dead`).get()).value, "a");
});

test("an item that is not finished goes back behind its block", async () => {
    const queue = c.t.queue(newName());
    await queue.put("a");
    const item = await queue.get();
    await item[Symbol.asyncDispose]();
    assert.equal(await queue.qsize(), 1);
    const again = await queue.get();
    await again.done();
    await again[Symbol.asyncDispose]();
    assert.equal(await queue.qsize(), 0);
});

test("an aborted get takes nothing", async () => {
    const queue = c.t.queue(newName());
    const controller = new AbortController();
    const get = queue.get({ signal: controller.signal });
    await c.untilWaiting(queue.name);
    controller.abort(new Error("enough"));
    assert.equal((await errorOf(get)).message, "enough");
    assert.equal((await c.waiters(queue.name)).length, 0);
    assert.equal((await errorOf(queue.get({ signal: AbortSignal.timeout(1) }))).name, "TimeoutError");
    await queue.put("a");
    assert.equal(await queue.qsize(), 1);
    await errorOf(queue.get({ signal: controller.signal }));
    assert.equal(await queue.qsize(), 1);
});

test("a get that is aborted at any moment loses no item", async () => {
    const queue = c.t.queue(newName());
    let got = 0;
    for (let turns = 0; turns < 40; turns++) {
        const controller = new AbortController();
        const get = queue.get({ signal: controller.signal });
        get.catch(() => {});
        const put = queue.put(turns);
        for (let i = 0; i < turns / 2; i++) {
            await turn();
        }
        controller.abort();
        await put;
        const item = await get.catch(() => undefined);
        got += item === undefined ? 0 : 1;
        await item?.done();
    }
    const stats = await c.stats(queue.name);
    assert.deepEqual([stats.size + got, stats.inflight], [40, 0]);
});

test("an aborted put puts nothing", async () => {
    const queue = c.t.queue(newName(), { maxsize: 1 });
    await queue.put("a");
    const controller = new AbortController();
    const put = queue.put("b", { signal: controller.signal });
    await c.until(async () => (await c.stats(queue.name)).putters === 1);
    controller.abort();
    assert.equal((await errorOf(put)).name, "AbortError");
    assert.deepEqual(await taken(queue, 1), ["a"]);
    await errorOf(queue.getNowait(), QueueEmpty);
});

test("a put that is aborted at any moment puts one item or none", async () => {
    const queue = c.t.queue(newName());
    let put = 0;
    for (let turns = 0; turns < 40; turns++) {
        const controller = new AbortController();
        const putting = queue.put(turns, { signal: controller.signal });
        putting.catch(() => {});
        for (let i = 0; i < turns / 4; i++) {
            await turn();
        }
        controller.abort();
        put += await putting.then(
            () => 1,
            () => 0,
        );
    }
    assert.equal(await queue.qsize(), put);
});

test("an aborted join", async () => {
    const queue = c.t.queue(newName());
    await queue.put("a");
    const controller = new AbortController();
    const join = queue.join({ signal: controller.signal });
    await c.untilWaiting(queue.name);
    controller.abort();
    assert.equal((await errorOf(join)).name, "AbortError");
});

test("a key puts an item once, and a delay makes it wait", async () => {
    const queue = c.t.queue(newName());
    const id = await queue.put("a", { key: "k", delay: 3_600_000 });
    assert.equal(await queue.put("b", { key: "k" }), id);
    assert.equal((await c.stats(queue.name)).delayed, 1);
});

test("an item whose connection is lost", async () => {
    const queue = c.t.queue(newName());
    await queue.put("a");
    const item = await queue.get();
    const aborted = new Promise((resolve) => item.signal.addEventListener("abort", resolve));
    const inspect = await c.t.command("QUEUE", "INSPECT", queue.name, item.id);
    await c.t.command("CLIENT", "KILL", "ID", inspect.holder[0], "SKIPME", "no");
    await soon(aborted);
    await errorOf(item.done(), ItemLost);
    assert.ok(item.lost instanceof ItemLost);
    assert.equal((await queue.get()).attempt, 2);
});

test("a lease is renewed while the item is held, and its loss is told", async () => {
    const queue = c.t.queue(newName(), { lease: 300 });
    await queue.put("a");
    const item = await queue.get();
    const begin = performance.now();
    await c.until(() => performance.now() - begin > 900);
    assert.equal((await c.stats(queue.name)).inflight, 1);
    assert.equal(item.signal.aborted, false);
    await c.t.command("QUEUE", "RELEASE", queue.name, item.id);
    await c.until(() => item.signal.aborted);
    await errorOf(item.done(), ItemLost);
});

test("an item that the codec cannot read is not kept", async () => {
    const queue = c.t.queue(newName());
    await c.t.command("QUEUE", "PUT", queue.name, "[".repeat(100_000), "TIMEOUT", 0);
    await errorOf(queue.get(), DecodeError);
    assert.equal((await c.stats(queue.name)).unfinished, 0);
    const failing = c.t.queue(newName(), {
        codec: {
            encode: String,
            decode() {
                throw new RangeError("no");
            },
        },
    });
    await failing.put("a");
    await errorOf(failing.getNowait(), DecodeError);
    assert.equal((await c.stats(failing.name)).unfinished, 0);
});

test("a queue that was deleted is created again", async () => {
    const queue = c.t.queue(newName(), { maxsize: 1 });
    await queue.put("a");
    await queue.delete();
    await queue.put("b");
    await errorOf(queue.putNowait("c"), QueueFull);
    await errorOf(c.t.queue(queue.name, { maxsize: 2 }).put("d"), TuttiError);
});

test("a queue of another kind", async () => {
    const name = newName();
    await c.t.queue(name, { kind: "fifo", maxsize: 5 }).put("a");
    const other = c.t.queue(name, { kind: "lifo" });
    for (const call of [() => other.putNowait("b"), () => other.put("b"), () => other.qsize(), () => other.getNowait()]) {
        await errorOf(call(), CommandError);
    }
    assert.equal((await c.stats(name)).size, 1);
});

test("commands that do not wait are sent in the order of the calls", async () => {
    const queue = c.t.queue(newName());
    const puts = [queue.put(1), queue.put(2), queue.putNowait(3)];
    const size = queue.qsize();
    const shut = queue.shutdown();
    await Promise.all([...puts, shut]);
    assert.equal(await size, 3);
    assert.deepEqual(await taken(queue, 3), [1, 2, 3]);
});

test("unfinished items go back when the client leaves, and no attempt counts", async () => {
    const queue = c.t.queue(newName());
    const other = await c.client();
    await queue.put("a");
    await other.queue(queue.name).get();
    const waiting = errorOf(other.queue(newName()).get());
    await other.close();
    assert.match((await waiting).message, /closed/);
    assert.equal((await queue.getNowait()).attempt, 1);
    await errorOf(other.queue(queue.name).qsize());
    await errorOf(other.queue(queue.name).get());
});
