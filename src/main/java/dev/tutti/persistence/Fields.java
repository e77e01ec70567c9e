package dev.tutti.persistence;

import dev.tutti.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The rules that all records share. Each record begins with the version of its layout, numbers are big-endian, and a name
 * is a length (u16) and UTF-8. A new layout gets a new version, and the reader of the old one stays.
 */
final class Fields {

    static final byte VERSION = 1;
    /** Stands for the absence of a time, which is otherwise in milliseconds since 1970. */
    static final long NEVER = 0;

    private Fields() {}

    /** @param bytes the room in the new record behind its version */
    static ByteBuffer record(int bytes) {
        return ByteBuffer.allocate(1 + bytes).put(VERSION);
    }

    /**
     * Returns the record behind its version.
     *
     * @throws JournalException if another version of the server has written it
     */
    static ByteBuffer read(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        byte version = in.get();
        if (version != VERSION) {
            throw new JournalException("the journal has a record of version " + version + " and this server reads "
                    + VERSION + ", use the server that wrote it");
        }
        return in;
    }

    static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static void putName(ByteBuffer out, byte[] name) {
        out.putShort((short) name.length).put(name);
    }

    static String name(ByteBuffer in) {
        byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
