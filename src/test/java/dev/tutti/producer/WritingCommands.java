package dev.tutti.producer;

import java.util.stream.Stream;

/**
 * The commands whose reply says that the journal has a change. Items 1, 2 and 3 are in q, and 4, which was submitted to r,
 * is in flight.
 */
final class WritingCommands {

    private WritingCommands() {}

    static Stream<String> all() {
        return Stream.of(
                "QUEUE PUT q x",
                "QUEUE PUT q x DELAY 5",
                "SUBMIT q x",
                "QUEUE DONE r 4 result",
                "QUEUE GET q LEASE 60 DETACHED",
                "QUEUE GET q COUNT 2 LEASE 60 DETACHED",
                "QUEUE FAIL r 4 oops",
                "QUEUE RELEASE r 4",
                "QUEUE RELEASE r 4 DELAY 5",
                "CANCEL r 4",
                "CANCEL q 2",
                "QUEUE MOVE q r",
                "QUEUE MOVE q r ID 1",
                "QUEUE RESCHEDULE q 1 DELAY 5",
                "QUEUE PURGE q",
                "QUEUE CREATE new",
                "QUEUE ALTER q ATTEMPTS 3",
                "QUEUE PAUSE q",
                "QUEUE TOUCH r 4 half",
                "SCHEDULE SET s q x EVERY 1000",
                "QUEUE SHUTDOWN q",
                "QUEUE SHUTDOWN q IMMEDIATE",
                "QUEUE DELETE q");
    }
}
