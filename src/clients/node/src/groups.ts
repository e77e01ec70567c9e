import { abortedFirst, Deferred, ignore, onAbort, settledWithin } from "./abort.js";
import { Cancelled } from "./errors.js";
import type { Abortable } from "./queue.js";
import { Call, type Task } from "./tasks.js";

export interface WaitOptions extends Abortable {
    /** After so many milliseconds it resolves with what is done by then. It cancels nothing. */
    timeout?: number;
    returnWhen?: "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_EXCEPTION";
}

/** The promises that are done and those that are pending. It cancels nothing, and rejects only with its signal. */
export async function wait<P extends PromiseLike<unknown>>(
    promises: P[],
    { timeout = Infinity, returnWhen = "ALL_COMPLETED", signal }: WaitOptions,
): Promise<{ done: Set<P>; pending: Set<P> }> {
    const pending = new Set(promises);
    const done = new Set<P>();
    const enough = new Deferred();
    const settled = (promise: P, isFailed: boolean): void => {
        pending.delete(promise);
        done.add(promise);
        const isFirst = returnWhen === "FIRST_COMPLETED" || (returnWhen === "FIRST_EXCEPTION" && isFailed);
        if (isFirst || pending.size === 0) {
            enough.resolve();
        }
    };
    for (const promise of pending) {
        promise.then(
            () => settled(promise, false),
            (error: unknown) => settled(promise, !(error instanceof Cancelled)),
        );
    }
    if (pending.size === 0) {
        enough.resolve();
    }
    const ended = settledWithin(enough.promise, timeout);
    if (await abortedFirst(ended, signal)) {
        enough.resolve();
        throw signal!.reason;
    }
    return { done: new Set(done), pending: new Set(pending) };
}

/** The results of the promises, the earliest first. */
export async function* asCompleted<T>(
    promises: PromiseLike<T>[],
    { signal, returnExceptions = false }: Abortable & { returnExceptions?: boolean },
): AsyncGenerator<T, void, undefined> {
    const ended: Promise<T>[] = [];
    let more = new Deferred();
    for (const promise of promises) {
        const end = (): void => {
            const result = Promise.resolve(promise);
            result.catch(ignore);
            ended.push(result);
            more.resolve();
        };
        promise.then(end, end);
    }
    for (let i = 0; i < promises.length; i++) {
        while (ended.length <= i) {
            if (await abortedFirst(more.promise, signal)) {
                throw signal!.reason;
            }
            more = new Deferred();
        }
        yield returnExceptions ? await ended[i]!.catch((error) => error) : await ended[i]!;
    }
}

/** Tasks whose first failure cancels the others. */
export class TaskGroup {
    private readonly controller = new AbortController();
    private readonly pending = new Set<Promise<unknown>>();
    private failed: { error: unknown } | undefined;

    /** @internal */
    constructor(private readonly start: (call: Call, options: Abortable) => Task) {}

    /** Aborts when a task of the group has failed. */
    get signal(): AbortSignal {
        return this.controller.signal;
    }

    /** A task of the group, of a call or of an async function, which gets the group's signal. */
    createTask<T>(work: Call<T>): Task<T>;
    createTask<T>(work: (signal: AbortSignal) => Promise<T> | T): Promise<T>;
    createTask<T>(work: Call<T> | ((signal: AbortSignal) => Promise<T> | T)): Promise<T> {
        const task: Promise<T> =
            work instanceof Call ? this.start(work, { signal: this.signal }) : this.call(work);
        this.pending.add(task);
        const end = (): unknown => this.pending.delete(task);
        task.then(end, (error) => {
            end();
            if (!(error instanceof Cancelled)) {
                this.fail(error);
            }
        });
        return task;
    }

    /** @internal Runs the body of the group, and waits until all of its tasks have ended. */
    async run<T>(body: (group: this) => Promise<T> | T, signal: AbortSignal | undefined): Promise<T> {
        signal?.throwIfAborted();
        const forget = onAbort(signal, (reason) => this.fail(reason));
        let result: T;
        try {
            result = await body(this);
        } catch (error) {
            this.fail(error);
        }
        while (this.pending.size > 0) {
            await Promise.allSettled(this.pending);
        }
        forget();
        if (this.failed !== undefined) {
            throw this.failed.error;
        }
        return result!;
    }

    private async call<T>(work: (signal: AbortSignal) => Promise<T> | T): Promise<T> {
        return work(this.signal);
    }

    private fail(error: unknown): void {
        if (this.failed === undefined) {
            this.failed = { error };
            this.controller.abort(new Cancelled("another task of the group has failed", { cause: error }));
        }
    }
}
