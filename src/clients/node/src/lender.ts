import type { Address } from "./address.js";
import { abortedFirst, ignore } from "./abort.js";
import { backoff, type Connection, openLeader } from "./connection.js";
import { ConnectionLost, NotPermitted } from "./errors.js";
import type { Log } from "./log.js";
import { Places } from "./places.js";

/** Lends the connections for commands that wait, each to one caller: up to a limit, and beyond it to those who say so. */
export class Lender {
    readonly open = new Set<Connection>();
    readonly idle = new Set<Connection>();
    /** The connections that are lent within the limit. */
    private readonly counted = new Set<Connection>();
    private readonly places: Places;
    private closed: Error | undefined;

    constructor(
        private readonly address: Address,
        private readonly limit: number,
        log: Log,
        /** Aborts at the end of the client. */
        private readonly ending: AbortSignal,
    ) {
        this.places = new Places(limit, log);
    }

    /** From now on nothing is lent. */
    refuse(error: Error): void {
        this.closed = error;
        this.places.close(error);
    }

    /** Closes all connections. */
    close(): void {
        this.open.forEach((connection) => connection.close());
    }

    /** See `Places.take`. */
    turn<T>(attempt?: () => Promise<T | undefined>, signal?: AbortSignal): Promise<T | undefined> {
        return this.places.take(attempt, signal);
    }

    /** A connection for a caller that has a place, or that needs none. A `clean` one holds no items. */
    async take(isClean: boolean, isCounted: boolean, signal?: AbortSignal): Promise<Connection> {
        try {
            const connection = this.popIdle(isClean) ?? (await this.connect(signal));
            if (isCounted) {
                this.counted.add(connection);
            }
            return connection;
        } catch (error) {
            if (isCounted) {
                this.places.free();
            }
            throw error;
        }
    }

    /** Takes a connection back, and closes it if it is lost or there are enough. */
    giveBack(connection: Connection): void {
        if (!this.open.has(connection) || this.idle.has(connection)) {
            return;
        }
        const isCounted = this.counted.delete(connection);
        const isOneTooMany = !isCounted && connection.items === 0 && this.idle.size >= this.limit;
        if (connection.lost !== undefined || isOneTooMany) {
            this.forget(connection);
        } else {
            this.idle.add(connection);
        }
        if (isCounted) {
            this.places.free();
        }
    }

    private popIdle(isClean: boolean): Connection | undefined {
        // What may share a connection with items prefers one that has some, and leaves the others to those that may not.
        let found: Connection | undefined;
        for (const connection of this.idle) {
            if (connection.items > 0 && !isClean) {
                found = connection;
                break;
            }
            if (connection.items === 0) {
                found = connection;
            }
        }
        if (found !== undefined) {
            this.idle.delete(found);
        }
        return found;
    }

    private async connect(signal: AbortSignal | undefined): Promise<Connection> {
        for (let attempt = 0; this.closed === undefined; attempt++) {
            signal?.throwIfAborted();
            const opening = openLeader(this.address);
            if (await abortedFirst(opening, signal)) {
                opening.then((connection) => connection.close(), ignore);
                throw signal!.reason;
            }
            try {
                return this.accept(await opening);
            } catch (error) {
                // A wrong password does not become right.
                if (error instanceof NotPermitted || this.closed !== undefined) {
                    throw this.closed ?? error;
                }
                await backoff(attempt, signal, this.ending);
            }
        }
        throw this.closed;
    }

    private accept(connection: Connection): Connection {
        if (this.closed !== undefined) {
            connection.close();
            throw this.closed;
        }
        if (connection.lost !== undefined) {
            throw new ConnectionLost(connection.lost.message);
        }
        this.open.add(connection);
        connection.whenLost(() => {
            if (this.idle.delete(connection)) {
                this.forget(connection);
            }
        });
        return connection;
    }

    private forget(connection: Connection): void {
        this.open.delete(connection);
        connection.close();
    }
}
