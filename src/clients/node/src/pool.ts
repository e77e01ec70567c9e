import { AsyncLocalStorage } from "node:async_hooks";
import { type Address, nodeText } from "./address.js";
import { abortedFirst, Deferred, ignore, settledWithin } from "./abort.js";
import { backoff, type Connection, type Receiver } from "./connection.js";
import { Control } from "./control.js";
import { ConnectionLost, Unblocked } from "./errors.js";
import { Lender } from "./lender.js";
import type { Log } from "./log.js";
import { type Encoded, encode, type Reply, type Word } from "./resp.js";

/**
 * A caller that was aborted waits so long until what it did is taken back. A command that does not end within that time
 * takes its connection with it.
 */
export const WITHDRAWAL_LIMIT = 5_000;

/** Set in the handler of a worker. It holds an item for which the calls that fill the pool may be waiting. */
export const unlimited = new AsyncLocalStorage<true>();

/** Gives back what a command got for a caller that was aborted. */
export type Undo = (connection: Connection, reply: Reply) => Promise<unknown>;

/** How a command is asked on a connection. */
export interface Asking<T> {
    signal?: AbortSignal;
    undo?: Undo;
    /** Makes the result of the reply before anybody else can have the connection. */
    take(reply: Reply, connection: Connection): T;
}

/** How a command waits. */
export interface Waiting<T> extends Asking<T> {
    /** Whether the command is safe to send again after a lost connection. */
    resend?: boolean;
    /** Whether the caller keeps the connection, and ends with `giveBack`. */
    keep?: boolean;
    /** Whether the connection must not hold items. */
    clean?: boolean;
    /** Whether the call counts within `maxConnections`. It does, unless this is false. */
    counts?: boolean;
    /** Whether the command takes a TIMEOUT of 0, and is tried so over the connection of all while it is in the line. */
    atOnce?: boolean;
}

/**
 * Sends commands, those that wait over connections of their own.
 *
 * Four rules hold. A command that waits has a connection of its own while it waits, and one that awaits tasks has one that
 * holds no items, since the server cancels what waits there when such an item is cancelled. If its caller aborts, the
 * command is withdrawn at the server before the caller's promise rejects, and what it got in that moment is given back.
 * After a lost connection only a command that is safe to repeat is sent again; the others reject with `ConnectionLost`. At
 * most `maxConnections` commands wait or hold a lock at a time. Others wait in a line, where they ask again and again
 * whether they can be carried out without waiting, since the first may wait for them.
 */
export class Pool extends Control {
    private readonly lender: Lender;
    /** What is being taken back. */
    private readonly withdrawals = new Set<Promise<unknown>>();

    constructor(address: Address, maxConnections: number, log: Log) {
        super(address, log);
        this.lender = new Lender(address, maxConnections, log, this.ending);
    }

    /** Sends what is still to be sent, and takes back what was aborted. Then it gives up all that the connections hold. */
    async close(): Promise<void> {
        // A turn, in which calls that were aborted just before begin to be taken back.
        await new Promise(setImmediate);
        await settledWithin(Promise.allSettled(this.withdrawals), WITHDRAWAL_LIMIT);
        const closed = new ConnectionLost("this client was closed");
        this.end.abort(closed);
        this.lender.refuse(closed);
        try {
            if (this.control !== undefined) {
                await this.takeLeave(this.control);
            }
        } finally {
            this.failOutbox(closed);
            this.lender.close();
            this.control?.close();
        }
    }

    /** Gives up the items, so that their attempts do not count, behind all that was sent before. */
    private async takeLeave(control: Connection): Promise<void> {
        const ping = control.send(["PING"]);
        ping.catch(ignore);
        if (!(await settledWithin(ping, WITHDRAWAL_LIMIT))) {
            this.log.warn(`${this} does not answer, the connections are closed without QUIT`);
            return;
        }
        const { open, idle } = this.lender;
        const leaving = [...open].filter((connection) => idle.has(connection) || connection.items > 0);
        await Promise.all(leaving.map((connection) => this.quit(connection)));
        await control.quit();
    }

    private async quit(connection: Connection): Promise<void> {
        const isWaiting = connection.isWaiting;
        const left = connection.quit();
        if (isWaiting) {
            await this.unblock(connection, left);
        }
        await left;
    }

    /** Sends a command that may wait. */
    async wait<T>(words: readonly Word[], how: Waiting<T>): Promise<T> {
        // Fails here, at its caller, and not in the middle.
        const encoded = encode(words);
        const isCounted = how.counts !== false && unlimited.getStore() === undefined;
        for (let attempt = 0; ; attempt++) {
            how.signal?.throwIfAborted();
            if (isCounted) {
                const atOnce = how.atOnce ? () => this.tryAtOnce(words, how) : undefined;
                const found = await this.lender.turn(atOnce, how.signal);
                if (found !== undefined) {
                    return found.value;
                }
            }
            const connection = await this.lender.take(how.clean ?? false, isCounted, how.signal);
            let isKept = false;
            try {
                const value = await this.askEncoded(connection, encoded, how);
                isKept = how.keep ?? false;
                return value;
            } catch (error) {
                if (!this.isSafe(error, how.resend ?? false)) {
                    throw error;
                }
            } finally {
                if (!isKept) {
                    this.giveBack(connection);
                }
            }
            await backoff(attempt, how.signal, this.ending);
        }
    }

