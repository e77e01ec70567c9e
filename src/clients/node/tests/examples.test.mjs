// Each example prints what its asyncio original prints, and the README's programs print what they should.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Case } from "./case.mjs";

const run = promisify(execFile);
const EXAMPLES = fileURLToPath(new URL("../examples/", import.meta.url));
const ORIGINALS = fileURLToPath(new URL("../../python/examples/", import.meta.url));

let worker;
const c = new Case({
    begin() {
        worker = spawn(process.execPath, [`${EXAMPLES}worker.mjs`], { env: environment(), stdio: "inherit" });
    },
    async end() {
        const ended = once(worker, "exit");
        worker.kill("SIGTERM");
        assert.deepEqual(await ended, [0, null]);
    },
});

function environment() {
    return { ...process.env, TUTTI_URL: c.server.url };
}

async function python() {
    try {
        await run("python3", ["-c", "import asyncio, sys; sys.exit(sys.version_info < (3, 8))"]);
        return true;
    } catch {
        return false;
    }
}

for (const name of ["gather", "queue", "server"]) {
    test(`${name}.mjs`, async (t) => {
        const { stdout } = await run(process.execPath, [`${EXAMPLES}${name}.mjs`], { env: environment(), timeout: 30_000 });
        assert.ok(stdout.split("\n").length > 3);
        if (!(await python())) {
            t.skip("there is no Python to run the original");
            return;
        }
        const original = await run("python3", ["-B", `${ORIGINALS}${name}_asyncio.py`], { timeout: 30_000 });
        assert.equal(stdout, original.stdout);
    });
}

test("the README's first programs", async () => {
    const text = readFileSync(new URL("../README.md", import.meta.url), "utf8").replaceAll("redis://localhost:8888", c.server.url);
    const [first, second] = [...text.matchAll(/^```js\n(.*?)^```/gms)].map((block) => block[1]);
    // Beside the examples, where "tutti" is this package.
    const files = [first, second].map((program, i) => {
        const file = `${EXAMPLES}.readme-${process.pid}-${i}.mjs`;
        writeFileSync(file, program);
        return file;
    });
    const child = spawn(process.execPath, [files[0]], { stdio: "inherit" });
    const ended = once(child, "exit");
    try {
        const { stdout } = await run(process.execPath, [files[1]], { timeout: 30_000 });
        assert.equal(stdout, "{ to: 'alice' }\n[ 9, 16 ]\n");
    } finally {
        child.kill("SIGTERM");
        await ended;
        files.forEach((file) => rmSync(file));
    }
});
