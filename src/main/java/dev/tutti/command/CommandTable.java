package dev.tutti.command;

import dev.tutti.resp.Arguments;
import dev.tutti.resp.RequestLimits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of all commands: the name, syntax, summary and decoder of each. The best place to begin reading the server.
 * Not thread-safe, since it caches names: each net server has its own.
 */
public final class CommandTable {

    private static final class Row {
        private final CommandSpec spec;
        private final int least;
        private final int most;
        private final int number;

        private Row(CommandSpec spec, int number) {
            this.spec = spec;
            this.least = spec.least();
            this.most = spec.most();
            this.number = number;
        }

        private boolean accepts(int words) {
            return words >= least && words <= most;
        }
    }

    /** Stands for all commands that the table does not have. */
    private static final String UNKNOWN = "unknown";

    private static final Logger log = LoggerFactory.getLogger(CommandTable.class);
    private static final int MAX_ECHOED = 128;
    private static final int LONGEST_NAME = 23;
    /** A request of more words is a long one. */
    private static final int FEW_WORDS = 4096;

    private final Words words = new Words(Clock.systemUTC());
    private final List<CommandSpec> specs = new ArrayList<>();
    private final ConnectionDecoders connection;
    /** The rows that a request may mean, by the lengths of its first two words. So it is compared with few names. */
    private final Row[][][] rows = new Row[LONGEST_NAME + 1][LONGEST_NAME + 1][];

    private final Permissions permissions;
    private final RequestLimits limits;
    /** The number of the last request's name. */
    private int number;

    /** Creates a table with limits of its own, see {@link #CommandTable(RequestLimits, Map)}. */
    public CommandTable(int maxItemSize, int maxCommandSize, Map<String, String> settings) {
        this(new RequestLimits(maxItemSize, maxCommandSize), settings);
    }

    /**
     * Creates the table.
     *
     * @param settings the settings that CONFIG GET shows, apart from {@code save}, which is added as empty
     */
    public CommandTable(RequestLimits limits, Map<String, String> settings) {
        this.limits = limits;
        specs.addAll(QueueDecoders.specs());
        specs.addAll(TaskDecoders.specs());
        specs.addAll(ScheduleDecoders.specs());
        specs.addAll(SyncDecoders.specs());
        specs.addAll(TransactionDecoders.specs());
        connection = new ConnectionDecoders(settings);
        specs.addAll(connection.specs());
        specs.addAll(ClientDecoders.specs());
        specs.addAll(SentinelDecoders.specs());
        specs.addAll(ClusterDecoders.specs());
        specs.addAll(new CommandDocs(specs).specs());
        permissions = new Permissions(specs);
        List<Row> all = IntStream.range(0, specs.size())
                .mapToObj(row -> new Row(specs.get(row), row))
                .toList();
        for (int name = 0; name <= LONGEST_NAME; name++) {
            for (int subcommand = 0; subcommand <= LONGEST_NAME; subcommand++) {
                rows[name][subcommand] = rows(all, name, subcommand);
            }
        }
    }

    /** The rights that users need for the commands. */
    public Permissions permissions() {
        return permissions;
    }

    /** The limits of the requests, which may change. */
    public RequestLimits limits() {
        return limits;
    }

    /** @param settings the settings that CONFIG GET shows from now on */
    public void show(Map<String, String> settings) {
        connection.show(settings);
    }

    /** The rows with a name and a subcommand of these lengths, and those without a subcommand. */
    private static Row[] rows(List<Row> all, int name, int subcommand) {
        return all.stream()
                .filter(row -> row.spec.name().length() == name)
                .filter(row ->
                        row.spec.subcommand() == null || row.spec.subcommand().length() == subcommand)
                .toArray(Row[]::new);
    }

    /**
     * Decodes a request. A refused request becomes an {@link ConnectionCommand.Answer} with the error, so that the
     * error is sent in the request's turn. So does a request whose decoding fails because of a bug, which is logged.
     */
    public Command decode(Arguments request) {
        try {
            Row row = row(request);
            words.begin(request, row.spec);
            return row.spec.decoder().decode(words);
        } catch (Refusal refusal) {
            return new ConnectionCommand.Answer(refusal.reply());
        } catch (RuntimeException | StackOverflowError bug) {
            return failed(request, bug);
        }
    }

