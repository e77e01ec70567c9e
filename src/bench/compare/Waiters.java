import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Callers who want something done, and many more connections that wait for it, in turns. */
final class Waiters {

    private static final int CALLERS = 16;
    private static final byte[] ITEM = Requests.item(8);
    private static final int LONGEST_ID = 40;

    private Waiters() {}

    /** Callers that RUN, and so many connections that get an item, give it back and wait for the next. */
    static Trial ofTutti(int waiters) {
        return ofTutti(waiters, Works.tuttiGet(Works.QUEUE));
    }

    /** The same by GETANY of so many queues, of which only the last gets items. */
    static Trial ofTuttiAtMany(int queues, int waiters) {
        return ofTutti(waiters, Requests.resp(words(queues, List.of("QUEUE", "GETANY", queues), Works.QUEUE)));
    }

    private static Object[] words(int queues, List<Object> command, String... last) {
        List<Object> words = new ArrayList<>(command);
        for (int i = 1; i < queues; i++) {
            words.add("empty-" + i);
        }
        words.addAll(List.of(last));
        return words.toArray();
    }

    private static Trial ofTutti(int waiters, byte[] get) {
        ByteBuffer run = Requests.times(1, Requests.resp("RUN", Works.QUEUE, ITEM));
        return trial(Spec.TUTTI, waiters, () -> Talk.of(run, 1, 1), () -> new Waiter(get, finishAndGet(get)));
    }

    private static LongFunction<ByteBuffer> finishAndGet(byte[] get) {
        byte[] finish = Works.tuttiFinish(Works.QUEUE);
        ByteBuffer request = ByteBuffer.allocateDirect(finish.length + LONGEST_ID + get.length);
        return number -> {
            String id = String.valueOf(number);
            request.clear();
            request.put(finish).put(Requests.line("$" + id.length() + "\r\n" + id));
            return request.put(get).flip();
        };
    }

    /** The same by two lists, since Redis has no RUN: of calls, and of their results. */
    static Trial ofRedis(int waiters) {
        return ofRedisAtMany(1, waiters);
    }

    /** The same by BLPOP of so many lists, of which only the last gets calls. */
    static Trial ofRedisAtMany(int lists, int waiters) {
        byte[] next = Requests.resp(words(lists, List.of("BLPOP"), "calls", "0"));
        ByteBuffer call = Requests.joined(
                List.of(Requests.resp("RPUSH", "calls", ITEM), Requests.resp("BLPOP", "results", "0")));
        ByteBuffer finish = Requests.joined(List.of(Requests.resp("RPUSH", "results", ITEM), next));
        return trial(
                Spec.REDIS, waiters, () -> Talk.of(call, 2, 1), () -> new Waiter(next, number -> finish.duplicate()));
    }

    private static Trial trial(Spec spec, int waiters, Supplier<Talk> caller, Supplier<Talk> waiter) {
        return new Steady(
                        spec,
                        "run",
                        RespReplies::new,
                        CALLERS + waiters,
                        client -> client < CALLERS ? caller.get() : waiter.get())
                .settling(0.2 + waiters / 5000.0);
    }

    private static final class Waiter extends Talk {

        private final LongFunction<ByteBuffer> finish;
        private ByteBuffer request;
        private int replies = 1;

        /** @param finish what gives back the item of this number, where items have one, and asks for the next */
        Waiter(byte[] get, LongFunction<ByteBuffer> finish) {
            this.finish = finish;
            request = Requests.times(1, get);
        }

        @Override
        ByteBuffer request() {
            return request;
        }

        @Override
        int replies() {
            return replies;
        }

        @Override
        int answered(Replies all) {
            request = finish.apply(all.id(replies - 1));
            replies = 2;
            return 0;
        }

        @Override
        boolean waitsForOthers() {
            return true;
        }
    }
}
