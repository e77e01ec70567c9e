package dev.tutti.command;

import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_CANCELS_THE_OTHERS;
import static dev.tutti.command.ConnectionCommand.Gather.Failures.FIRST_IS_THE_REPLY;
import static dev.tutti.command.ConnectionCommand.Gather.Failures.IN_THEIR_PLACES;
import static dev.tutti.command.QueueCommand.QUEUES_LEASE;
import static dev.tutti.queue.PutOptions.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.command.ConnectionCommand.Answer;
import dev.tutti.command.ConnectionCommand.Everywhere;
import dev.tutti.command.ConnectionCommand.Everywhere.Merge;
import dev.tutti.command.ConnectionCommand.Transact.Step;
import dev.tutti.command.ConnectionCommand.WaitFor.Until;
import dev.tutti.queue.PutOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed as it should be, and the record that is made of it. */
class CommandTableTest {

    private static final long NONE = Command.NO_TIMEOUT;
    private static final long HOUR = 3_600_000;
    private static final byte[] NOTHING = {};

    private final Typed typed = new Typed();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Arguments row(String line, Command expected) {
        return Arguments.of(line, expected);
    }

    static Stream<Arguments> queueCommands() {
        return Stream.of(
                row("QUEUE PUT q item", new QueueCommand.Put("q", bytes("item"), NORMAL, NONE)),
                row("QUEUE PUT q item TIMEOUT 0", new QueueCommand.Put("q", bytes("item"), NORMAL, 0)),
                row("QUEUE PUT q TIMEOUT", new QueueCommand.Put("q", bytes("TIMEOUT"), NORMAL, NONE)),
                row("QUEUE PUT q \"\"", new QueueCommand.Put("q", NOTHING, NORMAL, NONE)),
                row(
                        "QUEUE PUT q item PRIORITY -9223372036854775808 DELAY 60 TIMEOUT 5",
                        new QueueCommand.Put("q", bytes("item"), new PutOptions(Long.MIN_VALUE, 60), 5)),
                row("QUEUE PUT q item DELAY 0", new QueueCommand.Put("q", bytes("item"), NORMAL, NONE)),
                row(
                        "QUEUE PUT q item PRIORITY 0",
                        new QueueCommand.Put("q", bytes("item"), new PutOptions(0L, 0), NONE)),
                row("QUEUE GET q", new QueueCommand.Get("q", 0, NONE, QUEUES_LEASE)),
                row("QUEUE GET q COUNT 1", new QueueCommand.Get("q", 1, NONE, QUEUES_LEASE)),
                row("QUEUE GET q COUNT 5 TIMEOUT 60", new QueueCommand.Get("q", 5, 60, QUEUES_LEASE)),
                row(
                        "QUEUE GET q TIMEOUT 31536000000 COUNT 5",
                        new QueueCommand.Get("q", 5, 31_536_000_000L, QUEUES_LEASE)),
                row("queue get Q timeout 7", new QueueCommand.Get("Q", 0, 7, QUEUES_LEASE)),
                row("QUEUE GET q LEASE 0", new QueueCommand.Get("q", 0, NONE, 0)),
                row("QUEUE GET q TIMEOUT 60 LEASE 7 COUNT 5", new QueueCommand.Get("q", 5, 60, 7)),
                row("QUEUE DONE q 7", new QueueCommand.Done("q", 7, NOTHING)),
                row("QUEUE DONE q 7 result", new QueueCommand.Done("q", 7, bytes("result"))),
                row("QUEUE FAIL q 7", new QueueCommand.Fail("q", 7, NOTHING)),
                row("QUEUE FAIL q 7 \"no such file\"", new QueueCommand.Fail("q", 7, bytes("no such file"))),
                row("QUEUE RELEASE q 9223372036854775807", new QueueCommand.Release("q", Long.MAX_VALUE, 0)),
                row("QUEUE RELEASE q 7 DELAY 60", new QueueCommand.Release("q", 7, 60)),
                row("QUEUE TOUCH q 7", new ItemCommand.Touch("q", 7)),
                row("QUEUE JOIN q", new QueueCommand.Join("q", NONE)),
                row("QUEUE JOIN q TIMEOUT 5", new QueueCommand.Join("q", 5)),
                row("QUEUE SIZE q", new QueueCommand.Size("q")),
                row("QUEUE PEEK q", new QueueCommand.Peek("q", 1)),
                row("QUEUE PEEK q COUNT 2147483647", new QueueCommand.Peek("q", Integer.MAX_VALUE)),
                row("QUEUE PURGE q", new QueueCommand.Purge("q")),
                row("QUEUE STATS q", new QueueCommand.Stats("q")),
                row("QUEUE LIST", new Everywhere(new QueueNamesQuery(), Merge.NAMES)),
                row(
                        "QUEUE MOVE q.dead q",
                        new MoveCommand.Move("q.dead", "q", Integer.MAX_VALUE, MoveCommand.Move.NEXT)),
                row("QUEUE MOVE a b COUNT 5", new MoveCommand.Move("a", "b", 5, MoveCommand.Move.NEXT)),
                row("QUEUE MOVE a b ID 7", new MoveCommand.Move("a", "b", 1, 7)),
                row("QUEUE RESCHEDULE q 7 DELAY 5", new MoveCommand.Reschedule("q", 7, null, 5)),
                row("QUEUE RESCHEDULE q 7 PRIORITY -3", new MoveCommand.Reschedule("q", 7, -3L, -1)),
                row("QUEUE RESCHEDULE q 7 AT 1 PRIORITY 3", new MoveCommand.Reschedule("q", 7, 3L, 0)),
                row("QUEUE SHUTDOWN q", new QueueCommand.Shutdown("q", false)),
                row("QUEUE SHUTDOWN q immediate", new QueueCommand.Shutdown("q", true)),
                row("QUEUE DELETE q", new QueueCommand.Delete("q")));
    }

