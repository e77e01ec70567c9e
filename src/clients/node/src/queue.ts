import { abortedFirst } from "./abort.js";
import type { Codec } from "./codec.js";
import type { Connection } from "./connection.js";
import type { Command } from "./control.js";
import { QueueEmpty, QueueFull, QueueShutDown } from "./errors.js";
import { Item, unlessLost } from "./item.js";
import { milliseconds } from "./leases.js";
import type { Pool } from "./pool.js";
import type { Reply, Word } from "./resp.js";

/** For every call that may wait: a signal that withdraws it at the server and rejects with the signal's reason. */
export interface Abortable {
    signal?: AbortSignal;
}

/** How the server keeps a queue, and this client its items. */
export interface QueueOptions {
    /**
     * The bound, where 0 means none. It creates the queue so. Without it, and without `kind`, the queue is as it is
     * configured or was created.
     */
    maxsize?: number;
    /** The order of the items. It creates the queue so. */
    kind?: "fifo" | "lifo" | "priority" | "fair";
    /** The milliseconds for which the server lends an item. The lease is renewed as long as this client holds the item. */
    lease?: number;
    codec?: Codec;
}

export interface PutNowaitOptions {
    /** While an unfinished item has the same key nothing is put, so such a put is safe to send again. */
    key?: string;
    /** The milliseconds until the item is ready. */
    delay?: number;
    /** For a queue of the kind `priority`: a smaller integer comes first. */
    priority?: number;
    /** For a queue of the kind `fair`. */
    group?: string;
    /** The milliseconds after which an item that nobody has got is dropped. */
    expires?: number;
}

export interface PutOptions extends PutNowaitOptions, Abortable {}

/**
 * A queue at the server. Any number of programs may use it by its name.
 *
 * `put` resolves when the item is on the server's disk. `get` lends the item to this client, until `done`. An item that is
 * never finished goes to another worker when this client's connection closes, so every item is delivered at least once.
 */
export class Queue<T = any> {
    /** The connect to the server after which the queue was created; 0 before. */
    private createdIn = 0;
    private creation: Command | undefined;

    /** @internal */
    constructor(
        private readonly pool: Pool,
        readonly name: string,
        private readonly options: QueueOptions & { codec: Codec },
    ) {
        if (options.lease !== undefined) {
            milliseconds(options.lease, "lease");
        }
        if (options.maxsize !== undefined && Number.isNaN(Number(options.maxsize))) {
            throw new TypeError("maxsize is no number");
        }
    }

    /**
     * Puts an item, and resolves to its id. It waits while the queue is full. A put that is aborted has put nothing.
     *
     * A put without a `key` whose connection is lost rejects with `ConnectionLost`, since nobody knows whether the item is
     * there. One with a key is sent again, and one that is aborted leaves its item, which may be another's.
     */
    async put(value: T, options: PutOptions = {}): Promise<number> {
        const { signal, key } = options;
        const words = this.putWords(value, options);
        signal?.throwIfAborted();
        const creation = this.begin();
        if (creation !== undefined) {
            await this.create(creation, signal);
        }
        // Where there is room it needs no connection of its own.
        const put = this.pool.send([...words, "TIMEOUT", 0], key !== undefined);
        if (signal !== undefined && (await abortedFirst(put.reply.promise, signal))) {
            if (!this.pool.unsend(put, key !== undefined) && key === undefined) {
                await this.pool.takeBack(this.pool.cancelPut(this.name, put));
            }
            throw signal.reason;
        }
        const id = await put.reply.promise;
        if (id !== null) {
            return id;
        }
        const undo = async (connection: Connection, late: Reply): Promise<void> => {
            await connection.send(["CANCEL", this.name, late]);
        };
        return this.pool.wait(words, {
            signal,
            resend: key !== undefined,
            undo: key === undefined ? undo : undefined,
            atOnce: true,
            take: (reply) => reply,
        });
    }

    /** Puts an item without waiting, and resolves to its id, or rejects with `QueueFull`. */
    async putNowait(value: T, options: PutNowaitOptions = {}): Promise<number> {
        const words = [...this.putWords(value, options), "TIMEOUT", 0];
        const id = await this.ask(words, options.key !== undefined);
        if (id === null) {
            throw new QueueFull(`${this.name} is full`);
        }
        return id;
    }

    /** The next item. It waits while the queue is empty. A get that is aborted has taken nothing. */
    async get({ signal }: Abortable = {}): Promise<Item<T>> {
        signal?.throwIfAborted();
        await this.create(this.begin(), signal);
        const item = await this.pool.wait(["QUEUE", "GET", this.name, ...this.leaseWords()], {
            signal,
            resend: true,
            atOnce: true,
            undo: (connection, reply) =>
                connection.send(["QUEUE", "RELEASE", this.name, reply[0], "ATTEMPT", reply[2]]),
            take: (reply, connection) => this.item(reply, connection),
        });
        return this.readable(item);
    }

    /** The next item without waiting, or it rejects with `QueueEmpty`. */
    async getNowait(): Promise<Item<T>> {
        await this.create(this.begin());
        const get = this.pool.send(["QUEUE", "GET", this.name, "TIMEOUT", 0, ...this.leaseWords()]);
        const reply = await get.reply.promise;
        if (reply === null) {
            throw new QueueEmpty(`${this.name} is empty`);
        }
        return this.readable(this.item(reply, get.connection!));
    }

