// The package as npm makes it, installed into an empty directory: by import, by require, and with its types.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Case } from "./case.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "tutti-package-"));
const c = new Case({ begin: install, end: () => rmSync(directory, { recursive: true }) });

function execute(file, ...words) {
    const options = { cwd: directory, encoding: "utf8", timeout: 60_000, env: { ...process.env, TUTTI_URL: c.server.url } };
    return execFileSync(file, words, options);
}

function install() {
    const [packed] = JSON.parse(execute("npm", "pack", "--json", "--ignore-scripts", PACKAGE));
    const names = packed.files.map((file) => file.path);
    assert.ok(names.includes("README.md") && names.includes("dist/index.d.ts"));
    assert.deepEqual(
        names.filter((name) => !/^(README\.md|package\.json|dist\/.*)$/.test(name)),
        [],
    );
    writeFileSync(join(directory, "package.json"), '{ "private": true }');
    execute("npm", "install", "--offline", "--no-audit", "--no-fund", packed.filename);
}

const BODY = `
    const t = await connect(process.env.TUTTI_URL);
    await t.queue("package").put("a");
    const item = await t.queue("package").get();
    await item.done();
    console.log(item.value, new QueueFull("x") instanceof TuttiError);
    await t.close();
`;

test("by import and by require, with one set of classes", () => {
    writeFileSync(join(directory, "a.mjs"), `import { connect, QueueFull, TuttiError } from "tutti";${BODY}`);
    assert.equal(execute(process.execPath, "a.mjs"), "a true\n");
    const required = `const { connect, QueueFull, TuttiError } = require("tutti");(async () => {${BODY}})();`;
    writeFileSync(join(directory, "a.cjs"), required);
    assert.equal(execute(process.execPath, "a.cjs"), "a true\n");
    const both = `import { createRequire } from "node:module"; import * as tutti from "tutti";
        const required = createRequire(import.meta.url)("tutti");
        console.log(tutti.QueueFull === required.QueueFull, Object.keys(required).every((key) => key in tutti));`;
    writeFileSync(join(directory, "both.mjs"), both);
    assert.equal(execute(process.execPath, "both.mjs"), "true true\n");
});

test("with its types", () => {
    const source = fileURLToPath(new URL("types.ts", import.meta.url));
    copyFileSync(source, join(directory, "imported.mts"));
    copyFileSync(source, join(directory, "required.cts"));
    const words = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,esnext.disposable", "--module", "node16"];
    const types = ["--types", "node", "--typeRoots", join(PACKAGE, "node_modules/@types")];
    const files = ["imported.mts", "required.cts"];
    const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
    assert.equal(execute(process.execPath, tsc, ...words, ...types, ...files), "");
});
