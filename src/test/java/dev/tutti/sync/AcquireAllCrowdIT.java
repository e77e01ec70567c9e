package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.Seeds;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A crowd that takes some of six locks at a time, in any order. A read that takes ten seconds fails. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
@Timeout(120)
class AcquireAllCrowdIT {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 100;
    private static final List<String> LOCKS = List.of("a", "b", "c", "d", "e", "f");

    @RegisterExtension
    private final TuttiServer server;

    private final Map<String, Integer> holders = new ConcurrentHashMap<>();

    AcquireAllCrowdIT(int owners) {
        server = TuttiServer.usual().server("instances", owners).producer("instances", owners);
    }

    /** One client of the crowd. */
    private final class Member implements Callable<Integer> {
        private final int number;
        private final Random random;
        private RespClient client = server.connect();
        private int served;

        private Member(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        @Override
        public Integer call() {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> some = new ArrayList<>(LOCKS);
                Collections.shuffle(some, random);
                some = some.subList(0, 1 + random.nextInt(4));
                List<Object> tokens = acquire(some);
                if (tokens != null) {
                    served++;
                    hold(some);
                    giveBack(some, tokens);
                }
            }
            client.close();
            return served;
        }

        private List<Object> acquire(List<String> some) {
            String options = random.nextInt(3) > 0 ? "" : " TIMEOUT " + random.nextInt(4);
            if (some.size() == 1) {
                return client.ask("LOCK ACQUIRE " + some.get(0) + options) instanceof Long token
                        ? List.of(token)
                        : null;
            }
            Object reply = client.ask("LOCK ACQUIREALL " + some.size() + " " + String.join(" ", some) + options);
            @SuppressWarnings("unchecked")
            List<Object> tokens = reply instanceof List ? (List<Object>) reply : null;
            return tokens;
        }

        private void hold(List<String> some) {
            for (String lock : some) {
                assertThat(holders.put(lock, number)).as("holds %s, too", lock).isNull();
            }
        }

        private void giveBack(List<String> some, List<Object> tokens) {
            some.forEach(holders::remove);
            if (random.nextInt(10) == 0) {
                client.close();
                client = server.connect();
                return;
            }
            for (int i = 0; i < some.size(); i++) {
                assertThat(client.ask("LOCK RELEASE " + some.get(i) + " " + tokens.get(i)))
                        .isEqualTo("OK");
            }
        }
    }

    @Test
    void everybodyIsServedAndNoLockIsHeldTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> members = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                members.add(threads.submit(new Member(i, Seeds.random())));
            }
            for (Future<Integer> member : members) {
                assertThat(member.get()).isGreaterThan(ROUNDS / 2);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(holders).isEmpty();
    }
}