    /** The items, until the queue is shut down. The next one is got when the body of the loop has ended. */
    async *items(options: Abortable = {}): AsyncGenerator<Item<T>, void, undefined> {
        for (;;) {
            let item: Item<T>;
            try {
                item = await this.get(options);
            } catch (error) {
                if (error instanceof QueueShutDown) {
                    return;
                }
                throw error;
            }
            yield item;
        }
    }

    [Symbol.asyncIterator](): AsyncGenerator<Item<T>, void, undefined> {
        return this.items();
    }

    /** Waits until every item that was put, by whatever client, has been finished. */
    async join({ signal }: Abortable = {}): Promise<void> {
        signal?.throwIfAborted();
        await this.create(this.begin(), signal);
        await this.pool.wait(["QUEUE", "JOIN", this.name], { signal, resend: true, atOnce: true, take: () => undefined });
    }

    /** The number of items that are ready. */
    async qsize(): Promise<number> {
        return this.ask(["QUEUE", "SIZE", this.name]);
    }

    /** Whether no item is ready. */
    async empty(): Promise<boolean> {
        return (await this.qsize()) === 0;
    }

    /** Whether `put` would wait. */
    async full(): Promise<boolean> {
        const stats = await this.ask(["QUEUE", "STATS", this.name]);
        return stats.maxsize > 0 && stats.size + stats.delayed >= stats.maxsize;
    }

    /** No more items from now on: `put` rejects with `QueueShutDown`, and `get` as soon as the queue is empty. */
    async shutdown({ immediate = false } = {}): Promise<void> {
        await this.ask(["QUEUE", "SHUTDOWN", this.name, ...(immediate ? ["IMMEDIATE"] : [])]);
    }

    /** The queue, its items and its settings are gone. */
    async delete(): Promise<void> {
        this.createdIn = 0;
        this.creation = undefined;
        await this.pool.call(["QUEUE", "DELETE", this.name], true);
    }

    /** Sends the creation, if this object has not since the server was last connected. */
    private begin(): Command | undefined {
        const { maxsize, kind } = this.options;
        if ((maxsize === undefined && kind === undefined) || this.createdIn === this.pool.generation) {
            return this.creation;
        }
        const words: Word[] = ["QUEUE", "CREATE", this.name];
        if (kind !== undefined) {
            words.push("KIND", kind);
        }
        if (maxsize !== undefined) {
            words.push("MAXSIZE", maxsize > 0 && maxsize < Infinity ? Math.ceil(maxsize) : 0);
        }
        const creation = this.pool.send(words, true);
        this.createdIn = this.pool.generation;
        this.creation = creation;
        creation.reply.promise.then(
            () => this.created(creation, this.createdIn),
            () => this.created(creation, 0),
        );
        return creation;
    }

    private created(creation: Command, generation: number): void {
        if (this.creation === creation) {
            this.creation = undefined;
            this.createdIn = generation;
        }
    }

    /** Sends a command that does not wait, behind the creation of the queue. */
    private async ask(words: Word[], resend = true): Promise<Reply> {
        const creation = this.begin();
        if (creation !== undefined) {
            await this.create(creation);
        }
        return this.pool.call(words, resend);
    }

    private async create(creation: Command | undefined, signal?: AbortSignal): Promise<void> {
        if (creation === undefined) {
            return;
        }
        if (await abortedFirst(creation.reply.promise, signal)) {
            throw signal!.reason;
        }
        await creation.reply.promise;
    }

    private putWords(value: T, options: PutNowaitOptions): Word[] {
        const words: Word[] = ["QUEUE", "PUT", this.name, this.options.codec.encode(value)];
        const { key, delay, group, expires } = options;
        const priority = options.priority ?? (this.options.kind === "priority" ? priorityOf(value) : undefined);
        if (key !== undefined) {
            words.push("KEY", key);
        }
        if (delay !== undefined) {
            words.push("DELAY", milliseconds(delay, "delay"));
        }
        if (priority !== undefined) {
            words.push("PRIORITY", priority);
        }
        if (group !== undefined) {
            words.push("GROUP", group);
        }
        if (expires !== undefined) {
            words.push("EXPIRES", milliseconds(expires, "expires"));
        }
        return words;
    }

    private leaseWords(): Word[] {
        const { lease } = this.options;
        return lease === undefined ? [] : ["LEASE", milliseconds(lease, "lease")];
    }

    private item(reply: Reply, connection: Connection): Item<T> {
        const item = new Item<T>(this.pool, this.name, this.options.codec, connection, reply);
        const { lease } = this.options;
        if (lease !== undefined && lease > 0) {
            item.renew(lease / 3, lease);
        }
        return item;
    }

    /** The item with its value. One that the codec cannot read fails, so that it is not in the way of others. */
    private async readable(item: Item<T>): Promise<Item<T>> {
        try {
            return item.read();
        } catch (error) {
            await item.fail((error as Error).message).catch(unlessLost);
            throw error;
        }
    }

    toString(): string {
        return `queue ${this.name}`;
    }
}

/** The priority of an item that is an integer, or begins with one. */
function priorityOf(value: unknown): number {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (!Number.isSafeInteger(first)) {
        throw new TypeError("an item of a priority queue needs a priority: put(item, {priority: n})");
    }
    return first as number;
}
