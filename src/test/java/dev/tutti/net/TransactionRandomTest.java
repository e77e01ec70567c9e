package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.bus.Addresses;
import dev.tutti.config.Names;
import dev.tutti.journal.MapJournal;
import dev.tutti.producer.SeveralOwners;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of three owners that send transactions of queues, events and locks, ask single things meanwhile, and close at
 * random moments, while messages between them and the owners arrive in any order. Each run of commands for one owner is
 * carried out whole or not at all, the runs of a transaction one after another, and nothing that a client had is lost.
 */
class TransactionRandomTest {

    private static final int OWNERS = 3;
    private static final int CLIENTS = 6;
    private static final int STEPS = 20_000;
    private static final String ADDRESS = Addresses.serverReplies(0);

    private final SeveralOwners owners = new SeveralOwners(OWNERS, new MapJournal());
    private final NetScene net = new NetScene(new JsonObject(), owners.bus(), OWNERS);
    private final TransactionHistory history = new TransactionHistory();
    private final List<TransactionClient> clients = new ArrayList<>();
    private Random random;
    private long connections;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void eachRunIsWholeAndNothingIsLost(long seed) {
        random = Seeds.random(seed);
        assertThat(TransactionClient.NAMES.stream().map(name -> Names.owner(name, OWNERS)))
                .as("the owners")
                .doesNotHaveDuplicates();
        owners.net(ADDRESS, replies -> {
            net.router.receive(replies);
            net.cycle.end();
        });
        owners.journal.holdBack();
        for (int step = 0; step < STEPS; step++) {
            try {
                act();
                clients.forEach(TransactionClient::hear);
                if (random.nextInt(200) == 0) {
                    settle();
                    compare();
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }
        end();
        history.check(owners.ready());
        history.check(new SeveralOwners(OWNERS, owners.journal.afterKill()).ready());
        assertThat(history.executed()).isGreaterThan(STEPS / 100);
    }

    private void act() {
        int dice = random.nextInt(100);
        if (clients.size() < CLIENTS && dice < 10) {
            long id = ++connections;
            clients.add(new TransactionClient(net, id, history, random));
        } else if (dice < 50) {
            owners.deliver(random);
        } else if (dice < 51) {
            owners.slow(random.nextInt(2) * 3L);
        } else if (dice < 54) {
            owners.pass();
        } else if (dice < 62) {
            owners.write();
        } else if (dice < 70) {
            net.nextTurn();
        } else if (!clients.isEmpty()) {
            TransactionClient client = clients.get(random.nextInt(clients.size()));
            if (dice < 72) {
                leave(client);
            } else if (dice < 73) {
                client.unblock(ADDRESS);
            } else {
                sayInOneTurn(client, 1 + random.nextInt(4));
            }
        }
        net.cycle.end();
    }

    private static void sayInOneTurn(TransactionClient client, int times) {
        for (int i = 0; i < times; i++) {
            client.say();
        }
    }

    private void leave(TransactionClient client) {
        if (random.nextInt(4) == 0 && client.endOutput()) {
            return;
        }
        close(client);
    }

    private void close(TransactionClient client) {
        clients.remove(client);
        client.close();
        net.cycle.end();
    }

    // ---- when nothing is under way

    private void settle() {
        while (!owners.isQuiet()) {
            owners.write();
            owners.deliver(random);
            owners.pass();
        }
        net.nextTurn();
        clients.forEach(TransactionClient::hear);
        List<TransactionClient> ended =
                clients.stream().filter(TransactionClient::isEnded).toList();
        ended.forEach(this::close);
        if (!owners.isQuiet()) {
            settle();
        }
    }

    /** Whoever waits does so because somebody else has what it waits for. */
    private void compare() {
        Map<String, Integer> getters = new HashMap<>();
        int held = 0;
        for (TransactionClient client : clients) {
            held += client.items();
            String waiting = client.waitsFor();
            if (waiting.startsWith("QUEUE GET ")) {
                getters.merge(waiting.split(" ")[2], 1, Integer::sum);
            } else if (waiting.startsWith("LOCK ACQUIRE ")) {
                String lock = waiting.split(" ")[2];
                assertThat(history.isHeld(lock) || clients.stream().anyMatch(other -> other.releases(lock)))
                        .as(waiting)
                        .isTrue();
            } else {
                assertThat(waiting).isEmpty();
            }
        }
        assertThat(owners.unserved()).isEmpty();
        assertThat(owners.getters()).isEqualTo(getters);
        assertThat(owners.inFlight()).isEqualTo(held);
    }

    /** All clients close. Another one finds every lock free and every item in its queue. */
    private void end() {
        settle();
        List.copyOf(clients).forEach(this::close);
        settle();
        assertThat(owners.getters()).isEmpty();
        assertThat(owners.inFlight()).isZero();
        TransactionClient last = new TransactionClient(net, ++connections, history, random);
        clients.add(last);
        last.acquireAll();
        net.cycle.end();
        settle();
        assertThat(last.waitsFor()).isEmpty();
    }
}
