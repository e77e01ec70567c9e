import { Deferred, ignore, settledWithin } from "./abort.js";
import type { Codec } from "./codec.js";
import { backoff, type Connection } from "./connection.js";
import { Cancelled, ConnectionLost, ItemLost, QueueShutDown, ServerFull, TooBig, Unblocked } from "./errors.js";
import { Item, messageOf } from "./item.js";
import { milliseconds } from "./leases.js";
import { type Pool, unlimited } from "./pool.js";
import type { Reply, Word } from "./resp.js";

/** How long a handler that was aborted has until its item is given back all the same. */
const ABORT_LIMIT = 1_000;

/** What a handler gets beside the value. */
export interface Context<T = any> {
    /** Aborts when the item was cancelled or lost, or when the worker has to stop. */
    signal: AbortSignal;
    /** The item, with its id, its attempt and `touch(progress)`. The worker finishes it. */
    item: Item<T>;
}

export type Handler<T = any> = (value: T, context: Context<T>) => unknown;

export interface WorkerOptions {
    /** The number of items that it works on at a time. */
    concurrency?: number;
    /** The milliseconds for which the server lends an item. The lease is renewed as long as the handler runs. */
    lease?: number;
    /** The milliseconds between questions whether an item was cancelled. */
    heartbeat?: number;
    codec?: Codec;
}

export interface StopOptions {
    /** The milliseconds that the handlers have to finish. Then they are aborted, and their items go back. */
    drain?: number;
}

/**
 * Takes up to `concurrency` items of a queue at a time, no more than it works on, and gives each to a handler.
 *
 * What the handler returns is the result. An error that it throws fails the item with its message. When the item is
 * cancelled at the server, or is lost with its connection or its lease, the handler's signal aborts.
 */
export class Worker implements AsyncDisposable {
    readonly concurrency: number;
    private readonly lease: number | undefined;
    private readonly heartbeat: number;
    private readonly stopping = new AbortController();
    private readonly running = new Map<Item, Promise<void>>();
    private freed = new Deferred();
    private isAborted = false;
    /** Resolves when it gets no more items, and rejects if an error was the reason. */
    readonly ended: Promise<void>;

    /** @internal */
    constructor(
        private readonly pool: Pool,
        readonly queue: string,
        private readonly handler: Handler,
        private readonly codec: Codec,
        { concurrency = 1, lease, heartbeat = 1000 }: WorkerOptions,
    ) {
        if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
            throw new RangeError("concurrency must be at least 1");
        }
        if (typeof handler !== "function") {
            throw new TypeError("the handler of a worker is a function");
        }
        this.concurrency = concurrency;
        this.lease = lease === undefined ? undefined : milliseconds(lease, "lease");
        const interval = Math.max(milliseconds(heartbeat, "heartbeat"), 1);
        this.heartbeat = lease ? Math.min(interval, lease / 3) : interval;
        this.ended = this.fetch();
        this.ended.catch((error: unknown) => {
            if (!pool.isClosed) {
                pool.log.error(`the worker of ${queue} has ended: ${error}`);
            }
        });
    }

    /** Gets no more items, and lets the handlers finish. After `drain` (10 s) they are aborted, and their items go back. */
    async stop({ drain = 10_000 }: StopOptions = {}): Promise<void> {
        this.stopping.abort(new Cancelled("the worker stops"));
        this.freed.resolve();
        await this.ended.catch(ignore);
        if (drain > 0) {
            await settledWithin(this.idle(), drain);
        }
        this.isAborted = true;
        this.running.forEach((_, item) => item.interrupt(new Cancelled("the worker stops")));
        if (!(await settledWithin(this.idle(), ABORT_LIMIT))) {
            await Promise.allSettled([...this.running.keys()].map((item) => item[Symbol.asyncDispose]()));
        }
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.stop();
    }

    private async idle(): Promise<void> {
        await Promise.all(this.running.values());
    }

    private async fetch(): Promise<void> {
        for (let failures = 0; ; ) {
            while (this.running.size >= this.concurrency && !this.stopping.signal.aborted) {
                await this.freed.promise;
                this.freed = new Deferred();
            }
            if (this.stopping.signal.aborted) {
                return;
            }
            try {
                const items = await this.getSome();
                failures = 0;
                items.forEach((item) => this.begin(item));
            } catch (error) {
                if (this.stopping.signal.aborted) {
                    return;
                }
                if (error instanceof QueueShutDown) {
                    this.pool.log.info?.(`the worker of ${this.queue} ends: ${error.message}`);
                    return;
                }
                if (error instanceof ServerFull) {
                    this.pool.log.warn(`${this.queue}: ${error.message}`);
                    await backoff(failures++, this.stopping.signal);
                } else if (!(error instanceof Unblocked)) {
                    throw error;
                }
            }
        }
    }

    private getSome(): Promise<Item[]> {
        const { pool, queue, codec } = this;
        const words: Word[] = ["QUEUE", "GET", queue, "COUNT", this.concurrency - this.running.size];
        if (this.lease !== undefined) {
            words.push("LEASE", this.lease);
        }
        return pool.wait(words, {
            signal: this.stopping.signal,
            resend: true,
            counts: false,
            undo: (connection, replies) => releaseAll(connection, queue, replies),
            take: (replies: Reply[], connection) => replies.map((reply) => new Item(pool, queue, codec, connection, reply)),
        });
    }

    private begin(item: Item): void {
        item.renew(this.heartbeat, this.lease);
        const work = unlimited.run(true, () => this.handle(item)).finally(() => {
            this.running.delete(item);
            this.freed.resolve();
        });
        this.running.set(item, work);
    }

    private async handle(item: Item): Promise<void> {
        let end: () => Promise<void>;
        try {
            const result = await this.handler(item.read().value, { signal: item.signal, item });
            const raw = result == null ? "" : this.codec.encode(result);
            end = () => item.doneRaw(raw);
        } catch (error) {
            this.pool.log.debug?.(`${item} failed: ${(error as Error)?.stack ?? error}`);
            end = this.isAborted ? () => item.release() : () => item.fail(error);
        }
        if (item.lost !== undefined) {
            this.pool.log.info?.(`the handler of ${item} has ended behind its loss: ${item.lost.message}`);
            return;
        }
        await this.tell(item, end).catch(async (error: unknown) => {
            // A worker that keeps an item renews its lease without end.
            this.pool.log.error(`the end of ${item} cannot be told, so it goes back: ${error}`);
            await this.tell(item, () => item.release()).catch(ignore);
            item.letGo();
        });
    }

    /** Tells the server the end of an item, again and again while it has no room for the result. */
    private async tell(item: Item, end: () => Promise<void>): Promise<void> {
        for (let attempt = 0; ; attempt++) {
            try {
                return await end();
            } catch (error) {
                if (error instanceof ServerFull) {
                    this.pool.log.warn(`${item}: ${error.message}`);
                    await backoff(attempt, this.pool.ending);
                } else if (error instanceof TooBig) {
                    end = () => item.fail(messageOf(error));
                } else if (error instanceof ItemLost || error instanceof ConnectionLost) {
                    this.pool.log.info?.(`${item} is not this worker's any more: ${error.message}`);
                    return;
                } else {
                    throw error;
                }
            }
        }
    }
}

async function releaseAll(connection: Connection, queue: string, replies: Reply[]): Promise<void> {
    const releases = replies.map(([id, , attempt]) => ["QUEUE", "RELEASE", queue, id, "ATTEMPT", attempt]);
    await Promise.allSettled(releases.reverse().map((words) => connection.send(words)));
}
