import type { ConnectionOptions } from "node:tls";
import { type Address, addressOf, addressText } from "./address.js";
import { abortedFirst, ignore } from "./abort.js";
import { Awaiter } from "./awaiter.js";
import { type Codec, JSON_CODEC } from "./codec.js";
import { backoff, type Connection, openLeader } from "./connection.js";
import { NotLeading, NotPermitted } from "./errors.js";
import { asCompleted, TaskGroup, wait, type WaitOptions } from "./groups.js";
import { Barrier, Condition, Event, Lock, Semaphore } from "./locks.js";
import { CONSOLE, type Log, SILENT } from "./log.js";
import { Pool } from "./pool.js";
import { type Abortable, Queue, type QueueOptions } from "./queue.js";
import { mayWait, type Reply, type Word } from "./resp.js";
import { serve, type ServeOptions } from "./serve.js";
import { Call, type CallOptions, gather, type GatherOptions, Task, type TaskOptions } from "./tasks.js";
import { type Handler, type StopOptions, Worker, type WorkerOptions } from "./worker.js";

/** How long `connect` asks nodes that are loading, or that follow one which does not lead yet. */
const LEADER_LIMIT = 30_000;

export interface ConnectOptions extends Abortable {
    /** How values become bytes: `JSON_CODEC`, which is the default, `TEXT`, `BYTES`, or one of your own. */
    codec?: Codec;
    /**
     * At most so many calls wait at the server at a time, or hold a lock (100). More of them wait here for their turn.
     * Workers, what their handlers call, and conditions do not count.
     */
    maxConnections?: number;
    /** The milliseconds that an attempt to connect may take (10 s). */
    connectTimeout?: number;
    /** What the server shows for this client. */
    name?: string;
    /** For `rediss://`: what `tls.connect` takes, such as `ca`, `cert` and `key`. */
    tls?: ConnectionOptions;
    /** Whether `connect` waits for a server that is not there yet. */
    waitForServer?: boolean;
    /** Where warnings and errors go, the console unless told otherwise. `false` is for nowhere. */
    log?: Log | false;
}

type Results<P extends readonly unknown[]> = { -readonly [K in keyof P]: Awaited<P[K]> };

/** A client of one server. After a lost connection it connects again by itself, and what waits goes on waiting. */
export class Tutti implements AsyncDisposable {
    private readonly workers: Worker[] = [];
    private readonly awaiter: Awaiter;
    private closing: Promise<void> | undefined;

    /** @internal */
    constructor(
        private readonly pool: Pool,
        private readonly codec: Codec,
    ) {
        this.awaiter = new Awaiter(pool);
    }

    /** Gives back all that this client holds, and closes its connections. Workers have `drain` (0) to finish. */
    close({ drain = 0 }: StopOptions = {}): Promise<void> {
        this.closing ??= Promise.all(this.workers.map((worker) => worker.stop({ drain }))).then(() => this.pool.close());
        return this.closing;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.close();
    }

    /** Any command that does not wait, as the protocol has it: `await t.command("QUEUE", "STATS", "jobs")`. */
    async command(...words: Word[]): Promise<Reply> {
        if (words.length === 0) {
            throw new TypeError("a command has a word at least");
        }
        if (mayWait(words)) {
            throw new TypeError(`${words[0]} may wait, and all commands behind it: add TIMEOUT 0, or use a method for it`);
        }
        return this.pool.call(words);
    }

    // Queues and locks, by name.

    /** The queue of this name. */
    queue<T = any>(name: string, options: QueueOptions = {}): Queue<T> {
        return new Queue<T>(this.pool, name, { ...options, codec: options.codec ?? this.codec });
    }

    /** The lock of this name. With a `lease` in milliseconds it is renewed as long as it is held. */
    lock(name: string, { lease }: { lease?: number } = {}): Lock {
        return new Lock(this.pool, name, lease);
    }

    /** The event of this name. */
    event(name: string): Event {
        return new Event(this.pool, name);
    }

    /** The semaphore of this name, with so many permits. */
    semaphore(name: string, permits = 1, { lease }: { lease?: number } = {}): Semaphore {
        return new Semaphore(this.pool, name, permits, lease);
    }

    /** The condition of this name, with its lock. */
    condition(name: string): Condition {
        return new Condition(this.pool, name);
    }

    /** The barrier of this name. */
    barrier(name: string, parties: number): Barrier {
        return new Barrier(this.pool, name, parties);
    }

    // Tasks.

    /** A call of the task of this name, for `await`, `gather`, `createTask` and a task group. */
    task<T = any>(queue: string, item?: unknown, options: CallOptions = {}): Call<T> {
        return new Call<T>(this.pool, queue, item, { ...options, codec: options.codec ?? this.codec });
    }

    /** Runs a task and resolves to its result: `await t.task(queue, item, options)` as a promise. */
    async run<T = any>(queue: string, item?: unknown, options: CallOptions = {}): Promise<T> {
        return this.task<T>(queue, item, options);
    }

    /** A task that submits the call and awaits its result. It survives a lost connection and a restart of the server. */
    createTask<T>(call: Call<T>, options: TaskOptions = {}): Task<T> {
        if (!(call instanceof Call)) {
            throw new TypeError("createTask takes a call: t.createTask(t.task(queue, item))");
        }
        return new Task(call, this.awaiter, options);
    }

