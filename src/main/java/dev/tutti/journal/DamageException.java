package dev.tutti.journal;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What was once on the disk is no longer; the message says where, in one line. */
final class DamageException extends Exception {

    private static final long serialVersionUID = 1L;

    DamageException(String where) {
        super(where);
    }

    private DamageException(RocksDBException cause) {
        super(words(cause), cause);
    }

    /** Throws it if that is what RocksDB says. */
    static void throwIfSaid(RocksDBException e) throws DamageException {
        Status status = e.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) {
            throw new DamageException(e);
        }
    }

    /** What RocksDB says, without its guess that another file is to blame. */
    static String words(RocksDBException e) {
        return e.getMessage()
                .replaceAll("\\s+The file \\S+ may be corrupted\\.\\s*$", "")
                .strip();
    }
}
