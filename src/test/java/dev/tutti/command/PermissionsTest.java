package dev.tutti.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import dev.tutti.config.NamePatterns;
import dev.tutti.config.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The users that may send a command, for every row of the table. */
class PermissionsTest {

    /** The words of a syntax that stand for names of queues, locks, schedules and so on. */
    private static final Set<String> NAMES = Set.of("q", "queue", "from", "to", "e", "l", "s", "c", "b");
    /** Requests with every name, for a syntax that has other words than names and numbers, or too few names. */
    private static final Map<String, String> REQUESTS = Map.ofEntries(
            Map.entry("SCHEDULE SET", "SCHEDULE SET name1 name2 item EVERY 5000"),
            Map.entry("SCHEDULE DELETE", "SCHEDULE DELETE name1"),
            Map.entry("QUEUE ALTER", "QUEUE ALTER name1 MAXSIZE 1"),
            Map.entry("QUEUE RESCHEDULE", "QUEUE RESCHEDULE name1 1 DELAY 1"),
            Map.entry("QUEUE GETANY", "QUEUE GETANY 3 name1 name2 name3"),
            Map.entry("LOCK ACQUIREALL", "LOCK ACQUIREALL 3 name1 name2 name3"),
            Map.entry("GATHER", "GATHER name1 item name2 item name1 item name3 item"),
            Map.entry("TASKGROUP", "TASKGROUP name1 item name2 item"),
            Map.entry("WAIT", "WAIT name1 1 name2 2 name2 3 name3 4"),
            Map.entry("WAITERS", "WAITERS name1"),
            Map.entry("HELLO", "HELLO 3"),
            Map.entry("CLUSTER ADD", "CLUSTER ADD d localhost:1 localhost:2"),
            Map.entry("SELECT", "SELECT 0"),
            Map.entry("CLIENT SETINFO", "CLIENT SETINFO LIB-NAME x"),
            Map.entry("CLIENT KILL", "CLIENT KILL ID 1"),
            Map.entry("HELP", "HELP"));

    private final CommandTable table = new CommandTable(5000, 50_000, Map.of("port", "8888"));

    private static User user(String settings) {
        JsonObject user = new JsonObject(settings.replace('\'', '"')).put("password", "p");
        JsonObject server = new JsonObject().put("password", "s").put("users", new JsonObject().put("anna", user));
        return Configuration.from(new JsonObject().put("server", server))
                .server()
                .users()
                .get("anna");
    }

    private static User of(String role) {
        return user("{'role':'" + role + "'}");
    }

    private static User named(String role, String... patterns) {
        return user("{'role':'" + role + "','names':" + new JsonArray(List.of(patterns)).encode() + "}");
    }

    static List<CommandSpec> all() {
        return CommandTableTest.specs();
    }

    /** A request with the words that the syntax asks for, in which the names are name1, name2 and so on. */
    private static String request(CommandSpec spec) {
        if (REQUESTS.containsKey(spec.fullName())) {
            return REQUESTS.get(spec.fullName());
        }
        String required = spec.syntax().text();
        while (required.contains("[")) {
            required = required.replaceAll("\\[[^\\[\\]]*\\]", "");
        }
        StringBuilder request = new StringBuilder(spec.fullName());
        int names = 0;
        for (String word : required.strip().split(" +")) {
            String text = switch (word) {
                case "id", "n", "token" -> "1";
                default -> NAMES.contains(word) ? "name" + ++names : word.equals("") ? "" : word;
            };
            request.append(text.isEmpty() ? "" : " ").append(text);
        }
        return request.toString();
    }