    static Stream<Arguments> taskCommands() {
        TaskCommand.Run a = new TaskCommand.Run("q", bytes("a"), Command.FOR_EVER);
        TaskCommand.Await seven = new TaskCommand.Await("q", 7, NONE);
        TaskCommand.Run b = new TaskCommand.Run("r", bytes("LIMIT"), Command.FOR_EVER);
        return Stream.of(
                row("RUN q item", new TaskCommand.Run("q", bytes("item"), NONE)),
                row("RUN q item timeout 0", new TaskCommand.Run("q", bytes("item"), 0)),
                row("GATHER", new ConnectionCommand.Gather(List.of(), NONE, 0, FIRST_IS_THE_REPLY)),
                row("GATHER q a", new ConnectionCommand.Gather(List.of(a), NONE, 0, FIRST_IS_THE_REPLY)),
                row("GATHER q a r LIMIT", new ConnectionCommand.Gather(List.of(a, b), NONE, 0, FIRST_IS_THE_REPLY)),
                row("GATHER RETURN_EXCEPTIONS q a", new ConnectionCommand.Gather(List.of(a), NONE, 0, IN_THEIR_PLACES)),
                row(
                        "GATHER LIMIT 2 RETURN_EXCEPTIONS TIMEOUT 9 q a",
                        new ConnectionCommand.Gather(List.of(a), 9, 2, IN_THEIR_PLACES)),
                row("GATHER TIMEOUT 0", new ConnectionCommand.Gather(List.of(), 0, 0, FIRST_IS_THE_REPLY)),
                row("TASKGROUP", new ConnectionCommand.Gather(List.of(), NONE, 0, FIRST_CANCELS_THE_OTHERS)),
                row(
                        "TASKGROUP LIMIT 2 TIMEOUT 9 q a",
                        new ConnectionCommand.Gather(List.of(a), 9, 2, FIRST_CANCELS_THE_OTHERS)),
                row("WAIT q 7", new ConnectionCommand.WaitFor(List.of(seven), NONE, Until.ALL_COMPLETED)),
                row("SUBMIT q item", new TaskCommand.Submit("q", bytes("item"), NORMAL, HOUR, NONE)),
                row(
                        "SUBMIT q item TIMEOUT 5 DELAY 60 PRIORITY -1 TTL 0",
                        new TaskCommand.Submit("q", bytes("item"), new PutOptions(-1L, 60), 0, 5)),
                row("AWAIT q 7", new TaskCommand.Await("q", 7, NONE)),
                row("AWAIT q 7 TIMEOUT 5", new TaskCommand.Await("q", 7, 5)),
                row("CANCEL q 7", new TaskCommand.Cancel("q", 7)));
    }

