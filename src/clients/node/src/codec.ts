import { DecodeError } from "./errors.js";

/** Turns values into bytes and back. Both ends of a queue need the same one. */
export interface Codec<T = any> {
    /** The bytes of a value. A text stands for its UTF-8. */
    encode(value: T): string | Uint8Array;
    /** The value of bytes. Whatever it throws becomes a `DecodeError`. */
    decode(raw: Buffer): T;
}

/** JSON in UTF-8, the default. Empty bytes are `null`, and so are `undefined` and `NaN`. */
export const JSON_CODEC: Codec = {
    encode(value) {
        const text = JSON.stringify(value ?? null);
        if (text === undefined) {
            throw new TypeError(`JSON has no ${typeof value}`);
        }
        return text;
    },
    decode(raw) {
        if (raw.length === 0) {
            return null;
        }
        try {
            return JSON.parse(UTF8.decode(raw));
        } catch (error) {
            throw new DecodeError(`${shown(raw)} is no JSON, use the codec TEXT or BYTES`, raw, { cause: error });
        }
    },
};

/** Texts in UTF-8, as programs in a shell and the server's own tasks take them. Numbers are written as texts. */
export const TEXT: Codec = {
    encode: (value) => (value instanceof Uint8Array ? value : String(value)),
    decode(raw): string {
        try {
            return UTF8.decode(raw);
        } catch (error) {
            throw new DecodeError(`${shown(raw)} is no UTF-8, use the codec BYTES`, raw, { cause: error });
        }
    },
};

/** Bytes as they are: a `Uint8Array` in, a `Buffer` out. */
export const BYTES: Codec = {
    encode(value) {
        if (!(value instanceof Uint8Array)) {
            throw new TypeError("the codec BYTES takes a Uint8Array");
        }
        return value;
    },
    decode: (raw) => raw,
};

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function shown(raw: Buffer): string {
    return JSON.stringify(raw.toString("latin1", 0, 80));
}

/** The value of bytes. Whatever error a codec throws becomes `DecodeError`. */
export function decode(codec: Codec, raw: Buffer): any {
    try {
        return codec.decode(raw);
    } catch (error) {
        if (error instanceof DecodeError) {
            throw error;
        }
        throw new DecodeError(`${shown(raw)} cannot be decoded: ${String(error)}`, raw, { cause: error });
    }
}
