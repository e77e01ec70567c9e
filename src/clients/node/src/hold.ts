import { ignore } from "./abort.js";
import type { Connection } from "./connection.js";
import { Cancelled, ConnectionLost, LockLost, NotHeld, TuttiError } from "./errors.js";
import { milliseconds, renew } from "./leases.js";
import type { Pool, Waiting } from "./pool.js";
import type { Abortable } from "./queue.js";
import type { Word } from "./resp.js";

/**
 * One lock or permit that is held, from its token until it is released or lost.
 *
 * Behind `await using` it is released. If it was lost by then, that throws `LockLost`.
 */
export class Hold implements AsyncDisposable {
    /** Why it is held no more, though it was not released; undefined while it is held. */
    lost: LockLost | undefined;
    private readonly controller = new AbortController();
    private readonly renewing = new AbortController();
    private isReleased = false;
    private readonly leave: () => void;

    /** @internal */
    constructor(
        protected readonly pool: Pool,
        private readonly command: string,
        /** The name of the lock. */
        readonly name: string,
        protected readonly connection: Connection,
        /** The fencing token: give it to whatever the lock protects, which refuses a smaller one than it has seen. */
        readonly token: number,
        lease: number | undefined,
    ) {
        this.leave = connection.whenLost((error) => this.lose(error));
        if (lease !== undefined && lease > 0) {
            const touch = (): Promise<unknown> => pool.call([command, "TOUCH", name, token], true);
            void renew(lease / 3, lease, touch, (error) => this.lose(error), this.renewing.signal);
        }
    }

    /** Aborts with `LockLost` when the lock is lost: its lease ended, or its connection was closed. */
    get signal(): AbortSignal {
        return this.controller.signal;
    }

    /** Releases it. It rejects with `LockLost` if it was lost, and with `NotHeld` if it was released already. */
    async release(): Promise<void> {
        this.check();
        this.isReleased = true;
        this.end();
        try {
            await this.connection.send([this.command, "RELEASE", this.name, this.token]);
        } catch (error) {
            if (error instanceof NotHeld || error instanceof ConnectionLost) {
                throw this.lossOf(error);
            }
            throw error;
        } finally {
            this.pool.giveBack(this.connection);
        }
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (!this.isReleased) {
            await this.release();
        }
    }

    /** Throws if it is not held. */
    protected check(): void {
        if (this.lost !== undefined) {
            throw this.lost;
        }
        if (this.isReleased) {
            throw new NotHeld(`${this} was released already`);
        }
    }

    protected lossOf(error: Error): LockLost {
        return new LockLost(`${this}: ${error.message}`, { cause: error });
    }

    private lose(error: TuttiError): void {
        if (this.lost !== undefined || this.isReleased) {
            return;
        }
        this.lost = this.lossOf(error);
        this.end();
        if (this.connection.lost === undefined) {
            // Also if the lease has ended: nothing of it must be left where another call comes.
            this.connection.send([this.command, "RELEASE", this.name, this.token]).catch(ignore);
        }
        this.pool.giveBack(this.connection);
        this.controller.abort(this.lost);
    }

    private end(): void {
        this.leave();
        this.renewing.abort();
    }

    toString(): string {
        return `${this.command.toLowerCase()} ${this.name}`;
    }
}

/** What Lock, Semaphore and Condition have in common. */
export abstract class Holder<H extends Hold> {
    /** @internal */
    constructor(
        protected readonly pool: Pool,
        protected readonly command: string,
        readonly name: string,
        protected readonly lease: number | undefined,
    ) {
        if (lease !== undefined) {
            milliseconds(lease, "lease");
        }
    }

    /**
     * Waits for its turn, and resolves to the hold: `await using hold = await lock.acquire()`.
     *
     * An acquire that is aborted holds nothing. A deadlock rejects with `Deadlock`.
     */
    async acquire({ signal }: Abortable = {}): Promise<H> {
        return this.pool.wait([this.command, "ACQUIRE", this.name, ...this.acquireWords()], {
            signal,
            resend: true,
            keep: true,
            undo: (connection, token) => connection.send([this.command, "RELEASE", this.name, token]),
            take: (token, connection) => this.hold(connection, token),
            ...this.how(),
        });
    }

    /**
     * Calls a function while it is held, and resolves to the function's result.
     *
     * The hold's `signal` aborts when the lock is lost. Then `LockLost` is the error, unless the function threw another.
     */
    async use<T>(work: (hold: H) => Promise<T> | T, options: Abortable = {}): Promise<T> {
        const hold = await this.acquire(options);
        let result: T;
        try {
            result = await work(hold);
        } catch (error) {
            await hold[Symbol.asyncDispose]().catch(ignore);
            throw isAbort(error) && hold.lost !== undefined ? hold.lost : error;
        }
        await hold[Symbol.asyncDispose]();
        return result;
    }

    protected abstract hold(connection: Connection, token: number): H;

    /** How an acquire waits. */
    protected how(): Pick<Waiting<H>, "atOnce" | "counts"> {
        return { atOnce: true };
    }

    protected acquireWords(): Word[] {
        return this.lease === undefined ? [] : ["LEASE", milliseconds(this.lease, "lease")];
    }

    toString(): string {
        return `${this.command.toLowerCase()} ${this.name}`;
    }
}

function isAbort(error: unknown): boolean {
    return error instanceof Error && (error.name === "AbortError" || error instanceof Cancelled);
}
