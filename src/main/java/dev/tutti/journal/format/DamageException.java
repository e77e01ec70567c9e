package dev.tutti.journal.format;

/** Data that was once on the disk is missing or unreadable; the message says where, in one line. */
public final class DamageException extends Exception {

    private static final long serialVersionUID = 1L;

    public DamageException(String where) {
        super(where);
    }

    DamageException(String where, Throwable cause) {
        super(where, cause);
    }
}
