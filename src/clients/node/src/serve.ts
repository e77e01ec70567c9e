import { abortedFirst, Deferred, ignore, onAbort } from "./abort.js";
import type { Abortable } from "./queue.js";
import type { StopOptions, Worker } from "./worker.js";

export interface ServeOptions extends StopOptions, Abortable {
    /** Whether SIGTERM and SIGINT stop the workers, which is so unless this is false. */
    signals?: boolean;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Returns when the workers have stopped: at a signal, or when all have ended by themselves.
 *
 * It rejects if one of them has ended with an error. A second signal of the process leaves no more time to drain.
 */
export async function serve(workers: Worker[], options: ServeOptions): Promise<void> {
    const { drain = 10_000, signals = true, signal } = options;
    const first = new Deferred();
    const second = new Deferred();
    const stop = (): void => (first.isSettled ? second : first).resolve();
    const forget = onAbort(signal, stop);
    if (signals) {
        SIGNALS.forEach((name) => process.on(name, stop));
    }
    const ended = Promise.all(workers.map((worker) => worker.ended));
    try {
        await Promise.race([first.promise, ended]);
    } finally {
        const urgent = new AbortController();
        second.promise.then(() => urgent.abort(), ignore);
        const drained = Promise.all(workers.map((worker) => worker.stop({ drain })));
        if (await abortedFirst(drained, urgent.signal)) {
            await Promise.all(workers.map((worker) => worker.stop({ drain: 0 })));
        }
        forget();
        SIGNALS.forEach((name) => process.off(name, stop));
    }
}
