package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandNameTest {

    /** The requests of commands whose syntax has other words than names and numbers. */
    private static final Map<String, String> OTHERS = Map.of(
            "SCHEDULE SET", "SCHEDULE SET name thing item EVERY 5000",
            "QUEUE ALTER", "QUEUE ALTER thing MAXSIZE 1",
            "QUEUE RESCHEDULE", "QUEUE RESCHEDULE thing 1 DELAY 1");

    private final Typed typed = new Typed();

    static Stream<CommandSpec> all() {
        return Stream.of(QueueDecoders.specs(), TaskDecoders.specs(), ScheduleDecoders.specs(), SyncDecoders.specs())
                .flatMap(List::stream);
    }

    /** A request with the words that the syntax asks for. */
    private static String request(CommandSpec spec) {
        String required = spec.syntax().text();
        while (required.contains("[")) {
            required = required.replaceAll("\\[[^\\[\\]]*\\]", "");
        }
        String words = Stream.of(required.strip().split(" +"))
                .map(word -> switch (word) {
                    case "id", "n", "token" -> " 1";
                    default -> word.equals(word.toUpperCase(Locale.ROOT)) ? " " + word : " thing";
                })
                .collect(Collectors.joining());
        return OTHERS.getOrDefault(spec.fullName(), spec.fullName() + words);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isThatOfTheTableForEachCommandOfAnOwner(CommandSpec spec) {
        Command command = typed.decode(request(spec));
        assertThat(command).as(request(spec)).isNotInstanceOf(ConnectionCommand.Answer.class);
        if (command instanceof QueueCommand || command instanceof SyncCommand) {
            assertThat(CommandName.of(command)).isEqualTo(spec.fullName().replace("NOTIFY_ALL", "NOTIFY"));
            assertThat(CommandName.text(command)).isEqualTo(CommandName.of(command) + " thing");
        } else {
            assertThat(command).isInstanceOf(ConnectionCommand.class);
        }
    }

    @Test
    void partsOfACommandHaveItsName() {
        assertThat(CommandName.text(new QueueCommand.Consume("q"))).isEqualTo("QUEUE GET q");
        assertThat(CommandName.text(new TaskCommand.CheckOpen("q"))).isEqualTo("GATHER q");
        assertThat(CommandName.text(new MoveCommand.Reserve("q", 1))).isEqualTo("QUEUE MOVE q");
        assertThat(CommandName.text(new Transaction(List.of()))).isEqualTo("EXEC");
    }

    @Test
    void aThingWhoseNameCouldPassForMoreIsQuoted() {
        assertThat(CommandName.text(new QueueCommand.Size("a(b)"))).isEqualTo("QUEUE SIZE \"a(b)\"");
    }
}
