package dev.tutti.journal;

/** The journal cannot be used, or has failed. The message is one line for the operator of the server. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String line) {
        super(line);
    }

    JournalException(String line, Throwable cause) {
        super(line.replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** Returns an exception for a part of the journal that this server does not know, with the way back. */
    public static JournalException ofNewerServer(String problem) {
        return new JournalException(
                problem
                        + ", a newer server wrote it: start that one again, or restore a backup that was made before the upgrade");
    }

    /** Returns an exception with the message "problem: message of the cause". */
    static JournalException of(String problem, Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new JournalException(problem + ": " + message, cause);
    }
}
