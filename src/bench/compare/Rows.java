import java.util.ArrayList;
import java.util.List;

/** What is compared, and what it is to come to. */
final class Rows {

    private static final int CONNECTIONS = 50;
    private static final int ITEM = 8;

    private Rows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(putGet(1)
                .atLeast("put", 0.95)
                .cpuAtMost("put", 1.25)
                .atLeast("get", 0.95)
                .cpuAtMost("get", 1.25));
        rows.add(check(1));
        rows.add(putGet(16).atLeast("put", 1.5).atLeast("get", 1.5));
        rows.add(check(16));
        rows.add(putGet(64).atLeast("put", 2.5).atLeast("get", 2.5));
        rows.add(check(64));
        rows.add(cycle(10, 1).atLeast("put+get+done", 1.3));
        rows.add(cycle(1, 16).atLeast("put+get+done", 7));
        rows.add(cycle(1, 64).atLeast("put+get+done", 15));
        rows.add(durable("durable-1", Spec.REDIS, 1).atLeast("put", 1.5));
        rows.add(durable("durable-16", Spec.REDIS, 16).atLeast("put", 1.0));
        rows.add(durable("durable-beanstalkd", Spec.BEANSTALKD, 1).atLeast("put", 10));
        for (String size : List.of("1KiB", "64KiB", "1MiB")) {
            rows.add(items(size).atLeast("put", 1.0).atLeast("get", 1.0));
        }
        rows.add(queues());
        rows.add(Tasks.gatherEcho());
        rows.add(Tasks.gatherSha256());
        rows.add(Tasks.gatherHeavy());
        rows.add(Tasks.remoteWorker());
        rows.add(IdleMemory.row());
        rows.add(StartTime.row());
        rows.addAll(Growth.rows());
        rows.addAll(Stalls.rows());
        return rows;
    }

    private static Row putGet(int depth) {
        return Row.of(
                "put-get-" + depth,
                "PUT, GET and LPUSH, RPOP, " + CONNECTIONS + " connections, pipeline " + depth + ", items of 8 bytes",
                putGet(Spec.TUTTI, depth, ITEM),
                putGet(Spec.REDIS, depth, ITEM),
                putGet(Spec.NOTHING, depth, ITEM));
    }

    private static Row.Entry putGet(Spec spec, int depth, int itemBytes) {
        return new Row.Entry(spec.name(), spec, Works.putGet(spec, CONNECTIONS, depth, itemBytes));
    }

    private static Row check(int depth) {
        return Row.of(
                "put-get-" + depth + "-check",
                "the same by redis-benchmark",
                check(Spec.TUTTI, depth),
                check(Spec.REDIS, depth));
    }

    private static Row.Entry check(Spec spec, int depth) {
        return new Row.Entry(spec.name(), spec, new RedisBenchmark(spec, CONNECTIONS, depth));
    }

    private static Row cycle(int connections, int depth) {
        return Row.of(
                "cycle-" + depth,
                "PUT + GET + DONE and put + reserve + delete, "
                        + (connections == 1 ? "one connection" : connections + " connections") + ", pipeline " + depth,
                cycle(Spec.TUTTI, connections, depth),
                cycle(Spec.BEANSTALKD, connections, depth),
                cycle(Spec.NOTHING, connections, depth));
    }

    private static Row.Entry cycle(Spec spec, int connections, int depth) {
        Steady work = Works.cycles(spec, connections, depth, 1);
        return new Row.Entry(spec.name(), spec, connections == 1 ? work.awake() : work);
    }

    private static Row durable(String name, Spec peer, int depth) {
        return Row.of(
                name,
                "PUT that is on the disk when it is answered, " + CONNECTIONS + " connections, pipeline " + depth,
                puts(Spec.TUTTI.onDisk(), depth),
                puts(peer.onDisk(), depth));
    }

    private static Row.Entry puts(Spec spec, int depth) {
        return new Row.Entry(spec.name(), spec, Works.puts(spec, CONNECTIONS, depth, ITEM));
    }

    private static Row items(String size) {
        int bytes = Integer.parseInt(size.replaceAll("[^0-9]", "")) << (size.endsWith("MiB") ? 20 : 10);
        return Row.of(
                "items-" + size,
                "PUT, GET and LPUSH, RPOP, " + CONNECTIONS + " connections, pipeline 1, items of " + size,
                putGet(Spec.TUTTI, 1, bytes),
                putGet(Spec.REDIS, 1, bytes),
                putGet(Spec.NOTHING, 1, bytes));
    }

    private static Row queues() {
        int depth = 16;
        return Row.of(
                        "queues-64",
                        "PUT + GET + DONE, each on one of 64 queues at random, and all on one queue, " + CONNECTIONS
                                + " connections, pipeline " + depth,
                        new Row.Entry("64 queues", Spec.TUTTI, Works.cycles(Spec.TUTTI, CONNECTIONS, depth, 64)),
                        new Row.Entry("one queue", Spec.TUTTI, Works.cycles(Spec.TUTTI, CONNECTIONS, depth, 1)))
                .atLeast("put+get+done", 0.9);
    }
}
