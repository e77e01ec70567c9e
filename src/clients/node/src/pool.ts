import { AsyncLocalStorage } from "node:async_hooks";
import type { Address } from "./address.js";
import { abortedFirst, ignore, settledWithin } from "./abort.js";
import type { Connection } from "./connection.js";
import { Control } from "./control.js";
import { ConnectionLost, Unblocked } from "./errors.js";
import { Lender } from "./lender.js";
import type { Log } from "./log.js";
import { encode, type Reply, type Word } from "./resp.js";

/**
 * A caller that was aborted waits so long until what it did is taken back. A command that does not end within that time
 * takes its connection with it.
 */
export const WITHDRAWAL_LIMIT = 5_000;

/** Set in the handler of a worker. It holds an item for which the calls that fill the pool may be waiting. */
export const unlimited = new AsyncLocalStorage<true>();

/** Gives back what a command got for a caller that was aborted. */
export type Undo = (connection: Connection, reply: Reply) => Promise<unknown>;

export interface Waiting<T> {
    signal?: AbortSignal;
    /** Whether the command is safe to send again after a lost connection. */
    resend?: boolean;
    undo?: Undo;
    /** Whether the caller keeps the connection, and ends with `giveBack`. */
    keep?: boolean;
    /** Whether the connection must not hold items. */
    clean?: boolean;
    /** Whether the call counts within `maxConnections`. It does, unless this is false. */
    counts?: boolean;
    /** Whether the command takes a TIMEOUT of 0, and is tried so over the connection of all while it is in the line. */
    atOnce?: boolean;
    /** Makes the result of the reply before anybody else can have the connection. */
    take(reply: Reply, connection: Connection): T;
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

    constructor(address: Address, maxConnections: number, log: Log) {
        super(address, log);
        this.lender = new Lender(address, maxConnections, log, this.ending);
    }

    /** Sends what is still to be sent, then gives up, in order, all that the connections hold. */
    async close(): Promise<void> {
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
        if (connection.waiting !== undefined) {
            await this.unblock(connection, connection.waiting);
        }
        await connection.quit();
    }

    /** Sends a command that may wait. */
    async wait<T>(words: readonly Word[], how: Waiting<T>): Promise<T> {
        // Fails here, at its caller, and not in the middle.
        encode(words);
        const isCounted = how.counts !== false && unlimited.getStore() === undefined;
        for (;;) {
            how.signal?.throwIfAborted();
            if (isCounted) {
                const attempt = how.atOnce ? () => this.tryAtOnce(words, how) : undefined;
                const found = await this.lender.turn(attempt, how.signal);
                if (found !== undefined) {
                    return found.value;
                }
            }
            const connection = await this.lender.take(how.clean ?? false, isCounted, how.signal);
            let isKept = false;
            try {
                const value = await this.ask(connection, words, how);
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
    async ask<T>(
        connection: Connection,
        words: readonly Word[],
        { signal, undo, take }: Pick<Waiting<T>, "signal" | "undo" | "take">,
        limit: number = WITHDRAWAL_LIMIT,
    ): Promise<T> {
        signal?.throwIfAborted();
        const reply = connection.send(words);
        let found: { value: T } | undefined;
        // In the turn of the reply, so that nobody else has the connection before.
        const taken = reply.then((value) => {
            if (signal?.aborted) {
                return;
            }
            if (value === null) {
                throw this.isClosed
                    ? this.ending.reason
                    : new Unblocked(`${words[0]}: another client ended this command by CLIENT UNBLOCK`);
            }
            found = { value: take(value, connection) };
        });
        taken.catch(ignore);
        await abortedFirst(taken, signal);
        if (found === undefined && signal?.aborted) {
            await this.withdraw(connection, reply, undo, limit);
            throw signal.reason;
        }
        await taken;
        return found!.value;
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
            const unblock = this.control?.send(["CLIENT", "UNBLOCK", connection.id, "TIMEOUT"]).catch(ignore);
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
    async takeBack(work: Promise<unknown>): Promise<void> {
        // If the command has failed by itself, or its connection is lost, nothing is left to take back.
        work.catch((error: unknown) => this.log.debug?.(`withdrawn: ${error}`));
        await settledWithin(work, WITHDRAWAL_LIMIT);
    }

    /** Carries out a command over the connection of all, if it does not have to wait. */
    private async tryAtOnce<T>(words: readonly Word[], how: Waiting<T>): Promise<{ value: T } | undefined> {
        const control = this.control;
        if (control === undefined) {
            return undefined;
        }
        const reply = control.send([...words, "TIMEOUT", 0]);
        let found: { value: T } | undefined;
        const taken = reply.then((value) => {
            if (value !== null && !how.signal?.aborted) {
                found = { value: how.take(value, control) };
            }
        });
        taken.catch(ignore);
        await abortedFirst(taken, how.signal);
        if (found === undefined && how.signal?.aborted) {
            await this.withdrawTry(control, reply, how.undo);
            throw how.signal.reason;
        }
        try {
            await taken;
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
        // The command has failed by itself, or the connection is lost: nothing is left to withdraw.
        work.catch((error: unknown) => this.log.debug?.(`withdrawn: ${error}`));
        if (!(await settledWithin(work, limit))) {
            connection.close();
        }
    }
}
