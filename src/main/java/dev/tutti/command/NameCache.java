package dev.tutti.command;

import dev.tutti.resp.Arguments;
import java.nio.charset.StandardCharsets;

/**
 * A cache of recent names, so that a repeated name is neither decoded nor checked again. A direct-mapped table: a new
 * name replaces the one in its slot.
 */
final class NameCache {

    private static final int SLOTS = 1024;

    private final byte[][] bytes = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    /** The cached name that equals the word, or null. */
    String find(Arguments request, int index) {
        int slot = slot(request, index);
        return bytes[slot] != null && request.sameBytes(index, bytes[slot]) ? names[slot] : null;
    }

    void add(Arguments request, int index, String name) {
        int slot = slot(request, index);
        bytes[slot] = name.getBytes(StandardCharsets.UTF_8);
        names[slot] = name;
    }

    private static int slot(Arguments request, int index) {
        int hash = request.hash(index);
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
