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

    /** Returns an exception with the message "problem: message of the cause". */
    static JournalException of(String problem, Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new JournalException(problem + ": " + message, cause);
    }
}
