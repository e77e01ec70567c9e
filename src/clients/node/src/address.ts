import type { ConnectionOptions } from "node:tls";

/** One node of the server. */
export interface Node {
    host: string;
    port: number;
}

/** Where the server is, and as whom to speak to it. */
export interface Address {
    /** The nodes, the one that led last first. */
    nodes: Node[];
    user?: string;
    password?: string;
    tls?: ConnectionOptions;
    name?: string;
    /** The milliseconds that an attempt to connect to a node may take. */
    timeout: number;
}

const PORT = 8888;

/** The address in `redis://[user:password@]host[:port][,host[:port]...]`, or with `rediss` for TLS. */
export function addressOf(url: string, timeout: number, tls?: ConnectionOptions, name?: string): Address {
    // No error shows a password, also if it has a character that it should not have.
    const shown = JSON.stringify(String(url).replace(/(:\/\/).*@/s, "$1***@"));
    const parts = /^(rediss?):\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/0?)?$/.exec(url);
    if (parts === null) {
        if (!/^rediss?:\/\//.test(url)) {
            throw new TypeError(`${shown} does not begin with redis:// or rediss://`);
        }
        throw new TypeError(
            `${shown} is no URL of a server: it has a host and a port, only database 0 and no option, ` +
                "and / ? # @ in a password are written as %2F %3F %23 %40",
        );
    }
    const [, scheme, login, hosts] = parts;
    if (tls !== undefined && scheme === "redis") {
        throw new TypeError(`tls is given, but ${shown} is without TLS: begin it with rediss://`);
    }
    const address: Address = { nodes: hosts!.split(",").map((host) => nodeOf(host, shown)), name, timeout };
    if (scheme === "rediss") {
        address.tls = tls ?? {};
    }
    if (login !== undefined) {
        const colon = login.indexOf(":");
        address.user = unquoted(colon < 0 ? login : login.slice(0, colon), shown) || "default";
        address.password = colon < 0 ? "" : unquoted(login.slice(colon + 1), shown);
    }
    return address;
}

function nodeOf(text: string, shown: string): Node {
    const parts = /^(\[[0-9a-fA-F:.]+\]|[^:\[\]\s]*)(?::(\d+))?$/.exec(text);
    const port = parts?.[2] === undefined ? PORT : Number(parts[2]);
    if (parts === null || port < 1 || port > 65535) {
        throw new TypeError(`${shown} has no host and port where ${JSON.stringify(text)} is`);
    }
    return { host: parts[1]!.replace(/[[\]]/g, "") || "localhost", port };
}

function unquoted(text: string, shown: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        // Without its cause, which shows the password.
        throw new TypeError(`${shown} has a % that is not followed by two digits: write it as %25`);
    }
}

/** As people write it: `localhost:8888`. */
export function nodeText(node: Node): string {
    return node.host.includes(":") ? `[${node.host}]:${node.port}` : `${node.host}:${node.port}`;
}

/** All nodes, without user and password. */
export function addressText(address: Address): string {
    return address.nodes.map(nodeText).join(",");
}

/** The address as before, with this node first, so that the next connection goes there. */
export function prefer(address: Address, node: Node): void {
    const others = address.nodes.filter((each) => each.host !== node.host || each.port !== node.port);
    if (others.length < address.nodes.length) {
        address.nodes = [node, ...others];
    }
}
