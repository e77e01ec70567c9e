package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server tells about its commands, in the shape that Redis's clients read. */
class CommandDocsTest {

    private final Typed typed = new Typed();

    private static Map<String, Reply> map(Reply reply) {
        List<Reply> pairs = ((Reply.Pairs) reply).elements();
        Map<String, Reply> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put(RecordedBus.told(pairs.get(i)), pairs.get(i + 1));
        }
        return map;
    }

    private static List<Reply> list(Reply reply) {
        return reply instanceof Reply.Encoded encoded ? list(encoded.reply()) : ((Reply.Array) reply).elements();
    }

    private static List<String> texts(Reply reply) {
        return list(reply).stream().map(RecordedBus::told).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "RUN,-3",
        "GATHER,-1",
        "WAIT,-3",
        "PING,-1",
        "ECHO,2",
        "AUTH,-2",
        "HELLO,-1",
        "SELECT,2",
        "RESET,1",
        "EXEC,1",
        "WATCH,-2",
        "INFO,-1",
        "EVENT SET,3",
        "LOCK ACQUIREALL,-4",
        "LOCK RELEASE,-3",
        "SEMAPHORE TOUCH,-4",
        "CONDITION NOTIFY,-3",
        "BARRIER WAIT,-5",
        "QUEUE PUT,-4",
        "QUEUE GET,-3",
        "QUEUE GETANY,-4",
        "QUEUE DONE,-4",
        "QUEUE SIZE,3",
        "QUEUE LIST,2",
        "QUEUE MOVE,-4",
        "SCHEDULE SET,-7",
        "CLIENT ID,2",
        "CLIENT KILL,-2",
        "CLIENT UNBLOCK,-3",
        "CLIENT SETINFO,4",
        "CONFIG GET,-3",
        "ROLE,1",
        "SENTINEL MASTERS,2",
        "SENTINEL GET-MASTER-ADDR-BY-NAME,3",
        "SUBSCRIBE,-2",
        "UNSUBSCRIBE,-1",
        "CLUSTER ADD,5",
        "CLUSTER TRANSFER,-2",
        "COMMAND,1",
        "COMMAND DOCS,-2"
    })
    void arityIsCountedAsRedisDoes(String name, int arity) {
        assertThat(CommandTableTest.specs())
                .filteredOn(spec -> spec.fullName().equals(name))
                .singleElement()
                .extracting(CommandSpec::arity)
                .isEqualTo(arity);
    }

    @Test
    void namesAreUnique() {
        assertThat(CommandTableTest.specs()).extracting(CommandSpec::fullName).doesNotHaveDuplicates();
    }

    @Test
    void everyCommandIsListedOnce() {
        Set<String> names = CommandTableTest.specs().stream()
                .map(spec -> spec.name().toLowerCase())
                .collect(Collectors.toSet());
        assertThat(texts(typed.answer("COMMAND LIST"))).containsExactlyInAnyOrderElementsOf(names);
        assertThat(typed.answer("COMMAND COUNT")).isEqualTo(Reply.integer(names.size()));
        assertThat(list(typed.answer("COMMAND")))
                .hasSize(names.size())
                .allMatch(row -> list(row).size() == 10);
        assertThat(map(typed.answer("COMMAND DOCS"))).containsOnlyKeys(names);
    }

    @Test
    void infoIsOneRowACommandAndNullForNone() {
        List<Reply> rows = list(typed.answer("COMMAND INFO queue nosuch run"));
        assertThat(texts(rows.get(0)).subList(0, 9))
                .containsExactly("queue", "-2", "[blocking]", "0", "0", "0", "[]", "[]", "[]");
        assertThat(rows.get(1)).isEqualTo(Reply.NULL_ARRAY);
        assertThat(texts(rows.get(2)))
                .containsExactly("run", "-3", "[blocking]", "0", "0", "0", "[@write]", "[]", "[]", "[]");
    }

    @Test
    void theSubcommandsOfARowAreRowsToo() {
        List<Reply> subcommands =
                list(list(list(typed.answer("COMMAND INFO event")).get(0)).get(9));
        assertThat(subcommands.stream().map(CommandDocsTest::texts))
                .containsExactly(
                        List.of("event|set", "3", "[]", "0", "0", "0", "[@write]", "[]", "[]", "[]"),
                        List.of("event|clear", "3", "[]", "0", "0", "0", "[@write]", "[]", "[]", "[]"),
                        List.of("event|wait", "-3", "[blocking]", "0", "0", "0", "[@read]", "[]", "[]", "[]"),
                        List.of("event|is_set", "3", "[]", "0", "0", "0", "[@read]", "[]", "[]", "[]"));
    }

    @Test
    void theCommandsThatMayWaitAreBlocking() {
        assertThat(CommandTableTest.specs().stream()
                        .filter(CommandSpec::mayWait)
                        .map(CommandSpec::fullName))
                .containsExactlyInAnyOrder(
                        "QUEUE PUT",
                        "QUEUE GET",
                        "QUEUE GETANY",
                        "QUEUE JOIN",
                        "RUN",
                        "GATHER",
                        "TASKGROUP",
                        "SUBMIT",
                        "AWAIT",
                        "WAIT",
                        "EVENT WAIT",
                        "LOCK ACQUIRE",
                        "LOCK ACQUIREALL",
                        "SEMAPHORE ACQUIRE",
                        "CONDITION ACQUIRE",
                        "CONDITION WAIT",
                        "BARRIER WAIT");
    }

    @Test
    void aRepeatedNameIsARowOfInfoEachTime() {
        List<Reply> rows = list(typed.answer("COMMAND INFO ping nosuch PING x ping"));
        assertThat(rows).hasSize(5);
        assertThat(rows.get(2)).isSameAs(rows.get(0)).isSameAs(rows.get(4));
        assertThat(List.of(rows.get(1), rows.get(3))).containsOnly(Reply.NULL_ARRAY);
    }

    @Test
    void aRepeatedNameIsDocumentedOnce() {
        assertThat(map(typed.answer("COMMAND DOCS run RUN nosuch ping run")))
                .containsOnlyKeys("run", "ping")
                .hasSize(2);
        assertThat(((Reply.Pairs) typed.answer("COMMAND DOCS run RUN nosuch ping run")).elements())
                .hasSize(4);
    }

    @Test
    void docsDescribeACommand() {
        Map<String, Reply> docs = map(typed.answer("COMMAND DOCS run nosuch"));
        assertThat(docs).containsOnlyKeys("run");
        Map<String, Reply> run = map(docs.get("run"));
        assertThat(run.keySet()).containsExactly("summary", "since", "group", "arguments");
        assertThat(RecordedBus.told(run.get("group"))).isEqualTo("task");
        List<Reply> arguments = list(run.get("arguments"));
        assertThat(arguments).hasSize(6);
        assertThat(told(arguments.get(0))).isEqualTo("{name=queue, type=string, display_text=queue}");
        assertThat(told(arguments.get(2)))
                .isEqualTo("{name=timeout-ms, type=integer, display_text=ms, token=TIMEOUT, flags=[optional]}");
    }

    private static String told(Reply map) {
        return map(map).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + RecordedBus.told(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Test
    void docsOfAContainerHoldItsSubcommands() {
        Map<String, Reply> queue = map(map(typed.answer("COMMAND DOCS QUEUE")).get("queue"));
        assertThat(RecordedBus.told(queue.get("summary"))).isEqualTo("A container for QUEUE commands");
        Map<String, Reply> subcommands = map(queue.get("subcommands"));
        assertThat(subcommands)
                .containsKeys("queue|put", "queue|get", "queue|list")
                .hasSize(24);
        assertThat(map(subcommands.get("queue|list"))).doesNotContainKey("arguments");
        assertThat(list(map(subcommands.get("queue|put")).get("arguments"))).hasSize(8);
    }

    @Test
    void flagsAreSimpleStringsOrRedisCliAborts() {
        Map<String, Reply> gather = map(map(typed.answer("COMMAND DOCS gather")).get("gather"));
        List<Reply> arguments = list(gather.get("arguments"));
        assertThat(told(arguments.get(2)))
                .isEqualTo("{name=return_exceptions, type=pure-token, token=RETURN_EXCEPTIONS, flags=[optional]}");
        for (Reply argument : arguments) {
            assertThat(list(map(argument).get("flags"))).allMatch(flag -> flag instanceof Reply.Simple);
        }
        Map<String, Reply> pair = map(arguments.get(3));
        assertThat(RecordedBus.told(pair.get("type"))).isEqualTo("block");
        assertThat(texts(pair.get("flags"))).containsExactly("optional", "multiple");
        assertThat(list(pair.get("arguments"))).hasSize(2);
    }

    @Test
    void blocksMayStandInBlocks() {
        List<Reply> hello =
                list(map(map(typed.answer("COMMAND DOCS hello")).get("hello")).get("arguments"));
        Map<String, Reply> block = map(hello.get(0));
        List<Reply> inner = list(block.get("arguments"));
        assertThat(inner)
                .extracting(argument -> RecordedBus.told(map(argument).get("name")))
                .containsExactly("protover", "auth", "setname");
        assertThat(list(map(inner.get(1)).get("arguments"))).hasSize(2);
    }

    @Test
    void anOptionThatIsRequiredIsAnArgumentWithItsToken() {
        Map<String, Reply> barrier = map(
                map(map(typed.answer("COMMAND DOCS barrier")).get("barrier")).get("subcommands"));
        List<Reply> arguments = list(map(barrier.get("barrier|wait")).get("arguments"));
        assertThat(arguments.stream().map(CommandDocsTest::told))
                .containsExactly(
                        "{name=b, type=string, display_text=b}",
                        "{name=parties, type=integer, display_text=n, token=PARTIES}",
                        "{name=timeout-ms, type=integer, display_text=ms, token=TIMEOUT, flags=[optional]}");
    }

    @Test
    void optionsThatExcludeEachOtherAreOneArgument() {
        Map<String, Reply> schedule = map(
                map(map(typed.answer("COMMAND DOCS schedule")).get("schedule")).get("subcommands"));
        Map<String, Reply> times =
                map(list(map(schedule.get("schedule|set")).get("arguments")).get(3));
        assertThat(times.keySet()).containsExactly("name", "type", "arguments");
        assertThat(RecordedBus.told(times.get("name"))).isEqualTo("every_or_cron");
        assertThat(RecordedBus.told(times.get("type"))).isEqualTo("oneof");
        assertThat(list(times.get("arguments")).stream().map(CommandDocsTest::told))
                .containsExactly(
                        "{name=every-ms, type=integer, display_text=ms, token=EVERY}",
                        "{name=cron, type=string, display_text=expression, token=CRON}");
    }

    @Test
    void helpEchoesOnlyTheBeginningOfALongName() {
        CommandTable table = new CommandTable(5000, 50_000, Map.of());
        Reply unknown = ((ConnectionCommand.Answer) Typed.decode(table, "HELP " + "a".repeat(4000))).reply();
        assertThat(RecordedBus.told(unknown))
                .isEqualTo("ERR unknown command '" + "A".repeat(128) + "', HELP lists all commands");
        Reply subcommand = ((ConnectionCommand.Answer) Typed.decode(table, "HELP QUEUE " + "a".repeat(4000))).reply();
        assertThat(RecordedBus.told(subcommand))
                .isEqualTo("ERR unknown subcommand '" + "A".repeat(128) + "' of QUEUE, HELP QUEUE lists all of them");
    }

    @Test
    void helpIsALineACommand() {
        List<String> lines = texts(typed.answer("HELP"));
        assertThat(lines).hasSize(CommandTableTest.specs().size());
        assertThat(lines)
                .contains(
                        "RUN queue item [TIMEOUT ms] [PRIORITY n] [KEY k] [GROUP g] -- Runs a task and waits for its result");
        assertThat(texts(typed.answer("help run")))
                .containsExactly(
                        lines.stream().filter(line -> line.startsWith("RUN ")).toArray(String[]::new));
        assertThat(texts(typed.answer("HELP event is_set")))
                .containsExactly("EVENT IS_SET e -- Tells if an event is set");
        assertThat(typed.refusal("HELP ping put"))
                .isEqualTo("ERR unknown subcommand 'PUT' of PING, HELP PING lists all of them");
        assertThat(texts(typed.answer("HELP QUEUE"))).hasSize(24).allMatch(line -> line.startsWith("QUEUE "));
    }
}
