import assert from "node:assert/strict";
import { after, test } from "node:test";
import { connect as connectTo, ConnectionLost } from "../dist/esm.mjs";
import { errorOf, soon, turn } from "./case.mjs";
import { FakeServer, follows } from "./fake.mjs";

/** A client that is closed at the end, also of a test that fails. */
async function connect(url, options) {
    const t = await connectTo(url, options);
    after(() => t.close());
    return t;
}

/** Answers by their first words. */
function answers(replies) {
    return (words) => {
        const key = Object.keys(replies).find((each) => words.join(" ").startsWith(each));
        const reply = replies[key];
        return typeof reply === "function" ? reply(words) : reply;
    };
}

const usual = { "QUEUE SIZE": ":4\r\n", "QUEUE PUT": ":1\r\n", PING: "+PONG\r\n", QUIT: "+OK\r\n" };

async function nodes(number) {
    return Promise.all(Array.from({ length: number }, () => new FakeServer(answers(usual)).start()));
}

function urlOf(all) {
    return `redis://${all.map((each) => each.node).join(",")}`;
}

test("the node that leads is found, whoever is asked first", async () => {
    const all = await nodes(3);
    all[0].role = follows(all[2].port);
    all[1].role = follows(all[2].port);
    for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [0, 1],
        [1],
    ]) {
        const t = await connect(urlOf(order.map((i) => all[i])), { log: false });
        assert.equal(await t.queue("q").qsize(), 4);
        await t.close();
    }
    assert.deepEqual(
        all.map((node) => node.count("QUEUE SIZE")),
        [0, 0, 4],
    );
    // It has gone straight to the node that a follower named.
    assert.equal(all[1].count("HELLO"), 1);
});

test("nodes that are away, or that follow a node that is, are passed over", async () => {
    const all = await nodes(3);
    all[0].close();
    all[1].role = follows(all[0].port);
    const t = await connect(urlOf(all), { log: false });
    assert.equal(await t.queue("q").qsize(), 4);
    await t.close();
    all[2].close();
    await errorOf(connect(urlOf([all[0], all[2]]), { log: false }));
});

test("a node that is loading is asked again", async () => {
    const [node] = await nodes(1);
    const { hello } = node;
    node.hello = "-LOADING the journal is read\r\n";
    const connecting = connect(node.url, { log: false });
    while (node.count("HELLO") < 2) {
        await turn();
    }
    node.hello = hello;
    node.role = "-LOADING the journal is read\r\n";
    while (node.count("HELLO") < 4) {
        await turn();
    }
    node.role = "-ERR unknown command 'ROLE'\r\n";
    const t = await soon(connecting);
    assert.equal(await t.queue("q").qsize(), 4);
    await t.close();
    node.hello = "-LOADING the journal is read\r\n";
    const aborted = connect(node.url, { log: false, signal: AbortSignal.timeout(100) });
    assert.equal((await errorOf(aborted)).name, "TimeoutError");
});

test("a command that a node refuses since it does not lead goes to the one that does", async () => {
    const [one, two] = await nodes(2);
    two.role = follows(one.port);
    const t = await connect(urlOf([one, two]), { log: false });
    const queue = t.queue("q");
    assert.equal(await queue.put("a"), 1);
    // The nodes change their roles.
    one.role = follows(two.port);
    two.role = "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
    one.close();
    assert.equal(await soon(queue.put("b", { key: "k" })), 1);
    assert.deepEqual([one.count("QUEUE PUT"), two.count("QUEUE PUT")], [1, 1]);
    await t.close();
});

test("several commands that are refused at once, and a server of another kind", async () => {
    let leads = false;
    const replies = { ...usual, "QUEUE PUT": () => (leads ? ":9\r\n" : "-READONLY this node follows\r\n") };
    const node = await new FakeServer(answers(replies)).start();
    const t = await connect(node.url, { log: false });
    const puts = [1, 2, 3].map((n) => t.queue("q").put(n));
    while (node.count("QUEUE PUT") < 6) {
        await turn();
    }
    leads = true;
    assert.deepEqual(await soon(Promise.all(puts)), [9, 9, 9]);
    await t.close();
    node.hello = "+OK\r\n";
    await errorOf(connect(node.url, { log: false }), ConnectionLost);
    node.hello = undefined;
    await errorOf(connect(node.url, { log: false, connectTimeout: 20 }), ConnectionLost);
});

test("READONLY is an untouched command, which is sent again in any case", async () => {
    let leads = false;
    const replies = { ...usual, "QUEUE PUT": () => (leads ? ":9\r\n" : "-READONLY this node follows\r\n") };
    const node = await new FakeServer(answers(replies)).start();
    const t = await connect(node.url, { log: false });
    const put = t.queue("q").put("a");
    while (node.count("QUEUE PUT") < 2) {
        await turn();
    }
    leads = true;
    assert.equal(await soon(put), 9);
    await t.close();
});

test("a command that was sent again has its reply, one that is not safe rejects", async () => {
    let drops = 1;
    const replies = {
        ...usual,
        "QUEUE SIZE": () => (drops-- > 0 ? node.drop() : ":4\r\n"),
        "QUEUE PUT": () => node.drop(),
    };
    const node = await new FakeServer(answers(replies)).start();
    const t = await connect(node.url, { log: false });
    assert.equal(await soon(t.queue("q").qsize()), 4);
    assert.equal(node.count("QUEUE SIZE"), 2);
    await errorOf(t.queue("q").put("a"), ConnectionLost);
    assert.equal(node.count("QUEUE PUT"), 1);
    await t.close();
});

test("UNBLOCK is never sent to a new server", async () => {
    const node = await new FakeServer(answers(usual)).start();
    const t = await connect(node.url, { log: false });
    const controller = new AbortController();
    const get = t.queue("q").get({ signal: controller.signal });
    while (node.count("QUEUE GET") === 0) {
        await turn();
    }
    node.drop();
    controller.abort();
    assert.equal((await errorOf(get)).name, "AbortError");
    while (node.count("HELLO") < 3) {
        await turn();
    }
    await t.queue("q").qsize();
    assert.equal(node.count("CLIENT UNBLOCK"), 0);
    await t.close();
});
