package dev.tutti.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts and deletes, in order; of two for one key the later one holds. Belongs to one thread until it is committed. Keeps
 * the arrays it is given, which must not be changed afterwards.
 */
public final class Changes {

    /** What a record takes beyond its key and value, at most: its kind and two lengths. */
    private static final int OVERHEAD = 11;

    /** A key and its value in turn, the value null for a delete. */
    private final List<byte[]> keysAndValues = new ArrayList<>();

    private long bytes;

    /** What is done with each change. */
    interface Each {
        /** @param value null for a delete */
        void change(byte[] key, byte[] value);
    }

    public Changes put(byte[] key, byte[] value) {
        keysAndValues.add(key);
        keysAndValues.add(value);
        bytes += OVERHEAD + key.length + value.length;
        return this;
    }

    public Changes delete(byte[] key) {
        keysAndValues.add(key);
        keysAndValues.add(null);
        bytes += OVERHEAD + key.length;
        return this;
    }

    public boolean isEmpty() {
        return keysAndValues.isEmpty();
    }

    /** How many puts and deletes. */
    public int size() {
        return keysAndValues.size() / 2;
    }

    /** What they take in the log at most. */
    long bytes() {
        return bytes;
    }

    void forEach(Each each) {
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            each.change(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("<Changes");
        forEach((key, value) -> text.append(value == null ? " -" : " +").append(Arrays.toString(key)));
        return text.append('>').toString();
    }
}
