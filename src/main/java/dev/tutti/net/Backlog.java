package dev.tutti.net;

import java.util.Arrays;

/**
 * The memory that the commands of one connection take which are read and not answered. Commands are counted in the
 * order in which they came, those of one read of the socket together: their memory is free when the last of them is
 * answered.
 */
final class Backlog {

    /** The bytes of a command besides its words. */
    static final int COMMAND_BYTES = 64;
    /** The bytes of a word besides its content. */
    static final int WORD_BYTES = 32;

    private static final int FEW = 8;

    /**
     * Pairs of the number of the last command of a read, and the bytes of the read. A ring whose length is a power of
     * 2.
     */
    private long[] reads = {};

    private int first;
    private int size;
    private long bytes;

    /** @param lastCommand the number of the last command of this read, as {@link CommandPipeline} counts */
    void add(long lastCommand, long readBytes) {
        if (2 * size == reads.length) {
            grow();
        }
        int at = 2 * (first + size) & reads.length - 1;
        reads[at] = lastCommand;
        reads[at + 1] = readBytes;
        size++;
        bytes += readBytes;
    }

    private void grow() {
        long[] larger = new long[Math.max(2 * FEW, 2 * reads.length)];
        for (int i = 0; i < size; i++) {
            int from = 2 * (first + i) & reads.length - 1;
            larger[2 * i] = reads[from];
            larger[2 * i + 1] = reads[from + 1];
        }
        reads = larger;
        first = 0;
    }

    /** All commands up to this number are answered. */
    void answered(long command) {
        while (size > 0 && reads[2 * first & reads.length - 1] <= command) {
            bytes -= reads[(2 * first & reads.length - 1) + 1];
            first = first + 1 & reads.length / 2 - 1;
            size--;
        }
        if (size == 0 && reads.length > 2 * FEW) {
            reads = Arrays.copyOf(reads, 2 * FEW);
            first = 0;
        }
    }

    long bytes() {
        return bytes;
    }
}
