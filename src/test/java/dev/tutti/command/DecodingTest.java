package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are decoded in steps, while more bytes arrive. */
class DecodingTest {

    private static final int MANY = 3_000;
    /** The most tasks that a step reads. */
    private static final int A_STEP = 256;

    private final Typed typed = new Typed();

    private void assertSame(Command command, String line) {
        assertThat(told(command)).isEqualTo(told(typed.decode(line)));
    }

    /** The command with all its words. */
    private static String told(Command command) {
        if (command instanceof ConnectionCommand.Gather gather) {
            return gather.runs().stream()
                            .map(run -> run.queue() + " " + new String(run.item(), StandardCharsets.UTF_8))
                            .toList()
                    + " " + gather.queues() + gather.timeout() + gather.limit() + gather.failures();
        }
        return command instanceof ConnectionCommand.Answer answer
                ? answer.reply().toString()
                : command.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"dev.tutti.command.CommandTableTest#taskCommands", "dev.tutti.command.CommandTableTest#queueCommands"
    })
    void theCommandIsTheSame(String line, Command expected) {
        List<Command> steps = typed.steps(line);
        assertThat(steps.get(steps.size() - 1))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(expected);
    }

    /** Numbers are items, too. */
    private static String tasks(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> " q" + i % 7 + " " + i)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GATHER", "GATHER LIMIT 3 RETURN_EXCEPTIONS", "TASKGROUP TIMEOUT 9", "WAIT FIRST_COMPLETED"})
    void aLongListTakesManySteps(String command) {
        String line = command + tasks(MANY);
        List<Command> steps = typed.steps(line);
        assertThat(steps.size()).isGreaterThanOrEqualTo(MANY / A_STEP);
        assertSame(steps.get(steps.size() - 1), line);
    }

    @ParameterizedTest
    @CsvSource({
        "WAIT, ' q x', ERR id: 'x' is not an integer from 1 to 9223372036854775807",
        "WAIT, ' q', 'ERR wrong number of arguments, expected pairs of queue and id behind the options, but the number of words is 6001'",
        "GATHER, ' q', 'ERR wrong number of arguments, expected pairs of queue and item behind the options, but the number of words is 6001'",
        "GATHER, ' LIMIT 5', 'ERR queue name ''LIMIT'' is the name of an option: options come first, before the queues'",
        "TASKGROUP, ' q\u0001 5', 'ERR queue name ''qU+0001'' contains '"
    })
    void aMistakeAtTheEndRefusesAll(String command, String end, String refusal) {
        String line = command + tasks(MANY) + end;
        List<Command> steps = typed.steps(line);
        ConnectionCommand.Answer answer = (ConnectionCommand.Answer) steps.get(steps.size() - 1);
        assertThat(Typed.refusal(answer.reply())).startsWith(refusal);
        assertSame(answer, line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "NOTHING", "QUEUE SIZE", "QUEUE PUT q", "ECHO"})
    void anyOtherRequestTakesOneStep(String command) {
        String line = command + tasks(MANY);
        assertThat(typed.steps(line)).hasSize(1);
        assertSame(typed.steps(line).get(0), line);
    }
}
