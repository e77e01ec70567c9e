import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The work that has a result: RUN and GATHER, by consumers of the server and by workers elsewhere. */
final class Tasks {

    static final byte[] ITEM = Requests.item(8);
    private static final Spec ECHO = Spec.TUTTI.withConsumer("{ \"queue\": \"echo\", \"task\": \"echo\" }");

    private static final int GATHERED = 1000;
    private static final int CONNECTIONS = 50;

    private static final int HASHED = 64;
    private static final int HASHED_BYTES = 64 << 10;
    /** More than one, so that the next items arrive while workers are busy with these. */
    private static final int HASHING_CONNECTIONS = 4;

    private static final int SUBMIT_JOB = 7;

    private Tasks() {}

    // ---- GATHER

    static Row gatherEcho() {
        ByteBuffer runs = Requests.times(GATHERED / CONNECTIONS, Requests.resp("RUN", "echo", ITEM));
        int each = GATHERED / CONNECTIONS;
        Trial gather = new Steady(ECHO, "items", RespReplies::new, 1, client -> gather("echo", GATHERED, ITEM));
        Trial run = new Steady(ECHO, "items", RespReplies::new, CONNECTIONS, client -> Talk.of(runs, each, each));
        return Row.of(
                        "gather-echo",
                        "1,000 echo items by one GATHER, and by as many RUNs pipelined on 50 connections",
                        new Row.Entry("GATHER", ECHO, gather),
                        new Row.Entry("RUN", ECHO, run))
                .atLeast("items", 3);
    }

    private static Talk gather(String queue, int items, byte[] item) {
        Object[] words = new Object[1 + 2 * items];
        words[0] = "GATHER";
        for (int i = 1; i < words.length; i += 2) {
            words[i] = queue;
            words[i + 1] = item;
        }
        return Talk.of(Requests.times(1, Requests.resp(words)), 1, items);
    }

    /** Where bringing the items costs as much as hashing them, or more. */
    static Row gatherSha256() {
        return onCores(
                "gather-sha256", "64 sha256 items of 64 KiB", "\"task\": \"sha256\"", Requests.item(HASHED_BYTES));
    }

    /** Where next to nothing but hashing costs anything. */
    static Row gatherHeavy() {
        return onCores("gather-heavy", "64 small items, each hashed 10,000 times", "\"class\": \"HeavySha256\"", ITEM);
    }

    private static Row onCores(String name, String items, String task, byte[] item) {
        int cores = Cores.count();
        String title =
                "GATHER of " + items + ", on 4 connections, with " + cores + " cores and with one, times " + cores;
        Row.Entry all = hashing(cores + " cores", task, item, cores, 1);
        Row.Entry one = hashing(cores + " x 1 core", task, item, 1, cores);
        return Row.of(name, title, all, one).atLeast("items", 0.95);
    }

    /** The client is kept to the same cores, so that it takes the same part of them. */
    private static Row.Entry hashing(String name, String task, byte[] item, int cores, int times) {
        int instances = cores + 1; // so that all cores are busy while a result is on its way, and the next item
        String consumer =
                "{ \"queue\": \"hash\", " + task + ", \"threading\": \"worker\", \"instances\": " + instances + " }";
        Spec spec = Spec.TUTTI.withConsumer(consumer).onCores(cores);
        Trial trial = new Steady(
                spec, "items", RespReplies::new, HASHING_CONNECTIONS, client -> gather("hash", HASHED, item));
        return new Row.Entry(name, spec, (servers, seconds) -> {
            if (Cores.count() == 1) {
                throw new NotAvailable("there is one core alone");
            }
            Cores.keepTo(cores);
            try {
                return trial.round(servers, seconds).stream()
                        .map(measure -> measure.times(times))
                        .toList();
            } finally {
                Cores.keepTo(Cores.count());
            }
        });
    }

    // ---- workers elsewhere

    static Row remoteWorker() {
        return Row.of(
                        "remote-worker",
                        "the round trip of an item to a worker in another process and back, one at a time",
                        remote(Spec.TUTTI, RespReplies::new, Requests.resp("RUN", Works.QUEUE, ITEM)),
                        remote(Spec.GEARMAND, GearmandReplies::new, submitJob()),
                        remote(Spec.RELAY, RespReplies::new, Requests.resp("RUN", Works.QUEUE, ITEM)))
                .atLeast("run", 3);
    }

    private static Row.Entry remote(Spec spec, Supplier<Replies> replies, byte[] request) {
        Trial trial = new Steady(spec, "run", replies, 1, client -> Talk.of(Requests.times(1, request), 1, 1));
        return new Row.Entry(spec.name(), spec, (servers, seconds) -> {
            servers.worker(spec);
            return trial.round(servers, seconds);
        });
    }

    /** Function, an empty unique name, the item. */
    private static byte[] submitJob() {
        String data = Works.QUEUE + "\0\0" + new String(ITEM, StandardCharsets.UTF_8);
        ByteBuffer packet = ByteBuffer.allocate(12 + data.length());
        packet.putInt(0x00524551).putInt(SUBMIT_JOB).putInt(data.length());
        return packet.put(data.getBytes(StandardCharsets.UTF_8)).array();
    }
}
