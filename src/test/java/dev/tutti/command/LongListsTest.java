package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of words in requests. Few words are read in one turn, and many are divided. */
class LongListsTest {

    private final Typed typed = new Typed();

    private static final Set<String> DIVIDED = Set.of("GATHER", "TASKGROUP", "WAIT");

    @ParameterizedTest
    @CsvSource(textBlock = """
            COMMAND INFO, ping, COMMAND INFO takes at most 1000 names
            COMMAND DOCS, ping, COMMAND DOCS takes at most 1000 names
            INFO, clients, INFO takes at most 1000 sections
            CONFIG GET, port, 'CONFIG GET takes at most 1000 patterns, * matches every setting'
            SUBSCRIBE, c, SUBSCRIBE takes at most 1000 channels
            PUNSUBSCRIBE, p, PUNSUBSCRIBE takes at most 1000 patterns
            CLIENT LIST ID, 7, CLIENT LIST takes at most 1000 words
            """)
    void aListHasAThousandWordsAtMost(String command, String word, String refusal) {
        int given = command.split(" ").length > 2 ? 1 : 0;
        String full = command + (" " + word).repeat(1000 - given);
        assertThat(typed.decode(full)).isNotInstanceOf(ConnectionCommand.Answer.class);
        assertThat(typed.refusal(full + " " + word)).isEqualTo("ERR " + refusal);
    }

    @Test
    void everyOtherListHasALimit() {
        List<String> withLists = CommandTableTest.specs().stream()
                .filter(spec -> spec.syntax().text().contains("..."))
                .map(CommandSpec::fullName)
                .filter(name -> !DIVIDED.contains(name))
                .toList();
        assertThat(withLists)
                .containsExactlyInAnyOrder(
                        "QUEUE GETANY",
                        "LOCK ACQUIREALL",
                        "COMMAND INFO",
                        "COMMAND DOCS",
                        "INFO",
                        "CONFIG GET",
                        "CLIENT LIST",
                        "SUBSCRIBE",
                        "PSUBSCRIBE",
                        "UNSUBSCRIBE",
                        "PUNSUBSCRIBE",
                        "WATCH"); // which is refused
    }

    @Test
    void listsWithoutALimitAreDivided() {
        assertThat(CommandTableTest.specs())
                .filteredOn(spec -> spec.decoder() instanceof CommandSpec.ListDecoder)
                .extracting(CommandSpec::fullName)
                .containsExactlyInAnyOrderElementsOf(DIVIDED);
    }
}
