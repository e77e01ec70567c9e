import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect } from "../dist/esm.mjs";
import { errorOf, soon } from "./case.mjs";
import { Server } from "./server.mjs";

const directory = mkdtempSync(join(tmpdir(), "tutti-tls-"));
const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(directory, name));
after(() => rmSync(directory, { recursive: true }));

function certificate() {
    const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"];
    const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    try {
        execFileSync("openssl", [...words, ...names], { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
}

test("rediss://, with a password", async (t) => {
    if (!certificate()) {
        t.skip("there is no openssl to make a certificate");
        return;
    }
    const server = await new Server({ "server.tls.cert": cert, "server.tls.key": key, "server.password": "p@ss" }).start();
    const url = `rediss://:p%40ss@localhost:${server.port}`;
    try {
        const ca = readFileSync(cert);
        const client = await connect(url, { tls: { ca }, log: false });
        const queue = client.queue("q");
        await queue.put("a");
        const item = await queue.get();
        assert.equal(item.value, "a");
        const wait = errorOf(client.event("e").wait());
        const hold = await client.lock("l").acquire();
        await client.close();
        await wait;
        assert.ok(hold.signal.aborted);
        await errorOf(connect(url, { log: false }));
        await errorOf(connect(url.replace("rediss", "redis"), { log: false, connectTimeout: 1000 }));
        await errorOf(connect(url.replace("localhost", "127.0.0.1"), { tls: { ca }, log: false }));
        const again = await connect(url, { tls: { ca }, log: false });
        const back = await soon(again.queue("q").get());
        assert.equal(back.attempt, 1);
        await back.done();
        await again.close();
    } finally {
        await server.close();
    }
});
