import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How the cost of an operation grows with the number of items, keys, queues, groups, schedules, clients and loops. */
final class Growth {

    private static final int CONNECTIONS = 50;
    private static final int DEPTH = 16;
    private static final byte[] ITEM = Requests.item(8);

    private Growth() {}

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int items : new int[] {1, 100, 10_000, 100_000, 1_000_000, 10_000_000}) {
            rows.add(Row.point(
                    "grow-items",
                    items,
                    "PUT + GET + DONE beside LPUSH + RPOP in a queue that holds so many, 50 connections, pipeline 16",
                    items(Spec.TUTTI, items),
                    items(Spec.REDIS, items)));
        }
        for (int queues : new int[] {1, 10, 100, 1000, 10_000, 100_000}) {
            rows.add(Row.point(
                    "grow-queues",
                    queues,
                    "PUT + GET + DONE beside LPUSH + RPOP, each on one of so many queues at random, which all hold an item",
                    queues(Spec.TUTTI, queues),
                    queues(Spec.REDIS, queues)));
        }
        for (int connections : new int[] {1, 10, 100, 1000, 10_000}) {
            rows.add(Row.point(
                    "grow-connections",
                    connections,
                    "PUT + GET + DONE beside LPUSH + RPOP in one queue, by so many connections, pipeline 1",
                    connections(Spec.TUTTI, connections),
                    connections(Spec.REDIS, connections)));
        }
        for (int waiters : new int[] {1, 10, 100, 1000, 10_000}) {
            rows.add(Row.point(
                    "grow-waiters",
                    waiters,
                    "RUN beside RPUSH + BLPOP by 16 connections, with so many others that wait for an item and give it back",
                    new Row.Entry("Tutti", Spec.TUTTI, Waiters.ofTutti(waiters)),
                    new Row.Entry("Redis", Spec.REDIS, Waiters.ofRedis(waiters))));
        }
        for (int queues : new int[] {1, 10, 100}) {
            rows.add(Row.point(
                    "grow-getany",
                    queues,
                    "RUN beside RPUSH + BLPOP by 16 connections, with 1,000 others that wait at so many queues each",
                    new Row.Entry("Tutti", Spec.TUTTI, Waiters.ofTuttiAtMany(queues, 1000)),
                    new Row.Entry("Redis", Spec.REDIS, Waiters.ofRedisAtMany(queues, 1000))));
        }
        for (int groups : new int[] {1, 10, 100, 1000, 10_000, 100_000}) {
            rows.add(Row.point(
                    "grow-groups",
                    groups,
                    "PUT + GET + DONE in a fair queue with so many groups and items, beside a fifo queue with as many items",
                    new Row.Entry("fair", Spec.TUTTI, Groups.cycles(groups, CONNECTIONS, DEPTH)),
                    new Row.Entry("fifo", Spec.TUTTI, items(Spec.TUTTI, groups).trial())));
        }
        for (int items : new int[] {1, 100, 10_000, 100_000, 1_000_000}) {
            rows.add(Row.point(
                    "grow-keys",
                    items,
                    "PUT with a new KEY + GET + DONE in a queue that holds so many keys, beside a queue without keys",
                    new Row.Entry("keys", Spec.TUTTI, KeyedItems.cycles(items, CONNECTIONS, DEPTH)),
                    new Row.Entry("no keys", Spec.TUTTI, items(Spec.TUTTI, items).trial())));
        }
        for (int schedules : new int[] {1, 10, 100, 1000, 10_000}) {
            rows.add(Row.point(
                    "grow-schedules",
                    schedules,
                    "SCHEDULE DELETE + SET of one of so many schedules at random, 50 connections, pipeline 16",
                    new Row.Entry("Tutti", Spec.TUTTI, Schedules.changes(schedules, CONNECTIONS, DEPTH))));
        }
        for (int instances : new int[] {1, 2, 4, 8}) {
            Spec spec = Spec.TUTTI.withInstances(instances);
            rows.add(Row.point(
                    "grow-instances",
                    instances,
                    "PUT + GET + DONE on 64 queues at random, by so many instances, 50 connections, pipeline 16",
                    instances("Tutti", spec),
                    instances("a loop each", spec.withLoops(instances))));
        }
        return rows;
    }

    private static Row.Entry items(Spec spec, int items) {
        Steady trial = Works.cycles(spec, CONNECTIONS, DEPTH, 1);
        return new Row.Entry(spec.name(), spec, trial.before(load -> fill(load, spec, items)));
    }

    /** So that it holds so many: it may hold some from the last point. */
    private static void fill(Load load, Spec spec, int items) throws IOException {
        byte[] put = Works.put(spec, Works.QUEUE, ITEM);
        long missing = items - size(load, spec, Works.QUEUE);
        many(load, Requests.times(Works.FILLING_DEPTH, put), Works.FILLING_DEPTH, missing / Works.FILLING_DEPTH);
        many(load, Requests.times(1, put), 1, missing % Works.FILLING_DEPTH);
    }

    private static void many(Load load, ByteBuffer batch, int replies, long batches) throws IOException {
        if (batches > 0) {
            load.say(client -> Talk.of(batch, replies, replies)).run(Double.MAX_VALUE, batches, new Meter(null));
        }
    }

    private static long size(Load load, Spec spec, String queue) throws IOException {
        byte[] request = spec.equals(Spec.REDIS) ? Requests.resp("LLEN", queue) : Requests.resp("QUEUE", "SIZE", queue);
        return load.ask(request);
    }

    private static Row.Entry queues(Spec spec, int queues) {
        Steady trial = Works.cycles(spec, CONNECTIONS, DEPTH, queues);
        return new Row.Entry(spec.name(), spec, trial.before(load -> putInEach(load, spec, queues)));
    }

    private static void putInEach(Load load, Spec spec, int queues) throws IOException {
        if (queues == 1 || size(load, spec, Works.queue(queues - 1)) > 0) {
            return;
        }
        Works.sendAll(load, 0, queues, queue -> Works.put(spec, Works.queue(queue), ITEM));
    }

    private static Row.Entry instances(String name, Spec spec) {
        return new Row.Entry(name, spec, Works.cycles(spec, CONNECTIONS, DEPTH, 64));
    }

    private static Row.Entry connections(Spec spec, int connections) {
        return new Row.Entry(spec.name(), spec, Works.cycles(spec, connections, 1, 1));
    }
}
