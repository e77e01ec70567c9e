package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.Syntax.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the syntax of a command is read, and that options which exclude each other are shown so and refused together. */
class SyntaxTest {

    private final Typed typed = new Typed();

    @ParameterizedTest
    @CsvSource(textBlock = """
            '', 0, true, ''
            q, 1, true, ''
            q [TIMEOUT ms], 1, false, TIMEOUT
            q id [result] [ATTEMPT n], 2, false, ATTEMPT
            [IMMEDIATE] q, 1, false, IMMEDIATE
            l [TIMEOUT ms] [LEASE ms [DETACHED]], 1, false, TIMEOUT LEASE DETACHED
            [RATE n PER ms] [RETRY yes|no], 0, false, RATE RETRY
            b PARTIES n [TIMEOUT ms], 3, false, PARTIES TIMEOUT
            n q [q ...] [COUNT c], 2, false, COUNT
            [protover [AUTH user password] [SETNAME name]], 0, false, AUTH SETNAME
            q EVERY ms | CRON expression [ZONE zone], 3, false, EVERY CRON ZONE
            LIB-NAME name | LIB-VER version, 2, true, LIB-NAME LIB-VER
            q [DELAY ms | AT unix-ms], 1, false, DELAY AT
            [FIRST|LAST] q [q ...], 1, false, FIRST LAST
            A | B n, 1, false, A B
            ip:port | [ID id] [ADDR ip:port], 0, false, ID ADDR
            """)
    void theWordsAreCountedAndTheOptionsFound(String text, int least, boolean isFixed, String options) {
        Syntax syntax = new Syntax(text);
        assertThat(syntax.least()).isEqualTo(least);
        assertThat(syntax.isFixed()).isEqualTo(isFixed);
        assertThat(String.join(" ", syntax.options())).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "q, 1",
        "LIB-NAME name | LIB-VER version, 2",
        "[message], 1",
        "l [token], 2",
        "[command [subcommand]], 2",
    })
    void withoutOptionsTheNumberOfWordsHasALimit(String text, int most) {
        assertThat(new Syntax(text).most()).isEqualTo(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q [TIMEOUT ms]", "[name ...]", "[queue item ...]", "b PARTIES n [TIMEOUT ms]"})
    void withOptionsOrAListItHasNone(String text) {
        assertThat(new Syntax(text).most()).isEqualTo(Syntax.UNBOUNDED);
    }

    @Test
    void alternativesAreThoseOfTheSameChoice() {
        Syntax syntax = new Syntax("q [DELAY ms | AT unix-ms] [FIRST|LAST] [RETRY yes|no] [COUNT n]");
        assertThat(syntax.alternatives("AT")).containsExactly("DELAY", "AT");
        assertThat(syntax.alternatives("FIRST")).containsExactly("FIRST", "LAST");
        assertThat(syntax.alternatives("COUNT")).isEmpty();
        assertThat(syntax.alternatives("yes")).isEmpty();
    }

    /** Apart from those in which two options would be too many words anyway. */
    static Stream<CommandSpec> withAlternatives() {
        return CommandTableTest.specs().stream()
                .filter(spec -> !spec.syntax().isFixed())
                .filter(spec -> spec.syntax().options().stream()
                        .anyMatch(option -> !spec.syntax().alternatives(option).isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("withAlternatives")
    void optionsThatExcludeEachOtherAreRefusedTogether(CommandSpec spec) {
        Syntax syntax = spec.syntax();
        for (String one : syntax.options()) {
            for (String other : syntax.alternatives(one)) {
                String first = syntax.options().indexOf(one) < syntax.options().indexOf(other) ? one : other;
                String second = first.equals(one) ? other : one;
                assertThat(typed.refusal(line(spec, one, other)))
                        .isEqualTo(
                                one.equals(other)
                                        ? "ERR syntax error, " + one + " is given twice"
                                        : "ERR syntax error, " + first + " and " + second + " exclude each other");
            }
        }
    }

    @Test
    void theyAreThese() {
        assertThat(withAlternatives().map(CommandSpec::fullName))
                .containsExactlyInAnyOrder(
                        "QUEUE PUT",
                        "QUEUE MOVE",
                        "QUEUE RESCHEDULE",
                        "SUBMIT",
                        "WAIT",
                        "SCHEDULE SET",
                        "CLIENT KILL",
                        "CLIENT UNBLOCK");
    }

    /** The command with the words that it needs, and with these two options in the place of their choice. */
    private static String line(CommandSpec spec, String one, String other) {
        List<String> words = new ArrayList<>(List.of(spec.fullName()));
        for (Part part : spec.syntax().parts()) {
            boolean isChoice = part.parts().stream().anyMatch(inner -> one.equals(inner.token()));
            if (isChoice) {
                words.add(typed(part, one));
                words.add(typed(part, other));
            } else if (!part.optional()) {
                words.add(value(part));
            }
        }
        return String.join(" ", words);
    }

    private static String typed(Part choice, String option) {
        return choice.parts().stream()
                .filter(part -> option.equals(part.token()))
                .map(part -> part.type() == Syntax.Type.TOKEN ? option : option + " " + value(part))
                .collect(Collectors.joining());
    }

    private static String value(Part part) {
        return part.type() == Syntax.Type.INTEGER ? "1" : "@daily";
    }
}
