package dev.tutti.client;

/**
 * The server's answer to a command that it has refused, or the reason why this client could not send it. The class says
 * which kind of error it is, and the message is the server's. A kind without a class of its own, such as {@code ERR},
 * is a plain {@code TuttiException}.
 */
public class TuttiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message for people */
    public TuttiException(String message) {
        super(message);
    }

    /** There was no room in the queue in time. */
    public static final class QueueFull extends TuttiException {
        private static final long serialVersionUID = 1;

        QueueFull(String message) {
            super(message);
        }
    }

    /** No item was ready in time. */
    public static final class QueueEmpty extends TuttiException {
        private static final long serialVersionUID = 1;

        QueueEmpty(String message) {
            super(message);
        }
    }

    /** The queue is shut down, or it was deleted while the call waited. */
    public static final class QueueShutDown extends TuttiException {
        private static final long serialVersionUID = 1;

        QueueShutDown(String message) {
            super(message);
        }
    }

    /** A call other than a get or a put did not end in time. It has taken nothing. */
    public static final class TimedOut extends TuttiException {
        private static final long serialVersionUID = 1;

        TimedOut(String message) {
            super(message);
        }
    }

    /** The task failed. The message is that of its worker. */
    public static final class TaskFailed extends TuttiException {
        private static final long serialVersionUID = 1;

        TaskFailed(String message) {
            super(message);
        }
    }

    /** The call was cancelled, or the item that it awaited was cancelled, expired or was deleted. */
    public static final class Cancelled extends TuttiException {
        private static final long serialVersionUID = 1;

        Cancelled(String message) {
            super(message);
        }
    }

    /** The item does not belong to this client any more. The message says why. */
    public static final class ItemLost extends TuttiException {
        private static final long serialVersionUID = 1;

        ItemLost(String message) {
            super(message);
        }
    }

    /** The lock or permit is not held, or is held no more: its lease ended, or its connection was lost. */
    public static final class NotHeld extends TuttiException {
        private static final long serialVersionUID = 1;

        NotHeld(String message) {
            super(message);
        }
    }

    /** The barrier is broken. */
    public static final class BrokenBarrier extends TuttiException {
        private static final long serialVersionUID = 1;

        BrokenBarrier(String message) {
            super(message);
        }
    }

    /** The acquire would wait without end. The message is the cycle of clients. */
    public static final class Deadlock extends TuttiException {
        private static final long serialVersionUID = 1;

        Deadlock(String message) {
            super(message);
        }
    }

    /** The server is out of room and has accepted nothing. The message says what is full. */
    public static final class ServerFull extends TuttiException {
        private static final long serialVersionUID = 1;

        ServerFull(String message) {
            super(message);
        }
    }

    /** The item or the command is larger than the server takes. */
    public static final class TooBig extends TuttiException {
        private static final long serialVersionUID = 1;

        TooBig(String message) {
            super(message);
        }
    }

    /** A wrong password, or a command or a name that the user may not use. */
    public static final class NotPermitted extends TuttiException {
        private static final long serialVersionUID = 1;

        NotPermitted(String message) {
            super(message);
        }
    }

    /**
     * The connection was lost, and whether the command was carried out is unknown. Only a command that is not safe to
     * send again fails so. A key makes a put safe. All calls fail so when the client has been closed.
     */
    public static class ConnectionLost extends TuttiException {
        private static final long serialVersionUID = 1;

        ConnectionLost(String message) {
            super(message);
        }
    }
}
