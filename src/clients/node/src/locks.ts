import { ignore } from "./abort.js";
import type { Connection } from "./connection.js";
import { ConnectionLost } from "./errors.js";
import { Hold, Holder } from "./hold.js";
import type { Pool, Waiting } from "./pool.js";
import type { Abortable } from "./queue.js";
import type { Reply, Word } from "./resp.js";

/**
 * A lock that one caller of all programs holds at a time. The server gives it to its waiters in the order of their coming.
 *
 * It belongs to a connection, which belongs to the hold until `release`. If the connection or the lease is lost, the lock
 * is, too: then the hold's `signal` aborts, and its release throws `LockLost`.
 */
export class Lock extends Holder<Hold> {
    /** @internal */
    constructor(pool: Pool, name: string, lease: number | undefined) {
        super(pool, "LOCK", name, lease);
    }

    /** Whether any client holds the lock. */
    async locked(): Promise<boolean> {
        return (await this.pool.call(["LOCK", "LOCKED", this.name], true)) === 1;
    }

    protected hold(connection: Connection, token: number): Hold {
        return new Hold(this.pool, this.command, this.name, connection, token, this.lease);
    }
}

/**
 * A semaphore of so many permits for all programs. It is bounded, as the server's are.
 *
 * Each permit that is held keeps a connection. The first acquire sets the number, and another one is an error while anybody
 * holds a permit.
 */
export class Semaphore extends Holder<Hold> {
    /** @internal */
    constructor(
        pool: Pool,
        name: string,
        /** The number of permits. */
        readonly bound: number,
        lease: number | undefined,
    ) {
        super(pool, "SEMAPHORE", name, lease);
        if (!Number.isSafeInteger(bound) || bound < 1) {
            throw new RangeError("a semaphore has at least one permit");
        }
    }

    /** The number of free permits. */
    async value(): Promise<number> {
        return this.free(await this.waiters());
    }

    /** Whether `acquire` would wait. */
    async locked(): Promise<boolean> {
        const waiters = await this.waiters();
        return this.free(waiters) === 0 || waiters.some((each) => each.waiters.length > 0);
    }

    private async waiters(): Promise<Reply[]> {
        // VALUE does not do: the server forgets the bound while nobody holds a permit.
        const all: Reply[] = await this.pool.call(["WAITERS", this.name], true);
        return all.filter((each) => String(each.kind) === "semaphore");
    }

    private free(waiters: Reply[]): number {
        const held = waiters.flatMap((each) => each.holders).map((holder) => permits(String(holder[3])));
        return this.bound - held.reduce((sum, each) => sum + each, 0);
    }

    protected hold(connection: Connection, token: number): Hold {
        return new Hold(this.pool, this.command, this.name, connection, token, this.lease);
    }

    protected override acquireWords(): Word[] {
        return ["LIMIT", this.bound, ...super.acquireWords()];
    }
}

function permits(text: string): number {
    const found = /(?:^| )permits:(\d+)/.exec(text);
    return found === null ? 1 : Number(found[1]);
}

/** A condition with the lock that it needs. Acquire it, then wait or notify with the hold. */
export class Condition extends Holder<ConditionHold> {
    /** @internal */
    constructor(pool: Pool, name: string) {
        super(pool, "CONDITION", name, undefined);
    }

    /** Whether any client holds the condition's lock. */
    async locked(): Promise<boolean> {
        return (await this.pool.call(["CONDITION", "LOCKED", this.name], true)) === 1;
    }

    protected hold(connection: Connection, token: number): ConditionHold {
        return new ConditionHold(this.pool, this.command, this.name, connection, token, undefined);
    }

    protected override how(): Pick<Waiting<ConditionHold>, "atOnce" | "counts"> {
        // A wait would block the connection of all, and one that notifies must not stand in line behind those that wait.
        return { counts: false };
    }
}