    static Stream<Arguments> connectionCommands() {
        return Stream.of(
                row("PING", new ConnectionCommand.Ping(new Reply.Simple("PONG"))),
                row("ping hi", new ConnectionCommand.Ping(Reply.text("hi"))),
                row("ACL WHOAMI", new ConnectionCommand.WhoAmI()),
                row("ECHO hi", new Answer(Reply.text("hi"))),
                row("SELECT 0", new Answer(Reply.OK)),
                row("MULTI", new ConnectionCommand.Transact(Step.MULTI)),
                row("exec", new ConnectionCommand.Transact(Step.EXEC)),
                row("WATCH a b", new ConnectionCommand.Transact(Step.WATCH)),
                row("DISCARD", new ConnectionCommand.Transact(Step.DISCARD)),
                row("UNWATCH", new ConnectionCommand.Answer(Reply.OK)),
                row("RESET", new ConnectionCommand.Reset()),
                row("QUIT", new ConnectionCommand.Quit()),
                row("HELLO", new ConnectionCommand.Hello(0, null, null, null)),
                row("HELLO 3", new ConnectionCommand.Hello(3, null, null, null)),
                row("HELLO 2 SETNAME me AUTH u p", new ConnectionCommand.Hello(2, "u", "p", "me")),
                row("AUTH p", new ConnectionCommand.Auth(null, "p")),
                row("AUTH u p", new ConnectionCommand.Auth("u", "p")),
                row("INFO", new ConnectionCommand.Info(Set.of("default"))),
                row("WAITERS", new Everywhere(new ContentionQuery(null, false), Everywhere.Merge.WAITERS)),
                row("WAITERS l", new Everywhere(new ContentionQuery("l", false), Everywhere.Merge.WAITERS)),
                row("BACKUP /tmp/b", new ConnectionCommand.Backup("/tmp/b")),
                row("config reload", new ConnectionCommand.Reload()),
                row("DRAIN", new ConnectionCommand.Drain(true)),
                row("UNDRAIN", new ConnectionCommand.Drain(false)),
                row("INFO Stats", new ConnectionCommand.Info(Set.of("stats"))),
                row("INFO server locks SERVER", new ConnectionCommand.Info(Set.of("server", "locks"))),
                row("CLIENT INFO", new ConnectionCommand.ClientInfo()),
                row("CLIENT ID", new ConnectionCommand.ClientId()),
                row("CLIENT GETNAME", new ConnectionCommand.GetName()),
                row("CLIENT SETNAME me", new ConnectionCommand.SetName("me")),
                row("CLIENT SETNAME ''", new ConnectionCommand.SetName("")),
                row("CLIENT SETINFO lib-name x", new ConnectionCommand.SetInfo(true, "x")),
                row("CLIENT SETINFO LIB-VER 1", new ConnectionCommand.SetInfo(false, "1")),
                row("CLIENT LIST", new Everywhere(new ClientCommand.ListClients(Set.of()), Merge.TEXT)),
                row("CLIENT LIST ID 3", new Everywhere(new ClientCommand.ListClients(Set.of(3L)), Merge.TEXT)),
                row(
                        "CLIENT LIST ID 3 0 TYPE normal",
                        new Everywhere(new ClientCommand.ListClients(Set.of(3L, 0L)), Merge.TEXT)),
                row("CLIENT LIST TYPE pubsub", new Answer(Reply.text(""))),
                row("CLIENT UNBLOCK 0", new Everywhere(new ClientCommand.UnblockClient(0, false), Merge.SUM)),
                row("CLIENT KILL a:1", new Everywhere(new ClientCommand.Kill(0, "a:1", false, 0), Merge.ANY)),
                row("CLIENT KILL ID 3", new Everywhere(new ClientCommand.Kill(3, null, true, 0), Merge.SUM)),
                row(
                        "CLIENT KILL SKIPME no ADDR a:1 ID 3",
                        new Everywhere(new ClientCommand.Kill(3, "a:1", false, 0), Merge.SUM)),
                row("CLIENT KILL USER a", new Everywhere(new ClientCommand.Kill(0, null, "a", true, 0), Merge.SUM)),
                row("CLIENT UNBLOCK 3", new Everywhere(new ClientCommand.UnblockClient(3, false), Merge.SUM)),
                row("CLIENT UNBLOCK 3 TIMEOUT", new Everywhere(new ClientCommand.UnblockClient(3, false), Merge.SUM)),
                row("CLIENT UNBLOCK 3 error", new Everywhere(new ClientCommand.UnblockClient(3, true), Merge.SUM)));
    }

