package dev.tutti.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Finds the whole records of one of RocksDB's logs, whatever is between them. A log is blocks of 32 KiB; a record is
 * one piece, or several where it does not fit into a block:
 *
 * <pre>
 *   checksum u32   CRC-32C of the kind and the bytes, rotated and shifted
 *   length   u16
 *   kind     u8    1 a whole record; 2 its first piece, 3 one in the middle, 4 the last
 *   bytes
 * </pre>
 *
 * <p>Where there is no piece the next one is searched for byte by byte: RocksDB itself goes on with the next block at
 * best, so that what is behind a damaged byte there would not be seen.
 */
final class WalReader {

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int LENGTH = 4;
    private static final int KIND = 6;
    private static final int WHOLE = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final Pattern NAME = Pattern.compile("\\d{1,18}\\.log");

    /** Told of each record. */
    interface Each {
        /**
         * @param record little-endian; valid during the call
         * @param behindDamage whether something between the last record and this one is none
         * @param end where it ends in the file
         */
        void record(ByteBuffer record, boolean behindDamage, long end);
    }

    /** The kinds of pieces that logs have which are written over older ones, as ours never are. */
    private static final Set<Integer> TRAPS = Set.of(5, 6, 7, 8, 11, 131);

    private final Each each;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();
    /** The pieces so far of a record that has begun and not ended; its capacity grows. */
    private ByteBuffer begun = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private boolean inRecord;
    private boolean damaged;
    private boolean trapped;
    private boolean sound = true;
    /** Where the block begins in the file. */
    private long blockBegin;

    private WalReader(Each each) {
        this.each = each;
    }

    /** The logs of a database, the oldest first: as RocksDB has numbered them, which is not how their names are sorted. */
    static List<Path> in(Path database) throws IOException {
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                database, file -> NAME.matcher(file.getFileName().toString()).matches())) {
            files.forEach(logs::add);
        }
        logs.sort(Comparator.comparingLong(WalReader::number));
        return logs;
    }

    static long number(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    static void read(Path file, Each each) throws IOException {
        try (FileChannel log = FileChannel.open(file)) {
            new WalReader(each).read(log);
        }
    }

    /**
     * Whether RocksDB's release 11.8 would read this file for ever: it stays before a piece of one of those kinds where
     * it expects none.
     */
    static boolean isTrap(Path file) throws IOException {
        WalReader log = new WalReader((record, behindDamage, end) -> {});
        try (FileChannel bytes = FileChannel.open(file)) {
            log.read(bytes);
        }
        return log.trapped;
    }

    private void read(FileChannel log) throws IOException {
        for (; fill(log); blockBegin += BLOCK_BYTES) {
            int at = 0;
            while (at + HEADER_BYTES <= block.limit()) {
                if (isPiece(at)) {
                    at = take(at);
                } else {
                    trapped |= sound && TRAPS.contains(Byte.toUnsignedInt(block.get(at + KIND)));
                    sound = false;
                    lose();
                    at++;
                }
            }
        }
    }

    private boolean fill(FileChannel log) throws IOException {
        block.clear();
        int read = 0;
        while (block.hasRemaining() && read >= 0) {
            read = log.read(block);
        }
        block.flip();
        return block.hasRemaining();
    }

    private boolean isPiece(int at) {
        int kind = block.get(at + KIND);
        int end = at + HEADER_BYTES + Short.toUnsignedInt(block.getShort(at + LENGTH));
        if (kind < WHOLE || kind > LAST || end > block.limit()) {
            return false;
        }
        checksum.reset();
        checksum.update(block.array(), at + KIND, end - (at + KIND));
        return block.getInt(at) == Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }

    /** Gives where the next piece begins. */
    private int take(int at) {
        int kind = block.get(at + KIND);
        int length = Short.toUnsignedInt(block.getShort(at + LENGTH));
        int end = at + HEADER_BYTES + length;
        ByteBuffer bytes = block.slice(at + HEADER_BYTES, length).order(ByteOrder.LITTLE_ENDIAN);
        boolean begins = kind == WHOLE || kind == FIRST;
        if (begins == inRecord) {
            lose();
        }
        if (kind == WHOLE) {
            tell(bytes, end);
        } else if (kind == FIRST || inRecord) {
            inRecord = true;
            append(bytes);
        }
        if (kind == LAST && inRecord) {
            tell(begun.flip(), end);
            forget();
        }
        return end;
    }

    private void append(ByteBuffer piece) {
        if (piece.remaining() > begun.remaining()) {
            int needed = Math.addExact(begun.position(), piece.remaining());
            begun = ByteBuffer.allocate(Math.max(needed, 2 * begun.capacity()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(begun.flip());
        }
        begun.put(piece);
    }

    private void tell(ByteBuffer record, int end) {
        each.record(record, damaged, blockBegin + end);
        damaged = false;
    }

    /** What has begun, if anything, does not end. */
    private void lose() {
        forget();
        damaged = true;
    }

    private void forget() {
        begun.clear();
        inRecord = false;
    }
}
