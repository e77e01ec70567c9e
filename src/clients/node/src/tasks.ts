import { randomUUID } from "node:crypto";
import { abortedFirst, onAbort } from "./abort.js";
import { type Codec, decode } from "./codec.js";
import type { Awaiter } from "./awaiter.js";
import type { Connection } from "./connection.js";
import { Cancelled, DecodeError, TuttiError } from "./errors.js";
import { milliseconds } from "./leases.js";
import type { Pool } from "./pool.js";
import type { Abortable } from "./queue.js";
import type { Reply, Word } from "./resp.js";

/** The longest time that the server takes, 365 days. The caller's own limit is what counts. */
const NO_LIMIT = 365 * 24 * 3600 * 1000;
/** How long the server keeps a result. */
const TTL = 5 * 60 * 1000;

export interface CallOptions extends Abortable {
    /** For a queue of the kind `priority`. */
    priority?: number;
    /** For a queue of the kind `fair`. */
    group?: string;
    codec?: Codec;
}

/**
 * A task and its item. It does nothing until it is awaited, gathered or made a task of, and does it once.
 *
 * `await` of it is RUN: if its signal aborts, the item is cancelled at the server, also in the hands of its worker. A RUN
 * whose connection is lost rejects with `ConnectionLost`, and its item is cancelled. For a task that outlives the
 * connection use `createTask`. An async function that returns a call awaits it, as it does with a promise.
 */
export class Call<T = any> implements PromiseLike<T> {
    private running: Promise<T> | undefined;
    private isUsed = false;
    private readonly raw: string | Uint8Array;
    private readonly codec: Codec;

    /** @internal */
    constructor(
        private readonly pool: Pool,
        readonly queue: string,
        item: unknown,
        private readonly options: CallOptions & { codec: Codec },
    ) {
        this.codec = options.codec;
        this.raw = this.codec.encode(item);
    }

    then<A = T, B = never>(
        fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
        rejected?: ((reason: any) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
        this.running ??= this.run();
        return this.running.then(fulfilled, rejected);
    }

    /** @internal Whether GATHER can carry it out, which has no place for options. */
    get isPlain(): boolean {
        const { priority, group, signal } = this.options;
        return priority === undefined && group === undefined && signal === undefined;
    }

    /** @internal What GATHER takes. */
    words(): Word[] {
        this.use();
        return [this.queue, this.raw];
    }

    /** @internal The result of a reply. */
    result(reply: Reply): T {
        return decode(this.codec, reply);
    }

    /** @internal Submits the item and awaits its result. A caller that aborts cancels the item. */
    async asTask(awaiter: Awaiter, signal: AbortSignal, ttl = TTL): Promise<T> {
        this.use();
        const id = await this.submit(signal, ttl);
        const { result, forget } = awaiter.result(this.queue, id);
        if (await abortedFirst(result, signal)) {
            forget();
            await this.pool.takeBack(this.pool.call(["CANCEL", this.queue, id], true));
            throw signal.reason;
        }
        return this.result(await result);
    }

    /** @internal The signal that the call was made with. */
    get signal(): AbortSignal | undefined {
        return this.options.signal;
    }

    private async run(): Promise<T> {
        this.use();
        const words = ["RUN", this.queue, this.raw, ...this.optionWords(), "TIMEOUT", NO_LIMIT];
        const { signal } = this.options;
        return this.result(await this.pool.wait(words, { signal, clean: true, take: (reply) => reply }));
    }

    /** Puts the item with a key of its own, so that a lost connection puts it once, and its result is kept. */
    private async submit(signal: AbortSignal, ttl: number): Promise<number> {
        const { pool, queue } = this;
        const words: Word[] = ["SUBMIT", queue, this.raw, "KEY", randomUUID(), ...this.optionWords()];
        words.push("TTL", milliseconds(ttl, "ttl"));
        signal.throwIfAborted();
        const submit = pool.send([...words, "TIMEOUT", 0], true);
        if (await abortedFirst(submit.reply.promise, signal)) {
            if (!pool.unsend(submit)) {
                await pool.takeBack(pool.cancelPut(queue, submit));
            }
            throw signal.reason;
        }
        const id = await submit.reply.promise;
        if (id !== null) {
            return id;
        }
        const undo = (connection: Connection, late: Reply): Promise<unknown> => connection.send(["CANCEL", queue, late]);
        return pool.wait(words, { signal, resend: true, atOnce: true, undo, take: (reply) => reply });
    }

    private use(): void {
        if (this.isUsed) {
            throw new TypeError(`${this} was awaited already, or gathered, or made a task of`);
        }
        this.isUsed = true;
    }

    private optionWords(): Word[] {
        const { priority, group } = this.options;
        return [
            ...(priority === undefined ? [] : ["PRIORITY", priority]),
            ...(group === undefined ? [] : ["GROUP", group]),
        ];
    }

    toString(): string {
        return `call of ${this.queue}`;
    }
}

export interface TaskOptions extends Abortable {
    /** The milliseconds for which the server keeps the result, in case this client is away then: 5 minutes. */
    ttl?: number;
}

/** A task that was submitted: a promise of its result that can be cancelled. It survives a restart of the server. */
export class Task<T = any> implements Promise<T> {
    readonly [Symbol.toStringTag] = "Task";
    /** Whether it has ended, in whatever way. */
    isDone = false;
    private readonly controller = new AbortController();
    private readonly result: Promise<T>;

    /** @internal */
    constructor(call: Call<T>, awaiter: Awaiter, { signal, ttl }: TaskOptions) {
        const { controller } = this;
        const forward = [signal, call.signal].map((each) => onAbort(each, (reason) => controller.abort(reason)));
        this.result = call.asTask(awaiter, controller.signal, ttl).finally(() => {
            this.isDone = true;
            forward.forEach((remove) => remove());
        });
    }

    /** Cancels the item at the server, also in the hands of its worker. Then the task rejects with the reason. */
    cancel(reason: unknown = new Cancelled("the task was cancelled by this client")): void {
        this.controller.abort(reason);
    }

    then<A = T, B = never>(
        fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
        rejected?: ((reason: any) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
        return this.result.then(fulfilled, rejected);
    }

    catch<B = never>(rejected?: ((reason: any) => B | PromiseLike<B>) | null): Promise<T | B> {
        return this.result.catch(rejected);
    }

    finally(done?: (() => void) | null): Promise<T> {
        return this.result.finally(done);
    }
}

export interface GatherOptions extends Abortable {
    /** Errors are results at their places. Else the first failure rejects at once, and the others run on. */
    returnExceptions?: boolean;
    /** At most so many are under way at a time. */
    limit?: number;
}

/** One GATHER of calls. */
export async function gather(pool: Pool, calls: Call[], options: GatherOptions): Promise<unknown[]> {
    const { signal, limit, returnExceptions = false } = options;
    const words: Word[] = ["GATHER", "TIMEOUT", NO_LIMIT];
    if (limit !== undefined) {
        words.push("LIMIT", limit);
    }
    if (returnExceptions) {
        words.push("RETURN_EXCEPTIONS");
    }
    for (const call of calls) {
        words.push(...call.words());
    }
    const replies = await pool.wait(words, { signal, clean: true, take: (reply) => reply as Reply[] });
    return replies.map((reply, i) => {
        if (reply instanceof TuttiError) {
            return reply;
        }
        try {
            return calls[i]!.result(reply);
        } catch (error) {
            if (returnExceptions && error instanceof DecodeError) {
                return error;
            }
            throw error;
        }
    });
}