    /**
     * The results of all, in order: `t.gather(a, b)`, or `t.gather([a, b], options)`.
     *
     * The first failure rejects at once, and the others run on. Plain calls alone are one GATHER. Together with promises,
     * or with options of their own, each is a task of its own.
     */
    gather<P extends readonly PromiseLike<unknown>[]>(...calls: P): Promise<Results<P>>;
    gather<P extends readonly PromiseLike<unknown>[]>(calls: readonly [...P], options?: GatherOptions): Promise<Results<P>>;
    async gather(...all: any[]): Promise<unknown> {
        const isList = Array.isArray(all[0]);
        const calls: unknown[] = isList ? all[0] : all;
        const options: GatherOptions = (isList && all[1]) || {};
        options.signal?.throwIfAborted();
        if (calls.every((each): each is Call => each instanceof Call && each.isPlain)) {
            return calls.length === 0 ? [] : gather(this.pool, calls, options);
        }
        if (options.limit !== undefined) {
            throw new TypeError("limit is for calls alone");
        }
        const tasks = calls.map((each) => (each instanceof Call ? this.createTask(each, options) : Promise.resolve(each)));
        const results = Promise.all(
            options.returnExceptions ? tasks.map((task) => task.catch((error: unknown) => error)) : tasks,
        );
        if (await abortedFirst(results, options.signal)) {
            await Promise.allSettled(tasks.filter((task) => task instanceof Task));
            throw options.signal!.reason;
        }
        return results;
    }

    /** The tasks that are done and those that are pending, as asyncio's `wait`. It cancels nothing. Calls become tasks. */
    wait(
        tasks: Iterable<Call | Promise<any>>,
        options: WaitOptions = {},
    ): Promise<{ done: Set<Promise<any>>; pending: Set<Promise<any>> }> {
        return wait(this.ensure(tasks), options);
    }

    /**
     * The results, the earliest first: `for await (const result of t.asCompleted(calls))`.
     *
     * A failure is thrown, and ends the loop; with `returnExceptions` it is a result. It cancels nothing.
     */
    asCompleted<T>(
        tasks: Iterable<Call<T> | Promise<T>>,
        options: Abortable & { returnExceptions?: boolean } = {},
    ): AsyncGenerator<T, void, undefined> {
        return asCompleted<T>(this.ensure(tasks), options);
    }

    /**
     * Calls a function with a group, and resolves to its result when all tasks of the group have ended.
     *
     * The first failure, of a task or of the function, cancels the others, and is the error. A task that was cancelled is
     * no failure.
     */
    async taskGroup<T>(body: (group: TaskGroup) => Promise<T> | T, { signal }: Abortable = {}): Promise<T> {
        return new TaskGroup((call, options) => this.createTask(call, options)).run(body, signal);
    }

    /** Starts a worker: a function that gets the items of a queue, and whose result is the item's. */
    worker<T = any>(queue: string, handler: Handler<T>, options: WorkerOptions = {}): Worker {
        const worker = new Worker(this.pool, queue, handler, options.codec ?? this.codec, options);
        this.workers.push(worker);
        return worker;
    }

    /**
     * Runs the workers until SIGTERM or SIGINT, or until the signal aborts. Then they finish what they have begun, and the
     * client closes.
     *
     * After `drain` milliseconds (10 s), or a second signal, the handlers that still run are aborted and their items go
     * back. With `signals: false` the program's own handlers of signals are the only ones.
     */
    async serve(options: ServeOptions = {}): Promise<void> {
        if (this.workers.length === 0) {
            throw new TypeError("there is no worker to serve: start one with t.worker(queue, handler)");
        }
        try {
            await serve(this.workers, options);
        } finally {
            await this.close();
        }
    }

    private ensure(tasks: Iterable<unknown>): Promise<any>[] {
        return [...tasks].map((each) => {
            if (each instanceof Call) {
                return this.createTask(each);
            }
            return each instanceof Task || each instanceof Promise ? each : Promise.resolve(each);
        });
    }
}

/**
 * A client of the server at `redis://[user:password@]host:port`, or `rediss://` for TLS.
 *
 * Name all nodes of a cluster, `redis://a:8888,b:8888,c:8888`; it finds the one that leads.
 */
export async function connect(url = "redis://localhost:8888", options: ConnectOptions = {}): Promise<Tutti> {
    const { codec = JSON_CODEC, maxConnections = 100, connectTimeout = 10_000, name, tls, log = CONSOLE } = options;
    if (!(connectTimeout > 0)) {
        throw new RangeError("connectTimeout must be more than 0");
    }
    const address = addressOf(url, connectTimeout, tls, name);
    if (!Number.isSafeInteger(maxConnections) || maxConnections < 1) {
        throw new RangeError("maxConnections must be at least 1");
    }
    const pool = new Pool(address, maxConnections, log === false ? SILENT : log);
    pool.became(await first(address, pool.log, options));
    return new Tutti(pool, codec);
}

/** The first connection, for which it is worth waiting if the server is loading. */
async function first(address: Address, log: Log, { signal, waitForServer = false }: ConnectOptions): Promise<Connection> {
    const begin = performance.now();
    for (let attempt = 0; ; attempt++) {
        signal?.throwIfAborted();
        const opening = openLeader(address);
        if (await abortedFirst(opening, signal)) {
            opening.then((connection) => connection.close(), ignore);
            throw signal!.reason;
        }
        try {
            return await opening;
        } catch (error) {
            const mayLead = error instanceof NotLeading && performance.now() - begin < LEADER_LIMIT;
            if (!mayLead && (!waitForServer || error instanceof NotPermitted)) {
                throw error;
            }
            log.warn(`${addressText(address)} is not there yet: ${(error as Error).message}`);
        }
        await backoff(attempt, signal);
    }
}
