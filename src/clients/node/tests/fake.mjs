// A server that answers as a test says, for what a real one does not do on demand, and a proxy that cuts connections.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { after } from "node:test";
import { Parser } from "../dist/resp.js";

const HELLO = "%1\r\n$2\r\nid\r\n:7\r\n";

/** It remembers its commands. `answer` gives the text of a reply, or undefined for none; HELLO it answers itself. */
export class FakeServer {
    commands = [];
    role = "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";
    hello = HELLO;
    #answer;
    #server = createServer((socket) => this.#serve(socket));
    #sockets = new Set();

    constructor(answer = () => undefined) {
        this.#answer = answer;
        after(() => this.close());
    }

    async start(port = 0) {
        this.#server.listen(port, "127.0.0.1");
        await once(this.#server, "listening");
        this.port = this.#server.address().port;
        this.node = `127.0.0.1:${this.port}`;
        return this;
    }

    get url() {
        return `redis://${this.node}`;
    }

    close() {
        this.#server.close();
        this.drop();
    }

    /** Closes all connections. */
    drop() {
        this.#sockets.forEach((socket) => socket.destroy());
    }

    count(...words) {
        const start = words.join(" ");
        return this.commands.filter((command) => command.join(" ").startsWith(start)).length;
    }

    #serve(socket) {
        const parser = new Parser();
        this.#sockets.add(socket);
        socket.on("close", () => this.#sockets.delete(socket));
        socket.on("error", () => {});
        socket.on("data", (data) => {
            for (const words of parser.feed(data).map((command) => command.map(String))) {
                this.commands.push(words);
                const own = { HELLO: this.hello, ROLE: this.role };
                const reply = words[0] in own ? own[words[0]] : this.#answer(words);
                if (reply !== undefined) {
                    socket.write(reply);
                }
            }
        });
    }
}

/** A reply of ROLE for a node that follows another. */
export function follows(port) {
    return `*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:${port}\r\n$9\r\nconnected\r\n:12\r\n`;
}

/** Passes bytes on, and cuts a connection behind so many bytes of its replies. */
export class Proxy {
    /** The bytes of replies to pass on, asked for each new connection with its number. */
    limit = (_number) => Infinity;
    /** The most bytes that are passed on at a time. */
    piece = Infinity;
    cuts = 0;
    #connections = 0;
    #server;
    #sockets = new Set();

    constructor(port) {
        this.#server = createServer((client) => this.#serve(client, connect(port, "127.0.0.1")));
        after(() => this.close());
    }

    async start() {
        this.#server.listen(0, "127.0.0.1");
        await once(this.#server, "listening");
        return `redis://127.0.0.1:${this.#server.address().port}`;
    }

    close() {
        this.#server.close();
        this.#sockets.forEach((socket) => socket.destroy());
    }

    #serve(client, server) {
        for (const [one, other] of [
            [client, server],
            [server, client],
        ]) {
            this.#sockets.add(one);
            one.on("error", () => {});
            one.on("close", () => {
                this.#sockets.delete(one);
                other.destroy();
            });
        }
        client.on("data", (data) => server.write(data));
        client.setNoDelay(true);
        let passed = 0;
        const limit = this.limit(this.#connections++);
        server.on("data", (data) => {
            const left = data.subarray(0, Math.max(limit - passed, 0));
            passed += left.length;
            for (let i = 0; i < left.length; i += Math.min(this.piece, left.length)) {
                client.write(left.subarray(i, Math.min(i + this.piece, left.length)));
            }
            if (passed >= limit) {
                this.cuts++;
                client.end(() => client.destroy());
            }
        });
    }
}
