// Runs files of tests with one server for all that need none of their own: node tests/run.mjs [file ...]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Server } from "./server.mjs";

const server = await new Server().start();
try {
    const options = { stdio: "inherit", env: { ...process.env, TUTTI_TEST_URL: server.url } };
    const [code] = await once(spawn(process.execPath, ["--test", ...process.argv.slice(2)], options), "exit");
    process.exitCode = code ?? 1;
} finally {
    await server.close();
}