    static Stream<Arguments> syncCommands() {
        return Stream.of(
                row("EVENT SET e", new EventCommand.Set("e")),
                row("event clear E", new EventCommand.Clear("E")),
                row("EVENT WAIT e", new EventCommand.Wait("e", NONE)),
                row("EVENT WAIT e TIMEOUT 0", new EventCommand.Wait("e", 0)),
                row("EVENT IS_SET e", new EventCommand.IsSet("e")),
                row("LOCK ACQUIRE l", new LockCommand.Acquire("l", NONE, 0)),
                row("LOCK ACQUIRE l LEASE 9 TIMEOUT 5", new LockCommand.Acquire("l", 5, 9)),
                row(
                        "LOCK ACQUIREALL 2 b a LEASE 9 TIMEOUT 5 DETACHED",
                        new LockCommand.AcquireAll(List.of("b", "a"), 5, 9, true, null)),
                row("LOCK ACQUIREALL 1 l", new LockCommand.AcquireAll(List.of("l"), NONE, 0, false, null)),
                row("LOCK RELEASE l", new LockCommand.Release("l", 0)),
                row("LOCK RELEASE l 7", new LockCommand.Release("l", 7)),
                row("LOCK TOUCH l 7", new LockCommand.Touch("l", 7, SyncCommand.SAME_LEASE)),
                row("LOCK TOUCH l 7 LEASE 9", new LockCommand.Touch("l", 7, 9)),
                row("LOCK LOCKED l", new LockCommand.Locked("l")),
                row("LOCK ACQUIRE l DETACHED LEASE 9", new LockCommand.Acquire("l", NONE, 9, true)),
                row("SEMAPHORE ACQUIRE s LEASE 9 DETACHED", new SemaphoreCommand.Acquire("s", 0, 1, NONE, 9, true)),
                row("SEMAPHORE ACQUIRE s PERMITS 3", new SemaphoreCommand.Acquire("s", 0, 3, NONE, 0, false)),
                row("SEMAPHORE ACQUIRE s", new SemaphoreCommand.Acquire("s", 0, NONE, 0)),
                row("SEMAPHORE ACQUIRE s TIMEOUT 5 LIMIT 2", new SemaphoreCommand.Acquire("s", 2, 5, 0)),
                row("SEMAPHORE ACQUIRE s LEASE 9", new SemaphoreCommand.Acquire("s", 0, NONE, 9)),
                row("SEMAPHORE RELEASE s", new SemaphoreCommand.Release("s", 0)),
                row("SEMAPHORE RELEASE s 9223372036854775807", new SemaphoreCommand.Release("s", Long.MAX_VALUE)),
                row("SEMAPHORE TOUCH s 7", new SemaphoreCommand.Touch("s", 7, SyncCommand.SAME_LEASE)),
                row("SEMAPHORE TOUCH s 7 LEASE 0", new SemaphoreCommand.Touch("s", 7, 0)),
                row("SEMAPHORE VALUE s", new SemaphoreCommand.Value("s")),
                row("CONDITION ACQUIRE c", new ConditionCommand.Acquire("c", NONE)),
                row("CONDITION ACQUIRE c TIMEOUT 5", new ConditionCommand.Acquire("c", 5)),
                row("CONDITION RELEASE c", new ConditionCommand.Release("c", 0)),
                row("CONDITION RELEASE c 7", new ConditionCommand.Release("c", 7)),
                row("CONDITION LOCKED c", new ConditionCommand.Locked("c")),
                row("CONDITION WAIT c", new ConditionCommand.Wait("c", NONE)),
                row("CONDITION WAIT c TIMEOUT 5", new ConditionCommand.Wait("c", 5)),
                row("CONDITION NOTIFY c", new ConditionCommand.Notify("c", 1)),
                row("CONDITION NOTIFY c 0", new ConditionCommand.Notify("c", 0)),
                row("CONDITION NOTIFY_ALL c", new ConditionCommand.Notify("c", ConditionCommand.ALL)),
                row("BARRIER WAIT b PARTIES 1", new BarrierCommand.Wait("b", 1, NONE)),
                row("BARRIER WAIT b TIMEOUT 5 PARTIES 3", new BarrierCommand.Wait("b", 3, 5)),
                row("BARRIER ABORT b", new BarrierCommand.Abort("b")),
                row("BARRIER RESET b", new BarrierCommand.Reset("b")),
                row("BARRIER STATE b", new BarrierCommand.State("b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "queueCommands",
        "dev.tutti.command.SettingsExamples#settings",
        "dev.tutti.command.SettingsExamples#schedules",
        "dev.tutti.command.DeliveryExamples#deliveries",
        "taskCommands",
        "syncCommands",
        "connectionCommands",
        "dev.tutti.command.ClusterExamples#clusters"
    })
    void becomesARecord(String line, Command expected) {
        assertThat(typed.decode(line))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(expected);
    }

    @Test
    void anArrayMeansTheSameAsALine() {
        byte[] array = bytes("*4\r\n$5\r\nqUEUE\r\n$3\r\nPut\r\n$1\r\nq\r\n$4\r\na\r\nb\r\n");
        assertThat(typed.decode(array))
                .usingRecursiveComparison()
                .isEqualTo(new QueueCommand.Put("q", bytes("a\r\nb"), NORMAL, NONE));
    }

    /** Of the commands, all that are carried out are among the examples above, and no others are. */
    @Test
    void everyRowHasAnExample() {
        Set<String> examples = new HashSet<>();
        Stream.of(
                        queueCommands(),
                        SettingsExamples.settings(),
                        SettingsExamples.schedules(),
                        DeliveryExamples.deliveries(),
                        taskCommands(),
                        syncCommands(),
                        connectionCommands(),
                        ClusterExamples.clusters())
                .flatMap(rows -> rows)
                .map(row -> ((String) row.get()[0]).toUpperCase())
                .forEach(line -> {
                    String[] words = line.split(" ");
                    examples.add(words[0]);
                    examples.add(words.length > 1 ? words[0] + " " + words[1] : words[0]);
                });
        List<CommandSpec> carriedOut = new ArrayList<>(specs());
        carriedOut.removeIf(spec -> Set.of("COMMAND", "HELP", "CONFIG").contains(spec.name()));
        assertThat(carriedOut).extracting(CommandSpec::fullName).allMatch(examples::contains);
        assertThat(carriedOut).hasSize(100);
    }

    static List<CommandSpec> specs() {
        List<CommandSpec> specs = new ArrayList<>();
        specs.addAll(QueueDecoders.specs());
        specs.addAll(TaskDecoders.specs());
        specs.addAll(ScheduleDecoders.specs());
        specs.addAll(SyncDecoders.specs());
        specs.addAll(TransactionDecoders.specs());
        specs.addAll(new ConnectionDecoders(Map.of()).specs());
        specs.addAll(ClientDecoders.specs());
        specs.addAll(SentinelDecoders.specs());
        specs.addAll(ClusterDecoders.specs());
        specs.addAll(new CommandDocs(specs).specs());
        return specs;
    }

    // ---- the numbers of commands

    @ParameterizedTest
    @CsvSource({
        "ping, PING",
        "QUEUE PUT q a, QUEUE PUT",
        "QUEUE PUT q, QUEUE PUT",
        "QUEUE, unknown",
        "QUEUE FROB q, unknown",
        "FROB, unknown"
    })
    void aRequestHasTheNumberOfItsNameAlsoIfItIsRefused(String line, String name) {
        CommandTable table = new CommandTable(100, 1600, Map.of());
        Typed.decode(table, line);
        assertThat(table.names().get(table.lastNumber())).isEqualTo(name);
    }

    @Test
    void everyCommandHasANumberOfItsOwn() {
        assertThat(new CommandTable(100, 1600, Map.of()).names())
                .doesNotHaveDuplicates()
                .hasSize(specs().size() + 1);
    }

    // ---- names

    @Test
    void aNameThatComesAgainIsTheSameObject() {
        String first = ((QueueCommand) typed.decode("QUEUE SIZE jobs")).queue();
        String again = ((QueueCommand) typed.decode("QUEUE PURGE jobs")).queue();
        assertThat(again).isSameAs(first);
    }

    @Test
    void moreNamesThanAreRememberedStayApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                String name = "näme-" + i;
                assertThat(((QueueCommand) typed.decode("QUEUE SIZE " + name)).queue())
                        .isEqualTo(name);
            }
        }
    }

    @Test
    void namesWithTheSameHashStayApart() {
        for (String name : List.of("Aa", "BB", "Aa", "BB", "AaAa", "BBBB", "AaBB")) {
            assertThat(((QueueCommand) typed.decode("QUEUE SIZE " + name)).queue())
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "a.b:c/d", "列", "🎻", "timeouts", "PRIORITY"})
    void aNameMayBeAnyPrintableText(String name) {
        assertThat(typed.decode("QUEUE SIZE " + name)).isEqualTo(new QueueCommand.Size(name));
    }
}
