import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, ConnectionLost, ItemLost, LockLost } from "../dist/esm.mjs";
import { Case, errorOf, newName, soon, turn } from "./case.mjs";
import { Proxy } from "./fake.mjs";
import { Server } from "./server.mjs";

const c = new Case({ own: true });

test("what waits goes on, and what was put is there", async () => {
    const [queue, event] = [c.t.queue(newName()), c.t.event(newName())];
    const kept = c.t.queue(newName());
    await kept.put("kept");
    const get = queue.get();
    const wait = event.wait();
    const join = kept.join();
    await c.untilWaiting(queue.name);
    await c.untilWaiting(event.name);
    await c.server.restart();
    await c.untilWaiting(queue.name);
    await c.untilWaiting(event.name);
    await queue.put("a");
    await event.set();
    assert.equal((await soon(get)).value, "a");
    await soon(wait);
    const item = await kept.get();
    assert.equal(item.value, "kept");
    await item.done();
    await soon(join);
});

test("holders are told", async () => {
    const lock = c.t.lock(newName());
    const queue = c.t.queue(newName());
    await queue.put("a");
    const [hold, item] = [await lock.acquire(), await queue.get()];
    await c.server.restart();
    await c.until(() => hold.signal.aborted && item.signal.aborted);
    await errorOf(hold.release(), LockLost);
    await errorOf(item.done(), ItemLost);
    assert.equal((await soon(queue.get())).id, item.id);
});

test("puts whose replies are lost", async () => {
    const queue = c.t.queue(newName());
    await queue.put("first");
    c.server.freeze();
    const plain = errorOf(queue.put("plain"), ConnectionLost);
    const keyed = queue.put("keyed", { key: "k" });
    for (let i = 0; i < 10; i++) {
        await turn();
    }
    await c.server.restart();
    await plain;
    assert.ok((await soon(keyed)) > 0);
    const items = await c.t.command("QUEUE", "PEEK", queue.name, "COUNT", 9);
    assert.deepEqual(
        items.map(([, raw]) => String(raw)),
        ['"first"', '"keyed"'],
    );
});

test("an aborted call at a server that is away, or hangs, ends", async () => {
    const queue = c.t.queue(newName());
    c.server.freeze();
    const hanging = queue.get({ signal: AbortSignal.timeout(50) });
    assert.equal((await errorOf(hanging)).name, "TimeoutError");
    await c.server.kill();
    await c.until(() => c.t.pool.control === undefined);
    for (const call of [
        (signal) => queue.get({ signal }),
        (signal) => queue.put("a", { signal }),
        (signal) => queue.join({ signal }),
        (signal) => c.t.lock("l").acquire({ signal }),
        (signal) => c.t.event("e").wait({ signal }),
        (signal) => c.t.run("q", 1, { signal }),
        (signal) => c.t.createTask(c.t.task("q", 1), { signal }),
        (signal) => connect(c.server.url, { signal, waitForServer: true, log: false }),
    ]) {
        assert.equal((await errorOf(call(AbortSignal.timeout(20)))).name, "TimeoutError");
    }
    await c.server.start();
    assert.equal(await soon(queue.qsize()), 0);
    assert.equal((await c.stats("q")).size, 0);
});

test("a lease that the server has not confirmed for its whole length counts as lost", async () => {
    const lock = c.t.lock(newName(), { lease: 300 });
    const hold = await lock.acquire();
    c.server.freeze();
    await c.until(() => hold.signal.aborted);
    c.server.thaw();
    await errorOf(hold.release(), LockLost);
    await c.until(async () => !(await lock.locked()));
});

test("a run and a gather whose connection is lost", async () => {
    const name = newName();
    const lost = [errorOf(c.t.run(name, 1), ConnectionLost), errorOf(c.t.gather(c.t.task(name, 2)), ConnectionLost)];
    await c.until(async () => (await c.stats(name)).size === 2);
    await c.server.restart();
    await Promise.all(lost);
});

test("submitted tasks and their worker survive a restart", async () => {
    const name = newName();
    const attempts = [];
    let goOn;
    const going = new Promise((resolve) => (goOn = resolve));
    const other = await c.client();
    const work = async (number, { item, signal }) => {
        attempts.push(item.attempt);
        await Promise.race([going, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
        return number ** 2;
    };
    const worker = other.worker(name, work, { concurrency: 2 });
    const tasks = [1, 2, 3].map((n) => c.t.createTask(c.t.task(name, n)));
    await c.until(() => attempts.length === 2);
    await c.server.restart();
    await c.until(() => attempts.length === 4);
    goOn();
    assert.deepEqual(await soon(Promise.all(tasks)), [1, 4, 9]);
    assert.equal(Math.max(...attempts), 2);
    await worker.stop();
});

test("a server that is not there, and one that comes", async () => {
    const server = await new Server().start();
    await server.kill();
    await errorOf(connect(server.url, { log: false }));
    const connecting = connect(server.url, { waitForServer: true, log: false });
    await server.start();
    const t = await soon(connecting);
    assert.equal(await t.command("PING"), "PONG");
    await t.close();
    await server.close();
});

test("connections that are cut in the middle of replies", async () => {
    const proxy = new Proxy(c.server.port);
    proxy.limit = () => 1000;
    const t = await connect(await proxy.start(), { log: false });
    const queue = t.queue(newName());
    const puts = [];
    // HELLO and ROLE come through, and then the connection ends somewhere in the replies, or before.
    proxy.limit = (number) => 100 + ((number * 97) % 1500);
    for (let n = 0; n < 20; n++) {
        proxy.piece = n % 3 === 0 ? 1 : Infinity;
        puts.push(queue.put({ n, text: "x".repeat(200) }, { key: `k${n}` }));
    }
    await soon(Promise.all(puts));
    const seen = new Set();
    while (seen.size < 20) {
        const item = await soon(queue.get());
        await item.done().then(
            () => seen.add(item.value.n),
            (error) => assert.ok(error instanceof ItemLost || error instanceof ConnectionLost, error.stack),
        );
        // Behind a cut the item may be done all the same.
        if ((await c.stats(queue.name)).unfinished === 0) {
            break;
        }
    }
    assert.ok(proxy.cuts > 0);
    assert.equal((await c.stats(queue.name)).done, 20);
    proxy.limit = () => Infinity;
    await t.close();
});
