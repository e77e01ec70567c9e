import { type Address, addressText } from "./address.js";
import { Deferred } from "./abort.js";
import { backoff, type Connection, openLeader } from "./connection.js";
import { ConnectionLost, NotPermitted } from "./errors.js";
import type { Log } from "./log.js";
import { type Encoded, encode, type Reply, type Word } from "./resp.js";

/** A connection that was lost within this time counts as one that did not come about. */
const SHORT_LIFE = 5_000;

/** A command that does not wait at the server, on its way. */
export class Command {
    readonly reply = new Deferred<Reply>();
    /** The connection that the reply came on. */
    connection: Connection | undefined;
    /** Whether it was sent on a connection that is lost, so that it may have been carried out. */
    mayHaveRun = false;

    constructor(
        /** Its place in the order of the calls. */
        readonly number: number,
        readonly encoded: Encoded,
        readonly resend: boolean,
    ) {}
}

/**
 * Sends the commands that do not wait over one connection, and connects again when the server has gone.
 *
 * After a lost connection only a command that is safe to repeat is sent again; the others reject with `ConnectionLost`.
 */
export class Control {
    /** Counts the connects, so that others see that the server may have forgotten something. */
    generation = 0;
    /** The connection; undefined while the server is away. */
    control: Connection | undefined;
    protected readonly end = new AbortController();
    /** Aborts at the end of the client. */
    readonly ending: AbortSignal = this.end.signal;
    private outbox = new Set<Command>();
    private commands = 0;
    private connectedAt = 0;
    /** Connections that were lost soon, one after another. */
    private shortLives = 0;

    constructor(
        readonly address: Address,
        readonly log: Log,
    ) {}

    get isClosed(): boolean {
        return this.ending.aborted;
    }

    /** Begins with a connection, or goes on with a new one. */
    became(connection: Connection): void {
        this.control = connection;
        this.generation++;
        this.connectedAt = performance.now();
        connection.whenLost((error) => this.controlLost(error));
        const { outbox } = this;
        this.outbox = new Set();
        // In the order of the calls, also those that were sent before.
        [...outbox].sort((a, b) => a.number - b.number).forEach((command) => this.sendOn(connection, command));
    }

    /** The reply to a command that does not wait at the server. While the server is away it waits here. */
    call(words: readonly Word[], resend = false): Promise<Reply> {
        return this.send(words, resend).reply.promise;
    }

    /** The same, for those who may have to take it back. A word that cannot be encoded fails here, at its caller. */
    send(words: readonly Word[], resend = false): Command {
        const command = new Command(this.commands++, encode(words), resend);
        if (this.isClosed) {
            command.reply.reject(this.ending.reason);
        } else if (this.control === undefined) {
            this.outbox.add(command);
        } else {
            this.sendOn(this.control, command);
        }
        return command;
    }

    /**
     * Drops a command that waits for the server to come back.
     *
     * One that was sent before the server went away may have been carried out, so it stays, unless told otherwise.
     */
    unsend(command: Command, alsoIfItMayHaveRun = false): boolean {
        return (alsoIfItMayHaveRun || !command.mayHaveRun) && this.outbox.delete(command);
    }

    /** Cancels the item of a PUT or SUBMIT, as soon as its id is known. */
    async cancelPut(queue: string, put: Command): Promise<void> {
        const id = await put.reply.promise;
        if (id !== null) {
            await this.call(["CANCEL", queue, id], true);
        }
    }

    toString(): string {
        return addressText(this.address);
    }

    /** Whether what failed so can be sent again. */
    protected isSafe(error: unknown, resend: boolean): boolean {
        return error instanceof ConnectionLost && (resend || error.isUntouched) && !this.isClosed;
    }

    protected failOutbox(error: Error): void {
        const { outbox } = this;
        this.outbox = new Set();
        outbox.forEach((command) => command.reply.reject(error));
    }

    private sendOn(connection: Connection, command: Command): void {
        connection.sendEncoded(command.encoded, {
            resolve: (reply) => {
                command.connection = connection;
                command.reply.resolve(reply);
            },
            reject: (error) => {
                if (this.isSafe(error, command.resend)) {
                    command.mayHaveRun ||= !(error as ConnectionLost).isUntouched;
                    this.outbox.add(command);
                } else {
                    command.reply.reject(error);
                }
            },
        });
    }

    private controlLost(error: ConnectionLost): void {
        this.control = undefined;
        if (!this.isClosed) {
            const isShort = performance.now() - this.connectedAt < SHORT_LIFE;
            this.shortLives = isShort ? this.shortLives + 1 : 0;
            this.log.warn(`${this} is away, this client connects again: ${error.message}`);
            void this.connectAgain(this.shortLives);
        }
    }

    private async connectAgain(firstAttempt: number): Promise<void> {
        let isRefused = false;
        for (let attempt = firstAttempt; ; attempt++) {
            await backoff(attempt, this.ending);
            if (this.isClosed) {
                return;
            }
            try {
                const connection = await openLeader(this.address);
                if (this.isClosed) {
                    connection.close();
                    return;
                }
                this.log.info?.(`connected to ${this} again`);
                this.became(connection);
                return;
            } catch (error) {
                this.log.debug?.(`${this}: ${error}`);
                if (error instanceof NotPermitted) {
                    if (!isRefused) {
                        this.log.warn(`${this} refuses this client, whose commands fail: ${error.message}`);
                    }
                    isRefused = true;
                    this.failOutbox(error);
                }
            }
        }
    }
}
