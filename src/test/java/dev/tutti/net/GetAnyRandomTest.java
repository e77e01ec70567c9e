package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.bus.Addresses;
import dev.tutti.journal.MapJournal;
import dev.tutti.platform.RecordedSocket;
import dev.tutti.producer.SeveralOwners;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of three owners that send GETANY, GET, PUT, DONE, RELEASE and PAUSE, run out of time, are unblocked, and
 * close at random moments, while messages between them and the owners arrive in any order. Nobody waits while an item
 * can be delivered, each item is with one client at a time, and none is lost.
 */
class GetAnyRandomTest {

    private static final int OWNERS = 3;
    private static final int QUEUES = 6;
    private static final int CLIENTS = 8;
    private static final int STEPS = 20_000;
    private static final int TIMEOUT = 50;
    private static final String ADDRESS = Addresses.serverReplies(0);

    /** A connection, and what its client knows. */
    private final class Client {
        private final long id = ++connections;
        private final RecordedSocket socket = new RecordedSocket();
        private final Connection connection = net.open(id, socket, () -> {});
        /** The commands that are not answered. */
        private final ArrayDeque<String> asked = new ArrayDeque<>();
        /** Item to queue and id. */
        private final Map<String, String> held = new HashMap<>();

        private boolean isEnding;

        private void say(String line) {
            asked.add(line);
            socket.sends(line + "\r\n");
        }
    }

    private final SeveralOwners owners = new SeveralOwners(OWNERS, new MapJournal());
    private final NetScene net = new NetScene(new JsonObject(), owners.bus(), OWNERS);
    private final List<Client> clients = new ArrayList<>();
    private final Map<String, Client> holders = new HashMap<>();
    /** Items whose PUT was answered, and not their DONE. */
    private final Set<String> there = new HashSet<>();
    /** Items of which that is not known. */
    private final Set<String> unsure = new HashSet<>();
    /** Items that some client has got, perhaps before the client that put them heard of it, and may have finished. */
    private final Set<String> delivered = new HashSet<>();

    private Random random;
    private long connections;
    private int made;
    private int got;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void eachItemIsWithOneClientAndNoneIsLost(long seed) {
        random = Seeds.random(seed);
        owners.net(ADDRESS, replies -> {
            net.router.receive(replies);
            net.cycle.end();
        });
        owners.journal.holdBack();
        for (int step = 0; step < STEPS; step++) {
            act();
            clients.forEach(this::hear);
            if (random.nextInt(100) == 0) {
                settle();
                compare("step " + step);
            }
        }
        end();
        assertThat(got).isGreaterThan(STEPS / 50);
    }

    // ---- what happens

    private void act() {
        int dice = random.nextInt(100);
        if (clients.size() < CLIENTS && dice < 10) {
            clients.add(new Client());
        } else if (dice < 50) {
            owners.deliver(random);
        } else if (dice < 51) {
            owners.slow(random.nextInt(2) * 3L);
        } else if (dice < 54) {
            owners.pass();
        } else if (dice < 60) {
            owners.write();
        } else if (dice < 70) {
            net.nextTurn();
        } else if (dice < 71) {
            net.timers.ring(TIMEOUT);
            net.cycle.end();
        } else if (!clients.isEmpty()) {
            Client client = clients.get(random.nextInt(clients.size()));
            if (dice < 72) {
                leave(client);
            } else if (dice < 73) {
                client.connection.pipeline().unblock(false, ADDRESS, 0);
                net.cycle.end();
            } else if (client.asked.size() < 3 && !client.isEnding) {
                say(client);
            }
        }
    }

    private void say(Client client) {
        int dice = random.nextInt(100);
        if (dice < 30) {
            String item = "item-" + made++;
            unsure.add(item);
            client.say("QUEUE PUT " + queue() + " " + item + " TIMEOUT 0");
        } else if (dice < 60) {
            client.say(getAny());
        } else if (dice < 65) {
            client.say("QUEUE GET " + queue() + timeout());
        } else if (dice < 68) {
            client.say("QUEUE PAUSE " + queue());
        } else if (dice < 75) {
            client.say("QUEUE RESUME " + queue());
        } else if (!client.held.isEmpty()) {
            String item = client.held.keySet().iterator().next();
            boolean isDone = random.nextInt(4) > 0;
            client.say((isDone ? "QUEUE DONE " : "QUEUE RELEASE ") + client.held.remove(item));
            holders.remove(item);
            if (isDone) {
                there.remove(item);
                unsure.add(item);
            }
        }
        net.cycle.end();
    }

