import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Address, type Node, nodeText, prefer } from "./address.js";
import { Deferred, ignore, settledWithin, sleep } from "./abort.js";
import { ConnectionLost, NotLeading, TuttiError } from "./errors.js";
import { type Encoded, encode, Parser, type Reply, type Word } from "./resp.js";

/** After so much silence the system asks whether the server's machine still answers. */
const KEEPALIVE = 30_000;
const QUIT_LIMIT = 5_000;
/** How long the other commands of a connection have to be refused, once one was. */
const REFUSAL_LIMIT = 1_000;

type LostCallback = (error: ConnectionLost) => void;

/** Who awaits a reply. */
export interface Receiver {
    resolve(reply: Reply): void;
    reject(error: unknown): void;
}

/**
 * A connection that has said HELLO: commands in, replies out, in order.
 *
 * `send` writes at the end of the turn, so that commands of one turn travel together.
 */
export class Connection {
    /** The server's number of it. */
    id = 0;
    lost: ConnectionLost | undefined;
    /** The number of items that it got and that are not finished. See `Pool` for why it matters. */
    items = 0;
    private readonly parser = new Parser();
    private unanswered: Receiver[] = [];
    private answered = 0;
    private outgoing: Encoded[] = [];
    private readonly onLost = new Set<LostCallback>();
    /** Why it is closed as soon as all commands have replies. */
    private refusal: NotLeading | undefined;
    /** The last thing that went wrong with the socket. */
    private failure: Error | undefined;

    private constructor(
        private readonly socket: Socket,
        /** The socket below TLS, or the same one. */
        private readonly raw: Socket,
        readonly node: Node,
    ) {
        socket.setNoDelay(true);
        raw.setKeepAlive(true, KEEPALIVE);
        socket.on("data", (data: Buffer) => this.receive(data));
        socket.on("error", (error) => (this.failure = error));
        socket.on("close", () =>
            this.lose(new ConnectionLost(this.failure?.message ?? "the server closed the connection")),
        );
    }

    /** Connects to a node, and says HELLO. Any failure rejects: that of the socket, or the node's refusal. */
    static async open(address: Address, node: Node): Promise<Connection> {
        const begin = performance.now();
        const [socket, raw] = await connected(address, node);
        const connection = new Connection(socket, raw, node);
        try {
            await connection.greet(address, address.timeout - (performance.now() - begin));
        } catch (error) {
            connection.close();
            throw error;
        }
        return connection;
    }

    private async greet(address: Address, limit: number): Promise<void> {
        const words: Word[] = ["HELLO", 3];
        if (address.password !== undefined) {
            words.push("AUTH", address.user ?? "default", address.password);
        }
        if (address.name !== undefined) {
            words.push("SETNAME", address.name);
        }
        const hello = this.send(words);
        const role = this.send(["ROLE"]);
        role.catch(ignore);
        if (!(await settledWithin(Promise.allSettled([hello, role]), limit))) {
            throw new ConnectionLost(`${nodeText(this.node)} does not answer HELLO within ${address.timeout} ms`);
        }
        const id: unknown = (await hello)?.id;
        if (typeof id !== "number") {
            throw new ConnectionLost(`${nodeText(this.node)} is no server of Tutti, by its answer to HELLO`);
        }
        this.id = id;
        // A server that does not know the command leads itself.
        const answer = await role.catch((error: unknown) => refusal(error));
        if (Array.isArray(answer) && String(answer[0]) === "slave") {
            throw new NotTheLeader(this.node, String(answer[1]), Number(answer[2]));
        }
    }

    /** Sends a command. It resolves to its reply, or rejects with its error. */
    send(words: readonly Word[]): Promise<Reply> {
        const reply = new Deferred<Reply>();
        this.sendEncoded(encode(words), reply);
        return reply.promise;
    }

    /** The same for a command in bytes, whose reply is given to a receiver in the turn in which it arrives. */
    sendEncoded(command: Encoded, receiver: Receiver): void {
        if (this.lost !== undefined) {
            receiver.reject(this.lost);
            return;
        }
        if (this.outgoing.push(command) === 1) {
            setImmediate(() => this.flush());
        }
        this.unanswered.push(receiver);
    }

    /** Calls back when the connection is lost, or soon if it is lost already. The result takes that back. */
    whenLost(callback: LostCallback): () => void {
        if (this.lost !== undefined) {
            const error = this.lost;
            let isWanted = true;
            queueMicrotask(() => isWanted && callback(error));
            return () => (isWanted = false);
        }
        this.onLost.add(callback);
        return () => this.onLost.delete(callback);
    }

    /** Whether a command has no reply yet. */
    get isWaiting(): boolean {
        return this.answered < this.unanswered.length;
    }

    /** Closes at once. The server takes back all that the connection holds. */
    close(): void {
        this.lose(new ConnectionLost("this client closed the connection"));
        // A reset, since the server goes on with a RUN for a while after an ordinary close.
        if (!this.raw.destroyed) {
            this.raw.resetAndDestroy?.();
        }
        this.socket.destroy();
    }

    /** Takes leave: the server answers what was sent before, and counts no attempt of an item that goes back. */
    async quit(): Promise<void> {
        const quit = this.send(["QUIT"]);
        quit.catch(ignore);
        await settledWithin(quit, QUIT_LIMIT);
        this.close();
    }

    private flush(): void {
        const outgoing = this.outgoing;
        this.outgoing = [];
        if (this.lost !== undefined) {
            return;
        }
        let text = "";
        this.socket.cork();
        for (const command of outgoing) {
            for (const part of command) {
                if (typeof part === "string") {
                    text += part;
                    continue;
                }
                this.socket.write(text);
                this.socket.write(part);
                text = "";
            }
        }
        this.socket.write(text);
        this.socket.uncork();
    }

