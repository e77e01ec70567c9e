package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CONFIG GET, of the settings that the table was given. */
class ConfigGetTest {

    private final Typed typed = new Typed();

    @Test
    void configTellsWhatItWasGiven() {
        assertThat(config("save appendonly")).containsExactly("save", "");
        assertThat(config("P?RT")).containsExactly("port", "8888");
        assertThat(config("*o* h*")).containsExactly("host", "::1", "port", "8888");
        assertThat(config("[a")).isEmpty();
        assertThat(config("s.*e")).isEmpty();
    }

    @Test
    void configMatchesThousandPatternsAtMost() {
        assertThat(config("x ".repeat(999) + "port")).containsExactly("port", "8888");
        assertThat(RecordedBus.told(typed.answer("CONFIG GET" + " port".repeat(1001))))
                .isEqualTo("ERR CONFIG GET takes at most 1000 patterns, * matches every setting");
    }

    private List<String> config(String patterns) {
        Reply.Pairs pairs = (Reply.Pairs) typed.answer("CONFIG GET " + patterns);
        return pairs.elements().stream().map(RecordedBus::told).toList();
    }
}
