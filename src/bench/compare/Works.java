import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The same work in the words of each server. */
final class Works {

    static final String QUEUE = "bench";
    static final int FILLING_DEPTH = 100;
    private static final int ID = 12_345_678;

    private Works() {}

    /** Sends the requests with these numbers, a hundred at a time. */
    static void sendAll(Load load, int from, int to, IntFunction<byte[]> request) throws IOException {
        for (int first = from; first < to; first += FILLING_DEPTH) {
            List<byte[]> some = IntStream.range(first, Math.min(first + FILLING_DEPTH, to))
                    .mapToObj(request)
                    .toList();
            load.once(Talk.of(Requests.joined(some), some.size(), some.size()));
        }
    }

    // ---- puts and gets, each by itself

    static PutGet putGet(Spec spec, int connections, int depth, int itemBytes) {
        byte[] item = Requests.item(itemBytes);
        PutGet.Work work = switch (spec.name()) {
            case "Tutti" -> work(depth, tuttiPut(QUEUE, item), tuttiGet(QUEUE), tuttiDrop(QUEUE));
            case "Redis" -> work(depth, redisPut(QUEUE, item), redisGet(QUEUE), redisDrop(QUEUE));
            default -> nothing(depth, item);
        };
        return new PutGet(spec, RespReplies::new, work, connections, depth, itemBytes);
    }

    private static PutGet.Work work(int depth, byte[] put, byte[] get, byte[] drop) {
        return new PutGet.Work(
                Requests.times(depth, put), Requests.times(depth, get), Requests.joined(List.of(drop)), null, null);
    }

    /** As long as Tutti's requests and replies. */
    private static PutGet.Work nothing(int depth, byte[] item) {
        byte[] put = tuttiPut(QUEUE, item);
        byte[] get = tuttiGet(QUEUE);
        return new PutGet.Work(
                Requests.times(depth, put),
                Requests.times(depth, get),
                null,
                Requests.rules(new Requests.Step(depth, put.length, tuttiId())),
                Requests.rules(new Requests.Step(depth, get.length, tuttiDelivery(item))));
    }

    /** Puts alone, of which beanstalkd keeps what it gets: there are few when each is on the disk. */
    static PutGet puts(Spec spec, int connections, int depth, int itemBytes) {
        byte[] item = Requests.item(itemBytes);
        boolean lines = spec.equals(Spec.BEANSTALKD.onDisk());
        byte[] put = lines
                ? beanstalkdPut(item)
                : spec.name().equals("Redis") ? redisPut(QUEUE, item) : tuttiPut(QUEUE, item);
        byte[] drop = spec.name().equals("Redis") ? redisDrop(QUEUE) : tuttiDrop(QUEUE);
        PutGet.Work work = new PutGet.Work(
                Requests.times(depth, put), null, lines ? null : Requests.joined(List.of(drop)), null, null);
        return new PutGet(spec, lines ? BeanstalkdReplies::new : RespReplies::new, work, connections, depth, itemBytes);
    }

    // ---- whole lives of items

    static Steady cycles(Spec spec, int connections, int depth, int queues) {
        byte[] item = Requests.item(8);
        if (spec.equals(Spec.NOTHING)) {
            return nothingsCycles(connections, depth, item);
        }
        List<Cycle.Plan> plans = plans(spec, depth, queues, item);
        boolean lines = spec.equals(Spec.BEANSTALKD);
        return new Steady(
                spec,
                "put+get+done",
                lines ? BeanstalkdReplies::new : RespReplies::new,
                connections,
                client -> new Cycle(plans, client * plans.size() / connections));
    }

