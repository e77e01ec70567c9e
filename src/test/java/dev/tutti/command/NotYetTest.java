package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is known and not carried out yet. */
class NotYetTest {

    static final List<String> COMMANDS = List.of(
            "TASKGROUP q item",
            "SUBMIT q item",
            "AWAIT q 1",
            "CANCEL q 1",
            "QUEUE TOUCH q 1",
            "QUEUE MOVE a b",
            "QUEUE SHUTDOWN q IMMEDIATE",
            "QUEUE DELETE q");

    static final List<String> OPTIONS = List.of(
            "QUEUE PUT q item PRIORITY 1",
            "QUEUE PUT q item TIMEOUT 5 DELAY 1",
            "QUEUE GET q LEASE 5",
            "QUEUE RELEASE q 1 DELAY 5",
            "QUEUE CREATE q KIND lifo",
            "QUEUE CREATE q KIND PRIORITY",
            "QUEUE CREATE q LEASE 5");

    private final Typed typed = new Typed();

    @ParameterizedTest
    @FieldSource({"COMMANDS", "OPTIONS"})
    void isAnsweredSo(String line) {
        assertThat(typed.refusal(line)).isEqualTo("ERR not yet");
    }
}