    /** Whether the decoding of a request may take so long that it should be done in steps. */
    public static boolean isLong(Arguments request) {
        return request.count() > FEW_WORDS;
    }

    /**
     * Decodes a request in steps, with the same result as {@link #decode}. Its words must stay as they are until then.
     */
    public Decoding decodeInSteps(Arguments request) {
        return new LongDecoding(request);
    }

    private final class LongDecoding implements Decoding {
        private final Arguments request;
        private final Words own = new Words(words);
        private Row row;
        /** Null before the first step. */
        private Decoding list;

        private LongDecoding(Arguments request) {
            this.request = request;
        }

        @Override
        public Command step() {
            try {
                if (row == null) {
                    row = row(request);
                    own.begin(request, row.spec);
                    if (!(row.spec.decoder() instanceof CommandSpec.ListDecoder decoder)) {
                        return row.spec.decoder().decode(own);
                    }
                    list = decoder.begin(own);
                }
                number = row.number;
                return list.step();
            } catch (Refusal refusal) {
                return new ConnectionCommand.Answer(refusal.reply());
            } catch (RuntimeException | StackOverflowError bug) {
                return failed(request, bug);
            }
        }
    }

    private static Command failed(Arguments request, Throwable bug) {
        log.error("a request of {} words could not be decoded", request.count(), bug);
        return new ConnectionCommand.Answer(Refusal.internalError());
    }

    /** The names of all commands, by their numbers, and behind them one for those that are unknown. */
    public List<String> names() {
        return Stream.concat(specs.stream().map(CommandSpec::fullName), Stream.of(UNKNOWN))
                .toList();
    }

    /** One of the {@link #names}. */
    public String name(int command) {
        return command < specs.size() ? specs.get(command).fullName() : UNKNOWN;
    }

    /** The number of the name of the request that was decoded last, see {@link #names}. */
    public int lastNumber() {
        return number;
    }

    /** The row of a request, which has enough words for it. */
    private Row row(Arguments request) {
        number = specs.size();
        if (request.tooBig()) {
            throw Refusal.tooBig(limits.maxItemSize(), limits.maxCommandSize());
        }
        Row row = find(request);
        number = row.number;
        if (!row.accepts(request.count())) {
            if (row.spec.subcommand() == null && request.count() > 1 && isContainer(row.spec.name())) {
                throw unknown(request);
            }
            throw Refusal.malformed("wrong number of arguments for '" + row.spec.redisName() + "' command, expected "
                    + row.spec.usage());
        }
        return row;
    }

    private Row find(Arguments request) {
        int name = Math.min(request.length(0), LONGEST_NAME);
        int subcommand = request.count() > 1 ? Math.min(request.length(1), LONGEST_NAME) : 0;
        for (Row row : rows[name][subcommand]) {
            if (row.spec.isNamed(request)) {
                return row;
            }
        }
        throw unknown(request);
    }

    private boolean isContainer(String name) {
        return specs.stream().anyMatch(spec -> spec.name().equals(name) && spec.subcommand() != null);
    }

    private Refusal unknown(Arguments request) {
        List<CommandSpec> family =
                specs.stream().filter(spec -> request.is(0, spec.name())).collect(Collectors.toList());
        if (family.isEmpty()) {
            StringBuilder beginning = new StringBuilder();
            for (int i = 1; i < request.count() && beginning.length() < MAX_ECHOED; i++) {
                beginning.append('\'').append(cut(request.text(i))).append("' ");
            }
            return Refusal.malformed("unknown command '" + cut(request.text(0)) + "', with args beginning with: "
                    + beginning + "(HELP lists all commands)");
        }
        String expected = family.stream()
                .map(CommandSpec::subcommand)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        if (request.count() == 1) {
            String name = family.get(0).name().toLowerCase(Locale.ROOT);
            return Refusal.malformed(
                    "wrong number of arguments for '" + name + "' command, expected one of " + expected);
        }
        String redis = ClusterDecoders.NAME.equals(family.get(0).name())
                ? "This instance has cluster support disabled, as Redis Cluster means it: "
                : "";
        return Refusal.malformed(redis + "unknown subcommand '" + cut(request.text(1)) + "' of "
                + family.get(0).name() + ", expected one of " + expected);
    }

    /** The beginning of a word of any length, for a message. */
    static String cut(String word) {
        return word.length() <= MAX_ECHOED ? word : word.substring(0, MAX_ECHOED);
    }
}
