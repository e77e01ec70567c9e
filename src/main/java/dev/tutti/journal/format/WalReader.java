package dev.tutti.journal.format;

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
 * Finds the intact records of one of RocksDB's logs, whatever is between them. A log consists of blocks of 32 KiB. A
 * record is one piece, or several pieces if it does not fit into its block:
 *
 * <pre>
 *   checksum u32   CRC-32C of the kind and the bytes, rotated and shifted
 *   length   u16
 *   kind     u8    1 a whole record; 2 its first piece, 3 one in the middle, 4 the last
 *   bytes
 * </pre>
 *
 * <p>After bytes that are no piece, the next piece is searched for byte by byte. RocksDB itself continues with the
 * next block at best, and would not see the records between the damaged byte and that block.
 */
public final class WalReader {

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int LENGTH = 4;
    private static final int KIND = 6;
    private static final int WHOLE = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final Pattern NAME = Pattern.compile("\\d{1,18}\\.log");

    /** Receives each record. */
    public interface Each {
        /**
         * @param record little-endian; valid during the call
         * @param behindDamage whether there are bytes that are no record between the last record and this one
         * @param end the offset in the file at which the record ends
         */
        void record(ByteBuffer record, boolean behindDamage, long end);
    }

    /**
     * The kinds of pieces that RocksDB writes only into recycled logs, which are switched off here. A reader that does
     * not expect them never gets past such a piece.
     */
    private static final Set<Integer> TRAPS = Set.of(5, 6, 7, 8, 11, 131);

    private final Each each;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();
    /** The pieces, so far, of a record that has begun and not ended. Its capacity grows. */
    private ByteBuffer begun = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private boolean inRecord;
    private boolean damaged;
    private boolean trapped;
    private boolean sound = true;
    /** The offset of the block in the file. */
    private long blockBegin;

    private WalReader(Each each) {
        this.each = each;
    }

    /** Returns the logs of a database in the order of their numbers, the oldest first. Names sort differently. */
    public static List<Path> in(Path database) throws IOException {
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                database, file -> NAME.matcher(file.getFileName().toString()).matches())) {
            files.forEach(logs::add);
        }
        logs.sort(Comparator.comparingLong(WalReader::number));
        return logs;
    }

    public static long number(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    static String name(long number) {
        return String.format("%06d.log", number);
    }

    public static void read(Path file, Each each) throws IOException {
        try (FileChannel log = FileChannel.open(file)) {
            new WalReader(each).read(log);
        }
    }

    /**
     * Returns whether RocksDB 11.8 would never finish reading this file: it never gets past a piece of certain kinds
     * where it does not expect them.
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

    /** Returns the index of the next piece in the block. */
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

    /** Drops the record that has begun, if any: its end is missing. */
    private void lose() {
        forget();
        damaged = true;
    }

    private void forget() {
        begun.clear();
        inRecord = false;
    }
}
