import { TuttiError } from "./errors.js";
import { errorOf } from "./refusals.js";

/** A word of a command. A number has to be an integer. */
export type Word = string | number | bigint | Uint8Array;

/** A reply: bulk strings are Buffers, simple strings are strings, errors inside of an array are TuttiErrors. */
export type Reply = any;

/** The bytes of a command: texts and buffers, to be written one after another. */
export type Encoded = (string | Uint8Array)[];

/** The server sent bytes that are no reply. */
export class ProtocolError extends TuttiError {}

/** The longest bulk that the protocol has, 512 MiB. */
const LONGEST_BULK = 512 * 1024 * 1024;
const LONGEST_LINE = 1024 * 1024;

/** A command as an array of bulk strings. */
export function encode(words: readonly Word[]): Encoded {
    const encoded: Encoded = [];
    let text = `*${words.length}\r\n`;
    for (const word of words) {
        if (word instanceof Uint8Array) {
            encoded.push(`${text}$${word.byteLength}\r\n`, word);
            text = "\r\n";
        } else {
            const written = wordText(word);
            text += `$${Buffer.byteLength(written)}\r\n${written}\r\n`;
        }
    }
    encoded.push(text);
    return encoded;
}

function wordText(word: unknown): string {
    if (typeof word === "string") {
        return word;
    }
    if (typeof word === "bigint" || Number.isSafeInteger(word)) {
        return String(word);
    }
    throw new TypeError(`${String(word)} is neither a text nor bytes nor an integer`);
}

/** An array or a map of which elements are missing. */
interface Part {
    elements: Reply[];
    size: number;
    isMap: boolean;
}

/** Cuts replies out of a stream that arrives in pieces of any size, each byte once. */
export class Parser {
    private buffer: Buffer = Buffer.alloc(0);
    private position = 0;
    /** The arrays and maps that have begun, the innermost last. */
    private readonly parts: Part[] = [];
    /** The bulk whose length has been read, with room for its CRLF, and how much of it has arrived. */
    private bulk: Buffer | undefined;
    private filled = 0;

    /** The replies that are complete with these bytes. */
    feed(data: Buffer): Reply[] {
        this.buffer = this.position === this.buffer.length ? data : this.joined(data);
        this.position = 0;
        const replies: Reply[] = [];
        while (this.step(replies));
        return replies;
    }

    private joined(data: Buffer): Buffer {
        return Buffer.concat([this.buffer.subarray(this.position), data]);
    }

    /** Reads a line or a part of a bulk. It is false if no more has arrived. */
    private step(replies: Reply[]): boolean {
        if (this.bulk !== undefined) {
            return this.fill(this.bulk, replies);
        }
        const end = this.buffer.indexOf("\r\n", this.position, "latin1");
        if (end < 0) {
            if (this.buffer.length - this.position > LONGEST_LINE) {
                throw new ProtocolError("the server sent a line without an end");
            }
            return false;
        }
        const kind = this.buffer[this.position]!;
        const line = this.buffer.toString("utf8", this.position + 1, end);
        this.position = end + 2;
        switch (kind) {
            case 0x2b: // +
                this.add(line, replies);
                break;
            case 0x3a: // :
                this.add(integer(line), replies);
                break;
            case 0x2d: // -
                this.add(errorOf(line), replies);
                break;
            case 0x5f: // _
                this.add(null, replies);
                break;
            case 0x23: // #
                this.add(line === "t", replies);
                break;
            case 0x2c: // ,
                this.add(Number(line), replies);
                break;
            case 0x24: // $
            case 0x2a: // *
            case 0x25: // %
                this.begin(kind, size(line), replies);
                break;
            default:
                throw new ProtocolError(`the server sent ${JSON.stringify(String.fromCharCode(kind) + line.slice(0, 80))}, which is no reply`);
        }
        return true;
    }

    private fill(bulk: Buffer, replies: Reply[]): boolean {
        const count = Math.min(bulk.length - this.filled, this.buffer.length - this.position);
        this.buffer.copy(bulk, this.filled, this.position, this.position + count);
        this.position += count;
        this.filled += count;
        if (this.filled < bulk.length) {
            return false;
        }
        this.bulk = undefined;
        this.add(bulk.subarray(0, bulk.length - 2), replies);
        return true;
    }

    private begin(kind: number, length: number, replies: Reply[]): void {
        const isMap = kind === 0x25;
        if (length < 0) {
            this.add(null, replies);
        } else if (kind === 0x24) {
            this.bulk = Buffer.allocUnsafe(length + 2);
            this.filled = 0;
        } else if (length === 0) {
            this.add(isMap ? {} : [], replies);
        } else {
            this.parts.push({ elements: [], size: isMap ? length * 2 : length, isMap });
        }
    }

    private add(value: Reply, replies: Reply[]): void {
        for (let part = this.parts.at(-1); part !== undefined; part = this.parts.at(-1)) {
            part.elements.push(value);
            if (part.elements.length < part.size) {
                return;
            }
            this.parts.pop();
            value = part.isMap ? mapOf(part.elements) : part.elements;
        }
        replies.push(value);
    }
}

function mapOf(elements: Reply[]): Record<string, Reply> {
    const entries: [string, Reply][] = [];
    for (let i = 0; i < elements.length; i += 2) {
        entries.push([String(elements[i]), elements[i + 1]]);
    }
    return Object.fromEntries(entries);
}

function integer(line: string): number | bigint {
    const value = Number(line);
    if (line === "" || !Number.isInteger(value)) {
        throw new ProtocolError(`the server sent ${JSON.stringify(line.slice(0, 80))} where an integer was expected`);
    }
    return Number.isSafeInteger(value) ? value : BigInt(line);
}

function size(line: string): number {
    const value = Number(line);
    if (line === "" || !Number.isInteger(value) || value > LONGEST_BULK) {
        throw new ProtocolError(`the server sent ${JSON.stringify(line.slice(0, 80))} where a length was expected`);
    }
    return value;
}

/** The commands that wait at the server, unless they have TIMEOUT 0. */
const WAITING = new Set([
    "RUN",
    "GATHER",
    "TASKGROUP",
    "WAIT",
    "AWAIT",
    "SUBMIT",
    ...["GET", "GETANY", "PUT", "JOIN"].map((name) => `QUEUE ${name}`),
    ...["LOCK ACQUIRE", "LOCK ACQUIREALL", "SEMAPHORE ACQUIRE", "CONDITION ACQUIRE"],
    ...["EVENT WAIT", "CONDITION WAIT", "BARRIER WAIT"],
]);

/** Whether a command may wait at the server for another client. */
export function mayWait(words: readonly Word[]): boolean {
    const texts = words.map((word) =>
        (word instanceof Uint8Array ? Buffer.from(word).toString() : String(word)).toUpperCase(),
    );
    if (!WAITING.has(texts[0]!) && !WAITING.has(texts.slice(0, 2).join(" "))) {
        return false;
    }
    return !texts.some((text, i) => text === "TIMEOUT" && texts[i + 1] === "0");
}
