import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What happens on one connection, and how long a PING of another takes meanwhile. Redis has nothing like most. */
final class Stalls {

    private static final int MILLION = 1_000_000;
    /** As many items as 64 MiB of replies hold, about. */
    private static final int HELD = 258_000;

    private static final int HOLDERS = 4000;
    private static final int LOCKS = 200_000;
    private static final int BATCH = 1000;
    /** The id of an item that never comes. */
    private static final long UNKNOWN = 1_000_000_000_000L;

    private static final byte[] ITEM = Requests.item(8);
    private static final Spec ECHO = Spec.TUTTI.withConsumer("{ \"queue\": \"echo\", \"task\": \"echo\" }");
    private static final String QUEUE = Works.QUEUE;

    /** The connection that holds items and is about to close. */
    private static Load holder;
    /** The time at which delays, leases or results are due, whatever their number. */
    private static long due;

    private Stalls() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "nothing",
                "nothing, so that this is the machine's share",
                20,
                (load, port) -> {},
                (load, port) -> Thread.sleep(2000)));
        rows.add(pipeline("command-docs", "COMMAND DOCS of 1,000 names, 2,000 times in one pipeline", 2_000, docs()));
        rows.add(row(
                "cancel",
                "10,000 CANCEL of an unknown id in one pipeline, beside 1,000,000 items",
                30,
                filled(MILLION),
                all(times(10_000, Requests.resp("CANCEL", QUEUE, UNKNOWN)), 10_000)));
        rows.add(row(
                "cancel-groups",
                "10,000 CANCEL of an unknown id in one pipeline, beside a fair queue of 100,000 groups",
                30,
                (load, port) -> Groups.fill(load, 100_000, ITEM),
                all(times(10_000, Requests.resp("CANCEL", Groups.QUEUE, UNKNOWN)), 10_000)));
        rows.add(semaphore());
        rows.add(row(
                "count-get",
                "GET COUNT 100,000 and RESET, 20 times in one pipeline",
                30,
                filled(100_000),
                all(times(20, Requests.resp("QUEUE", "GET", QUEUE, "COUNT", 100_000), Requests.resp("RESET")), 40)));
        rows.add(row(
                "queue-list",
                "QUEUE LIST of 20,000 queues, 500 times in one pipeline",
                30,
                queues(20_000),
                all(times(500, Requests.resp("QUEUE", "LIST")), 500)));
        rows.add(row(
                "move",
                "MOVE of 1,000,000 items",
                20,
                emptyAndFilled("other"),
                all(Requests.resp("QUEUE", "MOVE", QUEUE, "other"))));
        rows.add(gather());
        rows.add(row("delays", "1,000,000 delays that end in one moment", 20, delays(), Stalls::untilDue));
        rows.add(row(
                "waiters",
                "WAITERS beside 100,000 queues, 10 times in one pipeline",
                30,
                queues(100_000),
                all(times(10, Requests.resp("WAITERS")), 10)));
        rows.add(results());
        rows.add(row("leases", "258,000 leases that end in one moment", 20, leases(), Stalls::untilDue));
        for (Object[] words : new Object[][] {
            {"QUEUE", "PURGE", QUEUE}, {"QUEUE", "DELETE", QUEUE}, {"QUEUE", "SHUTDOWN", QUEUE, "IMMEDIATE"}
        }) {
            String name = words[1].toString();
            String what = name + " of a queue of 1,000,000 items";
            rows.add(row(name.toLowerCase(), what, 20, filled(MILLION), all(Requests.resp(words))));
        }
        rows.add(row("close", "a connection closes that holds 258,000 items", 20, Stalls::hold, Stalls::closeHolder));
        rows.add(row(
                "close-locks",
                "a connection closes that holds 200,000 locks",
                20,
                Stalls::holdLocks,
                Stalls::closeLockHolder));
        rows.add(clients());
        return rows;
    }

    private static Row row(String name, String title, double goal, Stall.Step before, Stall.Step happening) {
        return row(name, title, goal, Spec.TUTTI, 1, before, happening);
    }

    private static Row row(
            String name,
            String title,
            double goal,
            Spec spec,
            int connections,
            Stall.Step before,
            Stall.Step happening) {
        return Row.of(
                        "stall-" + name,
                        "worst PING of another connection: " + title,
                        new Row.Entry("Tutti", spec, new Stall(spec, connections, before, happening)),
                        new Row.Entry("goal", null, Stall.goal(goal)))
                .atMost("ping", 1.0);
    }

    private static Row pipeline(String name, String title, int replies, ByteBuffer requests) {
        return row(name, title, 30, (load, port) -> {}, all(requests, replies));
    }

    // ---- what happens

    private static Stall.Step all(byte[] request) {
        return all(ByteBuffer.wrap(request), 1);
    }

    private static Stall.Step all(ByteBuffer requests, int replies) {
        return (load, port) -> load.once(Talk.of(requests, replies, replies));
    }

    private static ByteBuffer times(int count, byte[]... requests) {
        List<byte[]> all = new ArrayList<>();
        Collections.nCopies(count, List.of(requests)).forEach(all::addAll);
        return Requests.joined(all);
    }

    private static ByteBuffer docs() {
        List<Object> words = new ArrayList<>(List.of("COMMAND", "DOCS"));
        words.addAll(Collections.nCopies(1_000, "ping"));
        return times(2_000, Requests.resp(words.toArray()));
    }

    private static void dueIn(long millis) {
        due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static long millisUntilDue() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
    }

    /** And a second longer. */
    private static void untilDue(Load load, int port) throws InterruptedException {
        Thread.sleep(millisUntilDue() + 1000);
    }

    // ---- what is there before

    private static Stall.Step filled(int items) {
        return (load, port) -> fill(load, items);
    }

    private static void fill(Load load, int items) throws IOException {
        empty(load, QUEUE);
        many(load, Requests.times(BATCH, Requests.resp("QUEUE", "PUT", QUEUE, ITEM)), items / BATCH);
    }

    private static void empty(Load load, String queue) throws IOException {
        load.once(Talk.of(
                times(
                        1,
                        Requests.resp("QUEUE", "DELETE", queue),
                        Requests.resp("QUEUE", "CREATE", queue, "MAXSIZE", 0)),
                2,
                2));
    }

    private static Stall.Step emptyAndFilled(String empty) {
        return (load, port) -> {
            empty(load, empty);
            fill(load, MILLION);
        };
    }

    private static void many(Load load, ByteBuffer batch, int batches) throws IOException {
        load.say(client -> Talk.of(batch, BATCH, BATCH)).run(Double.MAX_VALUE, batches, new Meter(null));
    }

    private static Stall.Step queues(int count) {
        return (load, port) -> {
            for (int from = 0; from < count; from += BATCH) {
                List<byte[]> creates = IntStream.range(from, from + BATCH)
                        .mapToObj(queue -> Requests.resp("QUEUE", "CREATE", Works.queue(queue)))
                        .toList();
                load.once(Talk.of(Requests.joined(creates), BATCH, BATCH));
            }
        };
    }

    private static Stall.Step delays() {
        return (load, port) -> {
            empty(load, QUEUE);
            dueIn(20_000);
            for (int i = 0; i < MILLION / BATCH; i++) {
                byte[] put = Requests.resp("QUEUE", "PUT", QUEUE, ITEM, "DELAY", millisUntilDue());
                many(load, Requests.times(BATCH, put), 1);
            }
        };
    }

    private static Row results() {
        Stall.Step before = (load, port) -> {
            dueIn(10_000);
            for (int i = 0; i < HELD / BATCH; i++) {
                byte[] submit = Requests.resp("SUBMIT", "echo", ITEM, "TTL", millisUntilDue());
                many(load, Requests.times(BATCH, submit), 1);
            }
        };
        return row("results", "258,000 results that expire in one moment", 20, ECHO, 1, before, Stalls::untilDue);
    }

    private static Stall.Step leases() {
        return (load, port) -> {
            fill(load, HELD);
            dueIn(3000);
            take(load, "LEASE", millisUntilDue());
        };
    }

    /** All that is there, by three GETs. */
    private static void take(Load load, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("QUEUE", "GET", QUEUE, "COUNT", HELD / 3));
        words.addAll(List.of(options));
        load.once(Talk.of(times(3, Requests.resp(words.toArray())), 3, 3));
    }

    private static void hold(Load load, int port) throws IOException {
        fill(load, HELD);
        holder = new Load(port, RespReplies::new, 1);
        take(holder);
    }

    private static void holdLocks(Load load, int port) throws IOException {
        holder = new Load(port, RespReplies::new, 1);
        for (int i = 0; i < LOCKS; i += BATCH) {
            ByteBuffer batch = ByteBuffer.allocate(64 * BATCH);
            for (int lock = i; lock < i + BATCH; lock++) {
                batch.put(Requests.resp("LOCK", "ACQUIRE", "lock-" + lock));
            }
            holder.once(Talk.of(batch.flip(), BATCH, BATCH));
        }
    }

    private static void closeLockHolder(Load load, int port) throws IOException {
        holder.close();
        byte[] isLocked = Requests.resp("LOCK", "LOCKED", "lock-" + (LOCKS - 1));
        while (load.ask(isLocked) == 1) {
            Thread.onSpinWait();
        }
    }

    private static void closeHolder(Load load, int port) throws IOException {
        holder.close();
        byte[] size = Requests.resp("QUEUE", "SIZE", QUEUE);
        while (load.ask(size) < HELD) {
            Thread.onSpinWait();
        }
    }

    private static Row gather() {
        List<Object> words = new ArrayList<>(List.of("GATHER"));
        words.addAll(Collections.nCopies(200_000, "echo"));
        return row(
                "gather",
                "one GATHER of 100,000 echo items",
                20,
                ECHO,
                1,
                (load, port) -> {},
                all(Requests.resp(words.toArray())));
    }

    /** Each holder waits for a lock that somebody holds, so the detector of deadlocks has to look at all of them. */
    private static Row semaphore() {
        byte[] permit = Requests.resp("SEMAPHORE", "ACQUIRE", "s", "LIMIT", HOLDERS);
        byte[] lock = Requests.resp("LOCK", "ACQUIRE", "l");
        byte[] ping = Requests.resp("PING");
        Stall.Step before = (load, port) -> load.say(
                        client -> asks(client == 0 ? lock : client <= HOLDERS ? permit : ping))
                .run(Double.MAX_VALUE, 1 + 2 * HOLDERS, new Meter(null));
        Stall.Step happening = (load, port) -> {
            load.say(client -> client == 0 ? asks(ping) : waits(client <= HOLDERS ? lock : permit))
                    .run(0, 1 + 2 * HOLDERS, new Meter(null));
            Thread.sleep(2000);
        };
        return row(
                "semaphore",
                "a semaphore with 4,000 holders, which all wait for a lock, and 4,000 waiters",
                20,
                Spec.TUTTI,
                1 + 2 * HOLDERS,
                before,
                happening);
    }

    private static Talk asks(byte[] request) {
        return Talk.of(ByteBuffer.wrap(request), 1, 1);
    }

    private static Talk waits(byte[] request) {
        return new Talk() {
            @Override
            ByteBuffer request() {
                return ByteBuffer.wrap(request);
            }

            @Override
            int replies() {
                return 1;
            }

            @Override
            int answered(Replies replies) {
                return 0;
            }

            @Override
            boolean waitsForOthers() {
                return true;
            }
        };
    }

    private static Row clients() {
        int clients = 10_000;
        Stall.Step before = (load, port) -> load.say(client -> asks(Requests.resp("PING")))
                .run(Double.MAX_VALUE, clients, new Meter(null));
        return row(
                "clients",
                "CLIENT LIST of 10,000 connections, 10 times in one pipeline",
                30,
                Spec.TUTTI,
                clients,
                before,
                all(times(10, Requests.resp("CLIENT", "LIST")), 10));
    }
}
