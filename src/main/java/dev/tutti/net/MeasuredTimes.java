package dev.tutti.net;

import dev.tutti.ops.CommandMeter;
import java.util.Arrays;

/**
 * The commands of one connection that are read and whose replies are not sent, with the times of their reads. All
 * commands of a turn share its times, and are counted together, so that a command costs a few instructions.
 */
final class MeasuredTimes implements CommandTimes {

    private static final int FEW = 8;

    private final CommandMeter meter;
    private final FlushCycle cycle;
    /** The commands, as a ring whose length is a power of 2. The first command ever has the number 0. */
    private byte[] commands = new byte[FEW];

    private long first;
    private long end;
    /** The number of the first command that is not counted yet as read. */
    private long uncounted;
    /**
     * Pairs of the time of a read and the number of the first command behind it, as a ring of the same kind. The last
     * read stays, since some of its commands may be decoded in a later turn.
     */
    private long[] reads = new long[2 * FEW];

    private int firstRead;
    private int readCount;

    MeasuredTimes(CommandMeter meter, FlushCycle cycle) {
        this.meter = meter;
        this.cycle = cycle;
    }

    @Override
    public void received() {
        long now = cycle.beginNanos();
        if (first == end) {
            readCount = 0;
        } else if (readAt(readCount - 1) == now) {
            return;
        } else if (beginOf(readCount - 1) == end) {
            readCount--; // no command came of that read
        }
        if (2 * readCount == reads.length) {
            growReads();
        }
        int next = 2 * (firstRead + readCount) & reads.length - 1;
        reads[next] = now;
        reads[next + 1] = end;
        readCount++;
    }

    /** The time of a read that is not settled. */
    private long readAt(int read) {
        return reads[2 * (firstRead + read) & reads.length - 1];
    }

    /** The number of its first command. */
    private long beginOf(int read) {
        return reads[(2 * (firstRead + read) & reads.length - 1) + 1];
    }

    private void growReads() {
        long[] larger = new long[2 * reads.length];
        for (int i = 0; i < readCount; i++) {
            larger[2 * i] = readAt(i);
            larger[2 * i + 1] = beginOf(i);
        }
        reads = larger;
        firstRead = 0;
    }

    @Override
    public void decoded(int command) {
        if (end - first == commands.length) {
            growCommands();
        }
        commands[(int) end & commands.length - 1] = (byte) command;
        end++;
    }

    private void growCommands() {
        byte[] larger = new byte[2 * commands.length];
        for (long number = first; number < end; number++) {
            larger[(int) number & larger.length - 1] = commands[(int) number & commands.length - 1];
        }
        commands = larger;
    }

    @Override
    public void decodedAll() {
        tally(uncounted, end);
        uncounted = end;
        meter.received();
    }

    private void tally(long from, long to) {
        int mask = commands.length - 1;
        for (long number = from; number < to; number++) {
            meter.tally(Byte.toUnsignedInt(commands[(int) number & mask]));
        }
    }

    @Override
    public void sent(long lastReplied) {
        long last = Math.min(lastReplied, uncounted); // replies behind that are of no command that was read
        while (first < last) {
            long nextRead = readCount > 1 ? beginOf(1) : end;
            long to = Math.min(last, nextRead);
            tally(first, to);
            meter.answered(cycle.endNanos() - readAt(0));
            first = to;
            if (first == nextRead && readCount > 1) {
                firstRead = firstRead + 1 & reads.length / 2 - 1;
                readCount--;
            }
        }
        if (first == end && commands.length > FEW) {
            shrink();
        }
    }

    private void shrink() {
        commands = new byte[FEW];
        long[] last = {readAt(readCount - 1), end};
        reads = Arrays.copyOf(last, 2 * FEW);
        firstRead = 0;
        readCount = 1;
    }
}
