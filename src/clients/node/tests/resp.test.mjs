import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, Deadlock, TuttiError } from "../dist/esm.mjs";
import { encode, mayWait, Parser } from "../dist/resp.js";
import { errorOf } from "./case.mjs";
import { FakeServer } from "./fake.mjs";

const REPLIES = Buffer.from(
    "+OK\r\n:-12\r\n:9007199254740993\r\n$5\r\nh\r\nlo\r\n$0\r\n\r\n$-1\r\n_\r\n#t\r\n,1.5\r\n*0\r\n%0\r\n" +
        "*3\r\n:1\r\n*2\r\n$2\r\n\u00fc\r\n-FAILED it failed\r\n_\r\n%2\r\n$1\r\na\r\n:1\r\n$9\r\n__proto__\r\n*1\r\n:2\r\n",
);

function check(replies) {
    const error = replies[11][1][1];
    assert.ok(error instanceof TuttiError && error.name === "TaskFailed" && error.message === "it failed");
    replies[11][1][1] = "error";
    const map = { a: 1 };
    Object.defineProperty(map, "__proto__", { value: [2], enumerable: true, configurable: true, writable: true });
    const text = Buffer.from("h\r\nlo");
    assert.deepEqual(replies.slice(0, 9), ["OK", -12, 9007199254740993n, text, Buffer.alloc(0), null, null, true, 1.5]);
    assert.deepEqual(replies.slice(9), [[], {}, [1, [Buffer.from("\u00fc"), "error"], null], map]);
}

test("replies, split at every point", () => {
    check(new Parser().feed(REPLIES));
    for (let at = 0; at <= REPLIES.length; at++) {
        const parser = new Parser();
        check([...parser.feed(REPLIES.subarray(0, at)), ...parser.feed(REPLIES.subarray(at))]);
    }
    const parser = new Parser();
    check([...REPLIES].flatMap((byte) => parser.feed(Buffer.from([byte]))));
});

test("bytes that are no reply", () => {
    for (const text of ["x\r\n", ":a\r\n", "$a\r\n", ":\r\n", "$99999999999\r\n", "*1.5\r\n"]) {
        assert.throws(() => new Parser().feed(Buffer.from(text)), TuttiError, text);
    }
    assert.throws(() => new Parser().feed(Buffer.alloc(2 ** 21, "+")), TuttiError);
});

test("commands", () => {
    const bytes = Buffer.concat(encode(["SET", "\u00fc", 12, 3n, Buffer.from([13, 10]), ""]).map((part) => Buffer.from(part)));
    assert.equal(bytes.toString(), "*6\r\n$3\r\nSET\r\n$2\r\n\u00fc\r\n$2\r\n12\r\n$1\r\n3\r\n$2\r\n\r\n\r\n$0\r\n\r\n");
    for (const word of [undefined, null, 1.5, NaN, {}, true]) {
        assert.throws(() => encode([word]), TypeError);
    }
    const words = [["run", "q", "i"], ["QUEUE", "get", "q"], ["QUEUE", "PUT", "q", "i", "TIMEOUT", "5"], ["AWAIT", "q", 1]];
    assert.deepEqual(words.map(mayWait), [true, true, true, true]);
    assert.equal(mayWait(["QUEUE", "GET", "q", "timeout", 0]), false);
    assert.equal(mayWait(["QUEUE", "SIZE", "q"]), false);
});

test("errors by their kinds, and bytes that are no reply end the connection alone", async () => {
    const replies = ["-DEADLOCK a -> b\r\n", "?what\r\n", ":3\r\n"];
    const fake = await new FakeServer(() => replies.shift() ?? "+OK\r\n").start();
    const t = await connect(fake.url, { log: false });
    assert.equal((await errorOf(t.command("A"), Deadlock)).message, "a -> b");
    assert.equal((await errorOf(t.command("B"))).name, "ConnectionLost");
    assert.equal(await t.queue("q").qsize(), 3);
    await t.close();
});