/** The lock of a condition that is held. */
export class ConditionHold extends Hold {
    /**
     * Waits for a notify. It gives up the lock meanwhile, and has it again when it resolves or rejects.
     *
     * Test the predicate again behind it: a waiter may wake up without a cause. An abort withdraws it, and rejects when the
     * lock is there again. It rejects with `LockLost` if the connection is lost.
     */
    async wait({ signal }: Abortable = {}): Promise<void> {
        this.check();
        try {
            // Without a limit, since another may have the lock for long.
            const how = { signal, undo: passOn(this.name), take: ignore };
            await this.pool.ask(this.connection, ["CONDITION", "WAIT", this.name], how, Infinity);
        } catch (error) {
            throw error instanceof ConnectionLost ? this.lossOf(error) : error;
        }
    }

    /** Waits until the predicate is true, and resolves to its value. */
    async waitFor<T>(predicate: () => T | Promise<T>, options: Abortable = {}): Promise<T> {
        for (;;) {
            const result = await predicate();
            if (result) {
                return result;
            }
            await this.wait(options);
        }
    }

    /** Wakes up to n waiters, when the lock is released. It resolves to their number. */
    async notify(n = 1): Promise<number> {
        this.check();
        return this.connection.send(["CONDITION", "NOTIFY", this.name, n]);
    }

    /** Wakes all waiters, when the lock is released. It resolves to their number. */
    async notifyAll(): Promise<number> {
        this.check();
        return this.connection.send(["CONDITION", "NOTIFY_ALL", this.name]);
    }
}

/** Aborted in the moment of a notify, which another waiter has to get. */
function passOn(name: string): (connection: Connection) => Promise<Reply> {
    return (connection) => connection.send(["CONDITION", "NOTIFY", name]);
}

/** An event that wakes all who wait for it, in all programs. One that is set outlives a restart of the server. */
export class Event {
    /** @internal */
    constructor(
        private readonly pool: Pool,
        readonly name: string,
    ) {}

    /** Whether the event is set. */
    async isSet(): Promise<boolean> {
        return (await this.pool.call(["EVENT", "IS_SET", this.name], true)) === 1;
    }

    /** Wakes all who wait, even if `clear` follows at once. */
    async set(): Promise<void> {
        await this.pool.call(["EVENT", "SET", this.name], true);
    }

    /** From now on `wait` waits. */
    async clear(): Promise<void> {
        await this.pool.call(["EVENT", "CLEAR", this.name], true);
    }

    /** Waits until the event is set. */
    async wait({ signal }: Abortable = {}): Promise<void> {
        await this.pool.wait(["EVENT", "WAIT", this.name], { signal, resend: true, atOnce: true, take: ignore });
    }
}

/**
 * A barrier at which `parties` callers, of whatever programs, wait for each other.
 *
 * A party that aborts gives its place back. A `wait` whose connection is lost rejects with `ConnectionLost`, since the
 * others may have passed.
 */
export class Barrier {
    /** @internal */
    constructor(
        private readonly pool: Pool,
        readonly name: string,
        readonly parties: number,
    ) {
        if (!Number.isSafeInteger(parties) || parties < 1) {
            throw new RangeError("a barrier has at least one party");
        }
    }

    /** Waits for the others, and resolves to this party's number, from 0 to parties - 1. */
    async wait({ signal }: Abortable = {}): Promise<number> {
        const words = ["BARRIER", "WAIT", this.name, "PARTIES", this.parties];
        return this.pool.wait(words, { signal, take: (index) => index });
    }

    /** All who wait, now and until `reset`, get `BrokenBarrier`. */
    async abort(): Promise<void> {
        await this.pool.call(["BARRIER", "ABORT", this.name], true);
    }

    /** All who wait get `BrokenBarrier`. The barrier is as at the beginning. */
    async reset(): Promise<void> {
        await this.pool.call(["BARRIER", "RESET", this.name], true);
    }

    /** The number of those who wait. */
    async nWaiting(): Promise<number> {
        return (await this.state()).waiting;
    }

    /** Whether the barrier is broken. */
    async broken(): Promise<boolean> {
        return (await this.state()).broken === 1;
    }

    private async state(): Promise<Reply> {
        return this.pool.call(["BARRIER", "STATE", this.name], true);
    }
}
