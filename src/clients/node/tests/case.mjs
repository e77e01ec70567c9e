// What the tests with a server have in common.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before } from "node:test";
import { connect } from "../dist/esm.mjs";
import { Server } from "./server.mjs";

/** No test takes as long as this. It ends one that waits for ever. */
export const LIMIT = 60_000;

/** A server for the tests of a file, and what they ask of it. */
export class Case {
    /** The client of the tests. */
    t;
    server;
    #clients = [];

    /** `own` is for tests that stop the server. `begin` and `end` are for what a file needs beside it, while it runs. */
    constructor({ own = false, begin, end, settings } = {}) {
        const shared = own ? undefined : process.env.TUTTI_TEST_URL;
        before(async () => {
            this.server = shared ? { url: shared, close() {} } : await new Server(settings).start();
            this.t = await this.client();
            await begin?.();
        });
        after(async () => {
            await end?.();
            await Promise.all(this.#clients.map((client) => client.close()));
            await this.server.close();
        });
    }

    async client(options = {}) {
        const client = await connect(this.server.url, { log: false, ...options });
        this.#clients.push(client);
        return client;
    }

    /** Asks again and again, until the answer is true. */
    async until(question) {
        const end = performance.now() + LIMIT;
        while (!(await question())) {
            assert.ok(performance.now() < end, `never true: ${question}`);
            await turn();
        }
    }

    stats(queue) {
        return this.t.command("QUEUE", "STATS", queue);
    }

    async waiters(name, what = "waiters") {
        return (await this.t.command("WAITERS", name)).flatMap((each) => each[what]);
    }

    /** Resolves when so many calls wait for a name. */
    untilWaiting(name, number = 1) {
        return this.until(async () => (await this.waiters(name)).length === number);
    }

    /** Closes the connection of the one that holds a name. */
    async killHolder(name) {
        const [holder] = await this.waiters(name, "holders");
        await this.t.command("CLIENT", "KILL", "ID", holder[0], "SKIPME", "no");
    }
}

/** A name that no other test has. */
export function newName() {
    return randomUUID();
}

/** A turn of the event loop. */
export function turn() {
    return new Promise((resolve) => setImmediate(resolve));
}

/** The result, within the limit. */
export async function soon(promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("it takes too long")), LIMIT);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

/** The error with which a promise rejects. */
export async function errorOf(promise, kind) {
    const error = await soon(promise).then(
        (value) => assert.fail(`it resolved to ${value}`),
        (reason) => reason,
    );
    if (kind !== undefined) {
        assert.ok(error instanceof kind, `${error?.stack}`);
    }
    return error;
}
