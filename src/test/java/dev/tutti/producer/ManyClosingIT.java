package dev.tutti.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import dev.tutti.Seeds;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of connections that put, get and finish items, wait, run tasks, and close at any moment: of the items that
 * were put and not finished, none is lost and none is there twice.
 */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class ManyClosingIT {

    private static final int THREADS = 6;
    private static final int CONNECTIONS_A_THREAD = 60;
    private static final int STEPS_A_CONNECTION = 8;

    @RegisterExtension
    private final TuttiServer server;

    /** Items of which it is known that they were put, or that they were finished. */
    private final Queue<Long> put = new ConcurrentLinkedQueue<>();

    private final Queue<Long> done = new ConcurrentLinkedQueue<>();

    ManyClosingIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).server("closeGrace", "100ms");
    }

    @ParameterizedTest(name = "settings {0}")
    @ValueSource(strings = {"", "KIND lifo", "KIND priority MAXSIZE 50", "MAXSIZE 20 LEASE 20", "ATTEMPTS 2 LEASE 30"})
    void nothingIsLostOrDoubled(String settings) throws Exception {
        RespClient watcher = server.connect();
        watcher.ask(("QUEUE CREATE q " + settings).strip());
        Random seeds = Seeds.random();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seeds.nextLong());
            ends.add(threads.submit(() -> crowd(random)));
        }
        for (Future<?> end : ends) {
            end.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        Await.until(
                "what was run only for somebody who is gone is gone, too",
                () -> peek(watcher, "q").stream().noneMatch(item -> item.get(1).equals("run"))
                        && server.stat("q", "inflight") == 0);
        server.awaitStat("q", "getters", 0);
        server.awaitStat("q", "putters", 0);
        account(watcher);
    }

    private void account(RespClient watcher) {
        List<List<?>> left = peek(watcher, "q");
        left.addAll(peek(watcher, "q.dead"));
        List<Long> ids = left.stream().map(item -> (Long) item.get(0)).collect(Collectors.toList());
        assertThat(done).doesNotHaveDuplicates();
        assertThat(ids).doesNotHaveDuplicates().doesNotContainAnyElementsOf(done);
        ids.addAll(done);
        assertThat(ids).containsAll(put);
        assertThat(server.stat("q", "unfinished")).isEqualTo(server.stat("q", "size"));
    }

    private static List<List<?>> peek(RespClient watcher, String queue) {
        return watcher.list("QUEUE PEEK " + queue + " COUNT 100000").stream()
                .map(item -> (List<?>) item)
                .collect(Collectors.toList());
    }

    // ---- one thread's connections

    private void crowd(Random random) {
        List<RespClient> open = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_A_THREAD; i++) {
            open.add(server.connect());
        }
        int steps = CONNECTIONS_A_THREAD * STEPS_A_CONNECTION;
        for (int i = 0; i < steps && !open.isEmpty(); i++) {
            RespClient client = open.get(random.nextInt(open.size()));
            if (i > steps / 4 && random.nextInt(STEPS_A_CONNECTION) == 0) {
                open.remove(client);
                leave(client, random);
            } else {
                act(client, random);
            }
        }
        open.forEach(client -> leave(client, random));
    }

    /** Says one thing more, which nobody will read the answer to, and is gone. */
    private static void leave(RespClient client, Random random) {
        String[] last = {
            "QUEUE GET q", "QUEUE GET q COUNT 5", "QUEUE PUT q unsure", "RUN q run", "TASKGROUP q run q run", "PING"
        };
        client.tell(last[random.nextInt(last.length)]);
        if (random.nextBoolean()) {
            client.tell("QUEUE GET q TIMEOUT 0");
        }
        if (random.nextBoolean()) {
            client.abort();
        } else {
            client.close();
        }
    }

    private void act(RespClient client, Random random) {
        int dice = random.nextInt(10);
        if (dice < 5) {
            Object id = client.ask("QUEUE PUT q sure TIMEOUT " + random.nextInt(10));
            if (id instanceof Long known) {
                put.add(known);
            }
        } else if (dice < 9) {
            get(client, random);
        } else {
            client.ask("RUN q run TIMEOUT " + (1 + random.nextInt(10)));
        }
    }

    private void get(RespClient client, Random random) {
        Object got = client.ask("QUEUE GET q COUNT " + (1 + random.nextInt(3)) + " TIMEOUT " + random.nextInt(10));
        if (!(got instanceof List<?> items)) {
            return;
        }
        for (Object item : items) {
            Long id = (Long) ((List<?>) item).get(0);
            String fate =
                    List.of("DONE", "DONE", "FAIL", "RELEASE", "TOUCH", "").get(random.nextInt(6));
            if (!fate.isEmpty()) {
                finish(id, fate, client.ask("QUEUE " + fate + " q " + id));
            }
        }
    }

    private void finish(Long id, String fate, Object reply) {
        if (reply.equals("OK")) {
            if (fate.equals("DONE")) {
                done.add(id);
            }
        } else {
            assertThat(((Failure) reply).text()).matches("(NOITEM|CANCELLED) .*");
        }
    }
}