    /** A selection that is long enough to be without a pattern, and the same in every run. */
    private static List<Cycle.Plan> plans(Spec spec, int depth, int queues, byte[] item) {
        int count = queues == 1 ? 1 : Math.max(1024, 2 * queues / depth);
        Random random = new Random(1);
        List<Cycle.Plan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> names = new ArrayList<>();
            for (int j = 0; j < depth; j++) {
                names.add(queues == 1 ? QUEUE : queue(random.nextInt(queues)));
            }
            plans.add(plan(spec, names, item));
        }
        return plans;
    }

    /** The lives of Tutti's items as these plans have them. */
    static Steady cycles(List<Cycle.Plan> plans, int connections) {
        return new Steady(
                Spec.TUTTI,
                "put+get+done",
                RespReplies::new,
                connections,
                client -> new Cycle(plans, client * plans.size() / connections));
    }

    /** Tutti's plan that makes these puts, and gets and finishes as many items. */
    static Cycle.Plan plan(String queue, List<byte[]> puts) {
        int depth = puts.size();
        return new Cycle.Plan(
                Requests.joined(puts),
                Requests.times(depth, tuttiGet(queue)),
                depth,
                Collections.nCopies(depth, tuttiFinish(queue)),
                true);
    }

    /** Names are of one length, so that requests are. */
    static String queue(int number) {
        return "q%06d".formatted(number);
    }

    private static Cycle.Plan plan(Spec spec, List<String> queues, byte[] item) {
        List<byte[]> puts = new ArrayList<>();
        List<byte[]> gets = new ArrayList<>();
        List<byte[]> finish = new ArrayList<>();
        for (String queue : queues) {
            switch (spec.name()) {
                case "Tutti" -> {
                    puts.add(tuttiPut(queue, item));
                    gets.add(tuttiGet(queue));
                    finish.add(tuttiFinish(queue));
                }
                case "Redis" -> {
                    puts.add(redisPut(queue, item));
                    gets.add(redisGet(queue));
                }
                default -> {
                    puts.add(beanstalkdPut(item));
                    gets.add(Requests.line("reserve"));
                    finish.add("delete ".getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return new Cycle.Plan(
                Requests.joined(puts),
                Requests.joined(gets),
                queues.size(),
                finish,
                spec.name().equals("Tutti"));
    }

    private static Steady nothingsCycles(int connections, int depth, byte[] item) {
        List<Cycle.Plan> plans = List.of(plan(Spec.TUTTI, Collections.nCopies(depth, QUEUE), item));
        int finish = Requests.resp("QUEUE", "DONE", QUEUE, ID).length;
        ByteBuffer rules = Requests.rules(
                new Requests.Step(depth, tuttiPut(QUEUE, item).length, tuttiId()),
                new Requests.Step(depth, tuttiGet(QUEUE).length, tuttiDelivery(item)),
                new Requests.Step(depth, finish, Requests.line("+OK")));
        return new Steady(Spec.NOTHING, "put+get+done", RespReplies::new, connections, client -> new Cycle(plans, 0))
                .before(load ->
                        load.say(client -> Talk.of(rules, 1, 1)).run(Double.MAX_VALUE, connections, new Meter(null)));
    }

    // ---- the words

    static byte[] put(Spec spec, String queue, byte[] item) {
        return spec.equals(Spec.REDIS) ? redisPut(queue, item) : tuttiPut(queue, item);
    }

    static byte[] tuttiPut(String queue, byte[] item) {
        return Requests.resp("QUEUE", "PUT", queue, item);
    }

    static byte[] tuttiGet(String queue) {
        return Requests.resp("QUEUE", "GET", queue);
    }

    /** Up to the id. */
    static byte[] tuttiFinish(String queue) {
        byte[] whole = Requests.resp("QUEUE", "DONE", queue, "");
        return java.util.Arrays.copyOf(whole, whole.length - "$0\r\n\r\n".length());
    }

    static byte[] tuttiDrop(String queue) {
        return Requests.resp("QUEUE", "DELETE", queue);
    }

    private static byte[] tuttiId() {
        return Requests.line(":" + ID);
    }

    static byte[] tuttiDelivery(byte[] item) {
        byte[] delivery = Requests.resp("", item, "");
        String text = new String(delivery, StandardCharsets.UTF_8);
        return text.replaceFirst("\\$0\r\n\r\n", ":" + ID + "\r\n")
                .replaceFirst("\\$0\r\n\r\n$", ":1\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] redisPut(String list, byte[] item) {
        return Requests.resp("LPUSH", list, item);
    }

    static byte[] redisGet(String list) {
        return Requests.resp("RPOP", list);
    }

    static byte[] redisDrop(String list) {
        return Requests.resp("DEL", list);
    }

    private static byte[] beanstalkdPut(byte[] item) {
        return Requests.line("put 0 0 60 " + item.length + "\r\n" + new String(item, StandardCharsets.UTF_8));
    }
}
