package dev.tutti.persistence;

import dev.tutti.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The rules that all records share. Each record begins with the version of its layout, numbers are big-endian, and a
 * name is a length (u16) and UTF-8. A new layout gets a new version, and the reader of the old one stays.
 */
final class Fields {

    static final byte VERSION = 1;
    /** The version of records that have a field which version 1 does not know. */
    static final byte VERSION_2 = 2;

    static final byte VERSION_3 = 3;
    static final byte VERSION_4 = 4;
    /** Stands for the absence of a time, which is otherwise in milliseconds since 1970. */
    static final long NEVER = 0;

    private Fields() {}

    /** @param bytes the room in the new record behind its version */
    static ByteBuffer record(int bytes) {
        return record(VERSION, bytes);
    }

    static ByteBuffer record(byte version, int bytes) {
        return ByteBuffer.allocate(1 + bytes).put(version);
    }

    /** As {@link #read(byte[], byte)}, for a kind of record that has one version. */
    static ByteBuffer read(byte[] record) {
        return read(record, VERSION);
    }

    /**
     * Returns the record behind its version, which is {@code record[0]}.
     *
     * @param newest version of this kind of record; the first one is 1
     * @throws JournalException if another version of the server has written it
     */
    static ByteBuffer read(byte[] record, byte newest) {
        if (record[0] < VERSION || record[0] > newest) {
            throw unknownVersion(record[0], newest);
        }
        return ByteBuffer.wrap(record).position(1);
    }

    private static JournalException unknownVersion(byte version, byte newest) {
        String known = newest == VERSION ? "1" : newest == VERSION_2 ? "1 and 2" : "1 to " + newest;
        return JournalException.ofNewerServer(
                "the journal has a record of version " + version + " and this server reads " + known);
    }

    /** @throws JournalException if there are flags beside the known ones */
    static int flags(ByteBuffer in, int known) {
        int flags = in.get();
        if ((flags & ~known) != 0) {
            throw JournalException.ofNewerServer(
                    "the journal has a record with flags " + flags + " and this server knows " + known);
        }
        return flags;
    }

    static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static void putName(ByteBuffer out, byte[] name) {
        out.putShort((short) name.length).put(name);
    }

    static String name(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    /** A length (u16) and so many bytes. */
    static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return bytes;
    }

    /** A key is any bytes, of which each is a character. */
    static byte[] latin1(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String latin1(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.ISO_8859_1);
    }

    static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
