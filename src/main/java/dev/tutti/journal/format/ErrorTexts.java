package dev.tutti.journal.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Facts that RocksDB reports only as the text of an error. */
public final class ErrorTexts {

    private static final Pattern BLAMED_FILE = Pattern.compile("\\s+The file \\S+ may be corrupted\\.\\s*$");
    private static final Pattern MISSING_LOG =
            Pattern.compile("WAL .*log number: (\\d+)(?:\\) in MANIFEST is (\\d+) bytes)?");

    /**
     * A log that the manifest lists and that is missing, or shorter than listed.
     *
     * @param bytes the length that the manifest lists; 0 if the text does not say
     */
    record MissingLog(long number, long bytes) {}

    private ErrorTexts() {}

    /** Returns the message on one line, without RocksDB's guess at the damaged file: it often names a sound one. */
    public static String message(RocksDBException e) {
        return BLAMED_FILE.matcher(e.getMessage()).replaceFirst("").strip();
    }

    /** Throws a {@link DamageException} if RocksDB reports corruption, and returns normally on any other error. */
    public static void throwIfDamage(RocksDBException e) throws DamageException {
        if (hasCode(e, Status.Code.Corruption)) {
            throw new DamageException(message(e), e);
        }
    }

    /** Returns whether a write with {@code noSlowdown} was refused because the memtables are full. */
    public static boolean isStall(RocksDBException e) {
        return hasCode(e, Status.Code.Incomplete);
    }

    private static boolean hasCode(RocksDBException e, Status.Code code) {
        return e.getStatus() != null && e.getStatus().getCode() == code;
    }

    /** Returns the log that the error is about, or null if it is about something else. */
    static MissingLog missingLog(RocksDBException e) {
        Matcher text = MISSING_LOG.matcher(e.getMessage());
        if (!text.find()) {
            return null;
        }
        long bytes = text.group(2) == null ? 0 : Long.parseLong(text.group(2));
        return new MissingLog(Long.parseLong(text.group(1)), bytes);
    }
}
