// A server of this checkout for tests: a free port, a temporary directory, and nothing left behind.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const RUN = fileURLToPath(new URL("../../../../run.sh", import.meta.url));

/** A server process. Kill it, and start it again at the same port with the same journal. */
export class Server {
    port = 0;
    #directory = mkdtempSync(join(tmpdir(), "tutti-node-"));
    #settings;
    #process;

    constructor(settings = {}) {
        this.#settings = settings;
    }

    get url() {
        return `redis://127.0.0.1:${this.port}`;
    }

    async start() {
        const settings = {
            "server.port": this.port,
            "producer.journal": join(this.#directory, "data"),
            "producer.reserve": "1MiB",
            ...this.#settings,
        };
        const words = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${JSON.stringify(value)}`]);
        this.#process = spawn(RUN, words, {
            cwd: this.#directory,
            env: { ...process.env, JAVA_OPTS: "-Xmx256m" },
            stdio: ["ignore", "pipe", "inherit"],
        });
        const lines = [];
        for await (const line of createInterface(this.#process.stdout)) {
            lines.push(line);
            const found = /listens on 127\.0\.0\.1:(\d+)/.exec(line);
            if (found) {
                this.port = Number(found[1]);
                this.#process.stdout.resume();
                return this;
            }
        }
        throw new Error(`the server did not start:\n${lines.join("\n")}`);
    }

    /** Stops the process, which answers nothing more, while its connections stay. */
    freeze() {
        this.#process.kill("SIGSTOP");
    }

    thaw() {
        this.#process.kill("SIGCONT");
    }

    /** Ends the process as a power failure would. */
    async kill() {
        const ended = once(this.#process, "exit");
        this.#process.kill("SIGKILL");
        await ended;
        this.#process = undefined;
    }

    async restart() {
        await this.kill();
        await this.start();
    }

    async close() {
        if (this.#process) {
            await this.kill();
        }
        rmSync(this.#directory, { recursive: true });
    }
}