    private static Set<String> names(String request) {
        return Stream.of(request.split(" "))
                .filter(word -> word.matches("name\\d"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Command decoded(CommandSpec spec) {
        Command command = Typed.decode(table, request(spec));
        assertThat(command instanceof ConnectionCommand.Answer answer && answer.reply() instanceof Reply.Error)
                .as(request(spec))
                .isFalse();
        return command;
    }

    private String refusal(String line, User user) {
        Permissions.Denial denial = table.permissions().denial(Typed.decode(table, line), user);
        return denial == null ? null : Typed.refusal(denial.reply());
    }

    // ---- the rows

    @ParameterizedTest
    @MethodSource("all")
    void aCommandIsJudgedByItsRow(CommandSpec spec) {
        Command command = decoded(spec);
        CommandSpec row = table.permissions().row(command);
        if (command instanceof ConnectionCommand.Answer || command instanceof ConnectionCommand.Deferred) {
            assertThat(row).isNull();
            assertThat(spec.access()).as("it is not looked at").isEqualTo(Access.READ);
        } else {
            assertThat(row).isNotNull();
            assertThat(row.fullName()).isEqualTo(spec.fullName().replace("NOTIFY_ALL", "NOTIFY"));
            assertThat(row.access()).isEqualTo(spec.access());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyNameOfACommandCounts(CommandSpec spec) {
        Command command = decoded(spec);
        User everything = of("admin");
        assertThat(table.permissions().denial(command, everything)).isNull();
        Set<String> names = names(request(spec));
        for (String name : names) {
            List<String> others = new ArrayList<>(names);
            others.remove(name);
            others.add("unused");
            NamePatterns patterns =
                    named("write", others.toArray(String[]::new)).names();
            assertThat(TouchedNames.firstBeyond(patterns, command)).isEqualTo(name);
        }
        NamePatterns none = named("write", "unused").names();
        assertThat(TouchedNames.firstBeyond(none, command))
                .isEqualTo(names.stream().findFirst().orElse(null));
    }

    /** If a syntax has names, so has its request above. Else a command with new names could be forgotten here. */
    @ParameterizedTest
    @MethodSource("all")
    void aSyntaxWithNamesHasThemInItsRequest(CommandSpec spec) {
        boolean has = Stream.of(spec.syntax().text().split("[ \\[\\]]+")).anyMatch(NAMES::contains);
        boolean isOfOwner = !(decoded(spec) instanceof ConnectionCommand);
        boolean isSchedule = spec.name().equals("SCHEDULE") && !"LIST".equals(spec.subcommand());
        assertThat(!names(request(spec)).isEmpty())
                .isEqualTo(has || isOfOwner || isSchedule || spec.name().equals("WAITERS"));
    }

    @Test
    void aCommandWithoutARowIsDenied() {
        Permissions none = new Permissions(List.of());
        assertThat(none.denial(new ConnectionCommand.Reload(), of("write"))).isNotNull();
        assertThat(none.denial(new QueueCommand.Size("q"), of("write"))).isNotNull();
        assertThat(none.denial(new ConnectionCommand.Answer(Reply.OK), of("read")))
                .isNull();
        assertThat(none.denial(new ConnectionCommand.HangUp(null), of("read"))).isNull();
    }

    @Test
    void usersWhoReadChangeNothing() {
        assertThat(withAccess(Access.READ))
                .containsExactlyInAnyOrder(
                        ("ACL WHOAMI,AUTH,AWAIT,BARRIER STATE,CLIENT GETNAME,CLIENT ID,CLIENT INFO,CLIENT SETINFO,"
                                        + "CLIENT SETNAME,CLIENT UNBLOCK,CLUSTER NODES,COMMAND,COMMAND COUNT,COMMAND DOCS,COMMAND INFO,COMMAND LIST,"
                                        + "CONDITION LOCKED,DISCARD,ECHO,EVENT IS_SET,EVENT WAIT,EXEC,HELLO,HELP,INFO,"
                                        + "LOCK LOCKED,MULTI,PING,QUEUE INSPECT,QUEUE ITEMS,QUEUE JOIN,QUEUE LIST,"
                                        + "QUEUE PEEK,QUEUE SETTINGS,QUEUE SIZE,QUEUE STATS,QUIT,RESET,ROLE,SCHEDULE LIST,SENTINEL CKQUORUM,"
                                        + "SENTINEL GET-MASTER-ADDR-BY-NAME,SENTINEL MASTER,SENTINEL MASTERS,SENTINEL MYID,"
                                        + "SENTINEL REPLICAS,SENTINEL SENTINELS,SENTINEL SLAVES,SUBSCRIBE,PSUBSCRIBE,UNSUBSCRIBE,"
                                        + "PUNSUBSCRIBE,"
                                        + "SELECT,SEMAPHORE VALUE,UNWATCH,WAIT,WAITERS,WATCH")
                                .split(","));
        assertThat(withAccess(Access.READ_ALL)).containsExactlyInAnyOrder("CLIENT LIST", "CONFIG GET");
    }

    @Test
    void usersWhoAdministerAreNeededForTheServerAndForOthers() {
        assertThat(withAccess(Access.ADMIN))
                .containsExactlyInAnyOrder(
                        "BACKUP",
                        "CLIENT KILL",
                        "CLUSTER ADD",
                        "CLUSTER REMOVE",
                        "CLUSTER TRANSFER",
                        "CONFIG RELOAD",
                        "DRAIN",
                        "UNDRAIN");
    }

    private static List<String> withAccess(Access access) {
        return all().stream()
                .filter(spec -> spec.access() == access)
                .map(CommandSpec::fullName)
                .toList();
    }

    // ---- roles

    @ParameterizedTest
    @MethodSource("all")
    void aRoleHasTheRightsOfThoseBelow(CommandSpec spec) {
        Command command = decoded(spec);
        boolean reads = table.permissions().denial(command, of("read")) == null;
        boolean writes = table.permissions().denial(command, of("write")) == null;
        assertThat(reads).isEqualTo(spec.access().role().word().equals("read"));
        assertThat(writes).isEqualTo(!spec.access().role().word().equals("admin"));
        assertThat(table.permissions().denial(command, of("admin"))).isNull();
    }

    @Test
    void theRefusalSaysWhoAndWhatAndWhereToChangeIt() {
        assertThat(refusal("queue put q a", of("read")))
                .isEqualTo("NOPERM User anna has no permissions to run the 'queue|put' command:"
                        + " server.users.anna.role is read, and this needs write");
        assertThat(refusal("DRAIN", of("write")))
                .isEqualTo("NOPERM User anna has no permissions to run the 'drain' command:"
                        + " server.users.anna.role is write, and this needs admin");
        assertThat(refusal("QUEUE MOVE orders-1 billing", named("write", "orders-*")))
                .isEqualTo("NOPERM User anna has no permissions to access the name 'billing':"
                        + " nothing in server.users.anna.names matches it");
        assertThat(refusal("CLIENT LIST", named("read", "orders-*")))
                .isEqualTo("NOPERM User anna has no permissions to run the 'client|list' command:"
                        + " it may show any name, and server.users.anna.names are not all");
    }

    // ---- names

    @ParameterizedTest
    @CsvSource({
        "QUEUE SIZE orders-1, true",
        "QUEUE SIZE orders-1.dead, true",
        "QUEUE SIZE orders, false",
        "QUEUE SIZE Orders-1, false",
        "QUEUE SIZE a.dead, false",
        "LOCK LOCKED orders-x, true",
        "LOCK LOCKED x, false",
        "EVENT IS_SET one, true",
        "QUEUE SIZE one.dead, true",
        "QUEUE SIZE one.dead.dead, false",
        "QUEUE SIZE two.dead, true",
        "QUEUE SIZE two, false"
    })
    void aPatternMatchesTheWholeNameAndDeadItemsGoWithTheirQueue(String line, boolean allowed) {
        assertThat(refusal(line, named("read", "orders-*", "one", "two.dead")) == null)
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "INFO, true",
        "INFO stats, true",
        "INFO slow, false",
        "INFO stats locks, false",
        "INFO all, false",
        "INFO everything, false",
        "WAITERS, true",
        "WAITERS x, false",
        "QUEUE LIST, true",
        "CONFIG GET *, false",
        "CLIENT INFO, true"
    })
    void aReplyWithNamesOfOthersNeedsAllNamesUnlessTheyAreLeftOut(String line, boolean allowed) {
        assertThat(refusal(line, named("read", "orders-*")) == null).isEqualTo(allowed);
        assertThat(refusal(line, of("read"))).isNull();
    }

    @Test
    void aRefusedRequestIsAnsweredWithItsOwnError() {
        for (String line : List.of("FROB", "QUEUE PUT q", "QUEUE PUT q a FROB 1", "CONFIG RELOAD now")) {
            assertThat(refusal(line.toLowerCase(Locale.ROOT), named("read", "x")))
                    .isNull();
        }
    }
}
