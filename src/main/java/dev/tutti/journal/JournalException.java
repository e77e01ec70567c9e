package dev.tutti.journal;

/** The journal cannot do what it was asked for; the message is one line for whoever runs the server. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String line) {
        super(line);
    }

    JournalException(String line, Throwable cause) {
        super(line.replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** Reads "what: the cause's own words". */
    static JournalException of(String what, Throwable cause) {
        String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new JournalException(what + ": " + words, cause);
    }
}
