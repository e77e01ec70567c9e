package dev.tutti.command;

import dev.tutti.resp.Arguments;
import java.nio.charset.StandardCharsets;

/**
 * The names that were last seen, so that a name that comes again is neither decoded nor checked again. One entry a slot;
 * what falls into a slot that is taken replaces it.
 */
final class NameCache {

    private static final int SLOTS = 1024;

    private final byte[][] bytes = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    /** The name, or null if it is not here. */
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
