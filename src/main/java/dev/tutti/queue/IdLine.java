package dev.tutti.queue;

import java.util.ArrayDeque;
import java.util.Arrays;

/** A line of ids, 8 bytes each, to which both ends may be added and from whose front they are taken. */
final class IdLine {

    private static final int SHORTEST = 4;
    private static final int LONGEST = 1 << 10;

    /** Ids that follow each other. */
    interface Run {
        void run(long first, long last);
    }

    /** The ids from {@code begin} to {@code end}. */
    private static final class Block {
        private final long[] ids;
        private int begin;
        private int end;

        private Block(int capacity) {
            ids = new long[capacity];
        }

        private boolean isFullAtEnd() {
            return end == ids.length;
        }
    }

    private final ArrayDeque<Block> blocks = new ArrayDeque<>(1);
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void addLast(long id) {
        Block last = blocks.peekLast();
        if (last == null || last.isFullAtEnd()) {
            last = new Block(capacity());
            blocks.addLast(last);
        }
        last.ids[last.end++] = id;
        size++;
    }

    void addFirst(long id) {
        Block first = blocks.peekFirst();
        if (first == null || first.begin == 0) {
            first = new Block(capacity());
            first.begin = first.ids.length;
            first.end = first.ids.length;
            blocks.addFirst(first);
        }
        first.ids[--first.begin] = id;
        size++;
    }

    /** A short line has short blocks. */
    private int capacity() {
        return Math.max(SHORTEST, Math.min(size, LONGEST));
    }

    /** Up to so many, {@code at} behind the front. */
    long[] peek(int at, int count) {
        return blocks.stream()
                .flatMapToLong(block -> Arrays.stream(block.ids, block.begin, block.end))
                .skip(at)
                .limit(count)
                .toArray();
    }

    /** Takes so many out from the front, which there must be. */
    void skip(int count) {
        size -= count;
        for (int left = count; left > 0; ) {
            Block first = blocks.getFirst();
            int skipped = Math.min(left, first.end - first.begin);
            first.begin += skipped;
            left -= skipped;
            if (first.begin == first.end) {
                blocks.removeFirst();
            }
        }
    }

    void clear() {
        blocks.clear();
        size = 0;
    }

    /** Takes that one out, wherever it stands; says whether it stood here. */
    boolean remove(long id) {
        for (Block block : blocks) {
            for (int i = block.begin; i < block.end; i++) {
                if (block.ids[i] == id) {
                    System.arraycopy(block.ids, i + 1, block.ids, i, --block.end - i);
                    size--;
                    if (block.begin == block.end) {
                        blocks.remove(block);
                    }
                    return true;
                }
            }
        }
        return false;
    }

    boolean contains(long id) {
        return blocks.stream()
                .anyMatch(block ->
                        Arrays.stream(block.ids, block.begin, block.end).anyMatch(each -> each == id));
    }

    /** Tells the ids in runs without a gap, each from its smallest to its largest. */
    void forEachRun(Run each) {
        long first = 0;
        long last = 0;
        for (Block block : blocks) {
            for (int i = block.begin; i < block.end; i++) {
                long id = block.ids[i];
                if (id == last + 1 && first > 0) {
                    last = id;
                } else if (id == first - 1) {
                    first = id;
                } else {
                    tell(first, last, each);
                    first = id;
                    last = id;
                }
            }
        }
        tell(first, last, each);
    }

    private static void tell(long first, long last, Run each) {
        if (first > 0) {
            each.run(first, last);
        }
    }
}