    private String queue() {
        return "q" + random.nextInt(QUEUES);
    }

    private String timeout() {
        return List.of("", " TIMEOUT 0", " TIMEOUT " + TIMEOUT).get(random.nextInt(3));
    }

    private String getAny() {
        int queues = 1 + random.nextInt(QUEUES);
        StringBuilder line = new StringBuilder("QUEUE GETANY ").append(queues);
        for (int i = 0; i < queues; i++) {
            line.append(' ').append(queue());
        }
        return line + (random.nextInt(4) == 0 ? " COUNT 2" : "") + timeout();
    }

    private void leave(Client client) {
        if (random.nextInt(3) == 0 && !client.isEnding) {
            client.isEnding = true;
            client.socket.endsItsOutput();
        } else {
            close(client);
        }
        net.cycle.end();
    }

    private void close(Client client) {
        hear(client);
        clients.remove(client);
        client.held.keySet().forEach(holders::remove);
        client.socket.closes();
        net.cycle.end();
    }

    // ---- what is heard

    private void hear(Client client) {
        RespText text = new RespText(client.socket.written());
        while (text.hasMore()) {
            String line = client.asked.remove();
            Object reply = text.next();
            String[] words = line.split(" ");
            if (words[1].equals("PUT")) {
                assertThat(reply).as(line).isInstanceOf(Long.class);
                if (!delivered.contains(words[3]) && unsure.remove(words[3])) {
                    there.add(words[3]);
                }
            } else if (words[1].startsWith("GET")) {
                got(client, line, words, reply);
            } else {
                assertThat(reply).as(line).isEqualTo("OK");
            }
        }
    }

    private void got(Client client, String line, String[] words, Object reply) {
        if (reply == null) {
            return;
        }
        assertThat(reply).as(line).isInstanceOf(List.class);
        List<?> all = line.contains("COUNT") ? (List<?>) reply : List.of(reply);
        Set<String> from = new HashSet<>();
        for (Object one : all) {
            List<?> delivery = (List<?>) one;
            int shift = words[1].equals("GET") ? 0 : 1;
            String queue = shift == 0 ? words[2] : (String) delivery.get(0);
            assertThat(line + " ").contains(" " + queue + " ");
            String item = (String) delivery.get(1 + shift);
            assertThat(holders.put(item, client)).as(item).isNull();
            client.held.put(item, queue + " " + delivery.get(shift));
            from.add(queue);
            delivered.add(item);
            if (unsure.remove(item)) {
                there.add(item); // it was put, though its client has not heard so
            }
            got++;
        }
        assertThat(from).hasSize(1);
    }

    // ---- when nothing is under way

    /** Those who wait stand in the lines that they named and in no other, and every item is with whom knows it. */
    private void compare(String when) {
        Map<String, Integer> waiting = new TreeMap<>();
        int held = 0;
        for (Client client : clients) {
            held += client.held.size();
            held += (int) client.asked.stream()
                    .filter(line -> line.matches("QUEUE (DONE|RELEASE) .*"))
                    .count();
            String first = client.asked.isEmpty() ? "" : client.asked.peek();
            Set<String> names = new HashSet<>(List.of(first.split(" ")));
            names.removeIf(word -> !word.matches("q\\d"));
            names.forEach(name -> waiting.merge(name, 1, Integer::sum));
        }
        assertThat(owners.unserved()).as(when).isEmpty();
        assertThat(owners.getters()).as(when).isEqualTo(waiting);
        assertThat(owners.inFlight()).as(when).isEqualTo(held);
    }

    private void settle() {
        while (!owners.isQuiet()) {
            owners.write();
            owners.deliver(random);
            owners.pass();
        }
        net.nextTurn();
        clients.forEach(this::hear);
        List<Client> ended =
                clients.stream().filter(client -> client.socket.ends() > 0).toList();
        ended.forEach(this::close);
        if (!owners.isQuiet()) {
            settle();
        }
    }

    private void end() {
        settle();
        List.copyOf(clients).forEach(this::close);
        settle();
        assertThat(owners.getters()).isEmpty();
        List<String> ready =
                owners.ready().stream().map(place -> place.split(" ")[1]).toList();
        assertThat(ready).doesNotHaveDuplicates().containsAll(there);
        Set<String> unexpected = new HashSet<>(ready);
        unexpected.removeAll(there);
        assertThat(unsure).containsAll(unexpected);
    }
}