    private receive(data: Buffer): void {
        let replies: Reply[];
        try {
            replies = this.parser.feed(data);
        } catch (error) {
            this.fail((error as Error).message);
            return;
        }
        for (const reply of replies) {
            const waiting = this.unanswered[this.answered];
            if (waiting === undefined) {
                // The server says why it closes the connection.
                this.fail(reply instanceof Error ? reply.message : "the server sent a reply to no command");
                return;
            }
            this.answered++;
            if (reply instanceof TuttiError) {
                waiting.reject(reply);
                if (reply instanceof NotLeading && this.id !== 0) {
                    this.refuse(reply);
                }
            } else {
                waiting.resolve(reply);
            }
        }
        if (this.answered === this.unanswered.length || this.answered > 1024) {
            this.unanswered.splice(0, this.answered);
            this.answered = 0;
        }
        if (this.refusal !== undefined && !this.isWaiting) {
            this.fail(this.refusal.message);
        }
    }

    /** Another node leads now, or will. The commands that were sent already are refused, too, so their replies come. */
    private refuse(error: NotLeading): void {
        if (this.refusal === undefined) {
            this.refusal = error;
            const timer = setTimeout(() => this.fail(error.message), REFUSAL_LIMIT);
            this.whenLost(() => clearTimeout(timer));
        }
    }

    private fail(message: string): void {
        this.lose(new ConnectionLost(message));
        this.close();
    }

    private lose(error: ConnectionLost): void {
        if (this.lost !== undefined) {
            return;
        }
        this.lost = error;
        const unanswered = this.unanswered.slice(this.answered);
        this.unanswered = [];
        this.answered = 0;
        unanswered.forEach((reply) => reply.reject(error));
        const callbacks = [...this.onLost];
        this.onLost.clear();
        callbacks.forEach((callback) => callback(error));
    }
}

/** A node follows another one, which it names. */
class NotTheLeader extends NotLeading {
    readonly leader: Node | undefined;
    constructor(node: Node, host: string, port: number) {
        super(`${nodeText(node)} follows ${host}:${port}`, false);
        this.leader = host !== "" && Number.isInteger(port) && port > 0 && port < 65536 ? { host, port } : undefined;
    }
}

function refusal(error: unknown): Reply {
    if (error instanceof ConnectionLost) {
        throw error;
    }
    return undefined;
}

async function connected(address: Address, node: Node): Promise<[Socket, Socket]> {
    // The server may listen at one of several addresses of a name.
    const raw = connect({ host: node.host, port: node.port, autoSelectFamily: true });
    // Without the host, Node would look for localhost in the certificate of a server that is named by a number.
    const names = { host: node.host, servername: serverName(node) };
    const socket = address.tls === undefined ? raw : connectTls({ ...names, ...address.tls, socket: raw });
    const ready = new Deferred();
    socket.once(address.tls === undefined ? "connect" : "secureConnect", () => ready.resolve());
    for (const each of [raw, socket]) {
        each.once("error", (error) => ready.reject(withText(error, node)));
        each.once("close", () => ready.reject(new ConnectionLost(`${nodeText(node)} closed the connection`)));
    }
    if (!(await settledWithin(ready.promise, address.timeout))) {
        ready.reject(new ConnectionLost(`${nodeText(node)} does not answer within ${address.timeout} ms`));
    }
    try {
        await ready.promise;
    } catch (error) {
        raw.on("error", ignore).destroy();
        socket.on("error", ignore).destroy();
        throw error;
    }
    raw.on("error", ignore);
    return [socket, raw];
}

/** The error of a name with several addresses has no text of its own. */
function withText(error: Error, node: Node): Error {
    if (error instanceof AggregateError && error.message === "") {
        error.message = `${nodeText(node)}: ${error.errors.map((each) => each.message).join(", ")}`;
    }
    return error;
}

/** The name that the certificate has to have. There is none for a number. */
function serverName(node: Node): string | undefined {
    return /^[\d.]+$|:/.test(node.host) ? undefined : node.host;
}

/**
 * Connects to the node that leads: the last one that did, then the others, and what a follower names as its leader.
 *
 * If none does, it rejects with the most telling error: a refusal before a node that is loading, and that before others.
 */
export async function openLeader(address: Address): Promise<Connection> {
    const nodes = [...address.nodes];
    const tried = new Set<string>();
    const errors: unknown[] = [];
    for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
        if (tried.has(nodeText(node))) {
            continue;
        }
        tried.add(nodeText(node));
        try {
            const connection = await Connection.open(address, node);
            prefer(address, node);
            return connection;
        } catch (error) {
            errors.push(error);
            if (error instanceof NotTheLeader && error.leader !== undefined) {
                nodes.unshift(error.leader);
            }
        }
    }
    throw errors.reduce((worst, error) => (weight(error) > weight(worst) ? error : worst));
}

function weight(error: unknown): number {
    return error instanceof NotLeading ? 1 : error instanceof TuttiError && !(error instanceof ConnectionLost) ? 2 : 0;
}

/** The shortest and the longest of the waits between attempts. */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 5_000;

/** Waits before another attempt: twice as long each time, and spread over the clients. */
export function backoff(attempt: number, ...signals: (AbortSignal | undefined)[]): Promise<void> {
    const longest = Math.min(SHORTEST_WAIT * 2 ** Math.min(attempt, 16), LONGEST_WAIT);
    return sleep(longest * (0.5 + Math.random() / 2), ...signals);
}
