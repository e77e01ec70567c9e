package dev.tutti.client;

/** An error as it came over the wire. */
record ErrorReply(String kind, String message) {

    static ErrorReply of(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? new ErrorReply(line, "") : new ErrorReply(line.substring(0, end), line.substring(end + 1));
    }

    /** Whether the server has carried out nothing because it is not, or not yet, the one that can. */
    boolean isOfAnotherServer() {
        return kind.equals("READONLY") || kind.equals("LOADING");
    }

    /** What the caller gets. */
    TuttiException exception() {
        return switch (kind) {
            case "FAILED" -> new TuttiException.TaskFailed(message);
            case "CANCELLED", "UNBLOCKED" -> new TuttiException.Cancelled(message);
            case "SHUTDOWN" -> new TuttiException.QueueShutDown(message);
            case "NOITEM" -> new TuttiException.ItemLost(message);
            case "NOTHELD" -> new TuttiException.NotHeld(message);
            case "BROKEN" -> new TuttiException.BrokenBarrier(message);
            case "DEADLOCK" -> new TuttiException.Deadlock(message);
            case "FULL" -> new TuttiException.ServerFull(message);
            case "TOOBIG" -> new TuttiException.TooBig(message);
            case "NOAUTH", "WRONGPASS", "NOPERM", "DENIED" -> new TuttiException.NotPermitted(message);
            case "READONLY", "LOADING" -> NotServing.of(this);
            default -> new TuttiException(kind + " " + message);
        };
    }
}
