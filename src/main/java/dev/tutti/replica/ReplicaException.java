package dev.tutti.replica;

/** An entry was not acknowledged, or the engine cannot be used. The message is one line. */
public final class ReplicaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplicaException(String line) {
        super(line);
    }

    public ReplicaException(String line, Throwable cause) {
        super(line.replace('\n', ' '), cause);
    }
}
