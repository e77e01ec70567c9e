import { ignore } from "./abort.js";
import { type Codec, decode } from "./codec.js";
import type { Connection } from "./connection.js";
import { Cancelled, ConnectionLost, ItemCancelled, ItemLost, TuttiError } from "./errors.js";
import { renew } from "./leases.js";
import type { Pool } from "./pool.js";
import type { Word } from "./resp.js";

/**
 * An item that this client got and has not finished.
 *
 * It belongs to the connection that got it, and is ready again when that is lost. Every command names the attempt, so that
 * a late `done` cannot settle a later delivery. Behind `await using` an item that is not finished is given back.
 */
export class Item<T = any> implements AsyncDisposable {
    /** The value that was put. */
    readonly value!: T;
    readonly id: number;
    /** 1 at the first delivery. */
    readonly attempt: number;
    /** The bytes of the value. */
    readonly raw: Buffer;
    /** Why this client has the item no more; undefined while it has. */
    lost: ItemLost | undefined;
    private controller: AbortController | undefined;
    private renewing: AbortController | undefined;
    private isEnded = false;
    private connection: Connection | undefined;
    private readonly leave: () => void;

    /** @internal */
    constructor(
        private readonly pool: Pool,
        /** The name of the queue. */
        readonly queue: string,
        private readonly codec: Codec,
        connection: Connection,
        [id, raw, attempt]: [number, Buffer, number],
    ) {
        this.id = id;
        this.raw = raw;
        this.attempt = attempt;
        this.connection = connection;
        connection.items++;
        this.leave = connection.whenLost((error) => this.lose(error));
    }

    /** Aborts when this client has the item no more, though it has not finished it. */
    get signal(): AbortSignal {
        if (this.controller === undefined) {
            this.controller = new AbortController();
            if (this.lost !== undefined) {
                this.controller.abort(this.lost);
            }
        }
        return this.controller.signal;
    }

    /** The item is finished. A client that awaits it gets the result. */
    async done(result?: unknown): Promise<void> {
        await this.doneRaw(result == null ? "" : this.codec.encode(result));
    }

    /** @internal The same with a result in bytes. */
    async doneRaw(result: string | Uint8Array): Promise<void> {
        await this.finish("DONE", [result], true);
    }

    /** The item failed. It comes back if it has attempts left. Else a client that awaits it gets `TaskFailed`. */
    async fail(reason: unknown): Promise<void> {
        // Safe to send again, since the attempt has ended then. That of a release does not count, and may be another's.
        await this.finish("FAIL", [messageOf(reason)], true);
    }

    /** Gives the item back to the front of its queue. This attempt does not count. */
    async release(): Promise<void> {
        await this.finish("RELEASE", [], false);
    }

    /** Begins the lease again. The item keeps the progress, of at most 4,096 bytes. */
    async touch(progress?: unknown): Promise<void> {
        await this.settle("TOUCH", progress === undefined ? [] : [this.codec.encode(progress)], true);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (!this.isEnded && this.lost === undefined) {
            await this.release().catch(unlessLost);
        }
    }

    /** @internal Reads the value, or throws `DecodeError`. */
    read(): this {
        (this as { value: T }).value = decode(this.codec, this.raw);
        return this;
    }

    /** @internal Touches the item in intervals, until it ends or is lost. */
    renew(interval: number, lease?: number): void {
        this.renewing = new AbortController();
        void renew(interval, lease, () => this.touch(), (error) => this.lose(error), this.renewing.signal);
    }

    /** @internal Aborts its signal, though it is not lost. */
    interrupt(reason: Error): void {
        this.signal;
        this.controller!.abort(reason);
    }

    /** @internal This client renews the item no more, and hears nothing of it. */
    letGo(): void {
        this.isEnded = true;
        this.stop();
    }

    private async finish(command: string, words: Word[], resend: boolean): Promise<void> {
        const settling = this.settle(command, words, resend);
        settling.catch(ignore);
        if (this.isEnded || this.lost !== undefined) {
            return settling;
        }
        this.isEnded = true;
        try {
            await settling;
        } catch (error) {
            // Else the server has refused the command, and the item is still in flight.
            this.isEnded = error instanceof ItemLost || error instanceof ConnectionLost;
            throw error;
        } finally {
            if (this.isEnded) {
                this.stop();
            }
        }
    }

    private async settle(command: string, words: Word[], resend: boolean): Promise<void> {
        if (this.isEnded) {
            throw new ItemLost(`${this} was finished already`);
        }
        if (this.lost !== undefined) {
            throw this.lost;
        }
        try {
            await this.pool.call(["QUEUE", command, this.queue, this.id, ...words, "ATTEMPT", this.attempt], resend);
        } catch (error) {
            throw error instanceof Cancelled ? new ItemCancelled(error.message) : error;
        }
    }

    private lose(error: TuttiError): void {
        if (this.isEnded || this.lost !== undefined) {
            return;
        }
        const message = `${this}: ${error.message}`;
        this.lost = error instanceof ItemCancelled ? new ItemCancelled(message) : new ItemLost(message);
        this.stop();
        this.controller?.abort(this.lost);
    }

    private stop(): void {
        this.leave();
        this.renewing?.abort();
        if (this.connection !== undefined) {
            this.connection.items--;
            this.connection = undefined;
        }
    }

    toString(): string {
        return `item ${this.id} of ${this.queue}`;
    }
}

/** Errors of a command about an item that say that it is another's, or nobody's, already. */
export function unlessLost(error: unknown): void {
    if (!(error instanceof ItemLost) && !(error instanceof ConnectionLost)) {
        throw error;
    }
}

/** The text of whatever was thrown. */
export function messageOf(reason: unknown): string {
    if (reason instanceof Error) {
        return reason.message || reason.name;
    }
    return String(reason);
}