    giveBack(connection: Connection): void {
        this.lender.giveBack(connection);
    }

    /** A connection beyond the limit, that holds no items. */
    lease(): Promise<Connection> {
        return this.lender.take(true, false);
    }

    /**
     * Sends a command that may wait on a connection that the caller has, and has to give back.
     *
     * A caller that aborts gets its reason when the command has ended at the server.
     */
    ask<T>(connection: Connection, words: readonly Word[], how: Asking<T>, limit = WITHDRAWAL_LIMIT): Promise<T> {
        return this.askEncoded(connection, encode(words), how, limit);
    }

    private async askEncoded<T>(
        connection: Connection,
        encoded: Encoded,
        { signal, undo, take }: Asking<T>,
        limit = WITHDRAWAL_LIMIT,
    ): Promise<T> {
        signal?.throwIfAborted();
        const reply = new Deferred<Reply>();
        let found: { value: T } | undefined;
        connection.sendEncoded(encoded, taking(reply, (value) => {
            // In the turn of the reply, so that nobody else has the connection before.
            found = signal?.aborted ? undefined : { value: take(value, connection) };
        }));
        if (signal !== undefined) {
            await abortedFirst(reply.promise, signal);
            if (found === undefined && signal.aborted) {
                await this.withdraw(connection, reply.promise, undo, limit);
                throw signal.reason;
            }
        }
        await reply.promise;
        if (found === undefined) {
            throw this.isClosed
                ? this.ending.reason
                : new Unblocked("another client ended this command by CLIENT UNBLOCK");
        }
        return found.value;
    }

    /** Ends the command that waits on a connection, as if its TIMEOUT had run out. Where that fails, it is closed. */
    async unblock(connection: Connection, reply: Promise<Reply>): Promise<void> {
        let isDone = false;
        reply.then(
            () => (isDone = true),
            () => (isDone = true),
        );
        for (let pause = 1; !isDone; pause = Math.min(pause * 2, 100)) {
            // Never sent again, since after a restart the server gives the same ids to other clients.
            // Nor to another node, for the same reason.
            const isSameNode = this.control !== undefined && nodeText(this.control.node) === nodeText(connection.node);
            const control = isSameNode ? this.control : undefined;
            const unblock = control?.send(["CLIENT", "UNBLOCK", connection.id, "TIMEOUT"]).catch(ignore);
            if (unblock === undefined || !(await settledWithin(unblock, WITHDRAWAL_LIMIT))) {
                connection.close();
                return;
            }
            const ended: Reply = await unblock;
            if (ended === undefined) {
                connection.close();
                return;
            }
            // 0 says that the command has not arrived yet, or that its reply is on its way.
            await settledWithin(reply, ended === 1 ? WITHDRAWAL_LIMIT : pause);
        }
    }

    /** Takes back what an aborted caller did. If that takes longer than the limit, it goes on in the background. */
    async takeBack(work: Promise<unknown>, limit = WITHDRAWAL_LIMIT): Promise<boolean> {
        this.withdrawals.add(work);
        const end = (): unknown => this.withdrawals.delete(work);
        work.then(end, (error: unknown) => {
            // The command has failed by itself, or its connection is lost: nothing is left to take back.
            end();
            this.log.debug?.(`withdrawn: ${error}`);
        });
        return settledWithin(work, limit);
    }

    /** Carries out a command over the connection of all, if it does not have to wait. */
    private async tryAtOnce<T>(words: readonly Word[], how: Waiting<T>): Promise<{ value: T } | undefined> {
        const control = this.control;
        if (control === undefined) {
            return undefined;
        }
        const reply = new Deferred<Reply>();
        let found: { value: T } | undefined;
        control.sendEncoded(encode([...words, "TIMEOUT", 0]), taking(reply, (value) => {
            found = how.signal?.aborted ? undefined : { value: how.take(value, control) };
        }));
        await abortedFirst(reply.promise, how.signal);
        if (found === undefined && how.signal?.aborted) {
            await this.withdrawTry(control, reply.promise, how.undo);
            throw how.signal.reason;
        }
        try {
            await reply.promise;
        } catch (error) {
            if (!this.isSafe(error, how.resend ?? false)) {
                throw error;
            }
        }
        return found;
    }

    private async withdrawTry(control: Connection, reply: Promise<Reply>, undo: Undo | undefined): Promise<void> {
        if (!(await settledWithin(reply, WITHDRAWAL_LIMIT))) {
            // What it would get later has no owner.
            control.close();
            return;
        }
        const value = await reply.catch(ignore);
        if (value != null && undo !== undefined) {
            await this.takeBack(undo(control, value));
        }
    }

    private async withdraw(
        connection: Connection,
        reply: Promise<Reply>,
        undo: Undo | undefined,
        limit: number,
    ): Promise<void> {
        const work = (async () => {
            await this.unblock(connection, reply);
            const value = await reply;
            if (value !== null && undo !== undefined) {
                await undo(connection, value);
            }
        })();
        if (!(await this.takeBack(work, limit))) {
            connection.close();
        }
    }
}

/** Has the reply, unless it is null, taken in the turn in which it arrives. */
function taking(reply: Deferred<Reply>, take: (value: Reply) => void): Receiver {
    return {
        resolve(value) {
            try {
                if (value !== null) {
                    take(value);
                }
                reply.resolve(value);
            } catch (error) {
                reply.reject(error);
            }
        },
        reject: (error) => reply.reject(error),
    };
}
