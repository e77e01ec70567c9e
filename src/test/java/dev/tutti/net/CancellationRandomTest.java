package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import dev.tutti.bus.Addresses;
import dev.tutti.journal.MapJournal;
import dev.tutti.platform.RecordedSocket;
import dev.tutti.producer.SeveralOwners;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of three owners that get items and run others on their behalf, by RUN, GATHER, TASKGROUP, WAIT and AWAIT, to
 * any depth. They cancel items, are unblocked, and close at random moments, while messages arrive in any order. A
 * command ends with an item of its client that is cancelled while it waits, and with no other.
 */
class CancellationRandomTest {

    private static final int OWNERS = 3;
    private static final int QUEUES = 4;
    private static final int CLIENTS = 10;
    private static final int STEPS = 10_000;
    private static final String ADDRESS = Addresses.serverReplies(0);
    private static final Pattern CANCELLED = Pattern.compile("CANCELLED item (\\d+) was cancelled");
    private static final Pattern FOR_TASKS = Pattern.compile("(RUN|GATHER|TASKGROUP|AWAIT|WAIT) .*");

    /** A connection, and what its client knows. */
    private final class Client {
        private final long id = ++connections;
        private final RecordedSocket socket = new RecordedSocket();
        private final Connection connection = net.open(id, socket, () -> {});
        /** Item to queue. */
        private final Map<Long, String> held = new TreeMap<>();

        /** The command that is not answered, or null. */
        private String asked;
        /** The held items that had been cancelled before it was sent. */
        private Set<Long> cancelledBefore = Set.of();

        private void say(String line) {
            if (FOR_TASKS.matcher(line).matches()) {
                pass();
                cancelledBefore = cancelled();
            }
            asked = line;
            socket.sends(line + "\r\n");
            net.cycle.end();
        }

        private boolean waitsForTasks() {
            return asked != null && FOR_TASKS.matcher(asked).matches();
        }

        private Set<Long> cancelled() {
            return held.keySet().stream().filter(owners::isCancelled).collect(Collectors.toSet());
        }
    }

    private final SeveralOwners owners = new SeveralOwners(OWNERS, new MapJournal());
    private final NetScene net = new NetScene(new JsonObject(), owners.bus(), OWNERS);
    private final List<Client> clients = new ArrayList<>();
    /** Detached items, each of which any client may settle, to queue. */
    private final Map<Long, String> detached = new TreeMap<>();
    /** The number of clients that closed before they heard which detached item they have got. */
    private int unheard;
    /** Submitted items: {@code q1 7}. */
    private final List<String> submitted = new ArrayList<>();

    private Random random;
    private long connections;
    /** The items with which a command has ended. */
    private final Set<Long> cancellers = new HashSet<>();

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("dev.tutti.Seeds#several")
    void aCommandEndsWithTheItemsOfItsClientAndWithNoOther(long seed) {
        random = Seeds.random(seed);
        net.passes(owners.now());
        owners.net(ADDRESS, replies -> {
            net.router.receive(replies);
            net.cycle.end();
        });
        owners.journal.holdBack();
        for (int step = 0; step < STEPS; step++) {
            act();
            clients.forEach(this::hear);
            if (random.nextInt(50) == 0) {
                settle();
                compare("step " + step);
            }
        }
        List.copyOf(clients).forEach(this::close);
        settle();
        detached.keySet().removeIf(owners::isCancelled);
        assertThat(owners.inFlight()).isBetween(detached.size(), detached.size() + unheard);
        assertThat(owners.ready()).noneMatch(item -> item.matches("q\\d run"));
        assertThat(cancellers).hasSizeGreaterThan(STEPS / 200);
    }

    // ---- what happens

    private void act() {
        int dice = random.nextInt(100);
        if (clients.size() < CLIENTS && dice < 10) {
            clients.add(new Client());
        } else if (dice < 50) {
            owners.deliver(random);
        } else if (dice < 60) {
            owners.write();
        } else if (dice < 65) {
            pass();
        } else if (dice < 66 && !clients.isEmpty()) {
            close(any(clients));
        } else if (dice < 70 && !clients.isEmpty()) {
            any(clients).connection.pipeline().unblock(false, ADDRESS, 0);
            net.cycle.end();
        } else {
            List<Client> idle =
                    clients.stream().filter(client -> client.asked == null).toList();
            if (!idle.isEmpty()) {
                Client client = any(idle);
                client.say(command(client));
            }
        }
    }

    /** A millisecond passes everywhere. */
    private void pass() {
        owners.pass();
        net.passes(1);
        net.nextTurn();
    }

    private String command(Client client) {
        int dice = random.nextInt(100);
        if (dice < 32 && client.held.size() < 3) {
            return "QUEUE GET " + queue() + " TIMEOUT 0";
        } else if (dice < 34) {
            return "QUEUE GET " + queue() + " TIMEOUT 0 LEASE 100000000 DETACHED";
        } else if (dice < 45) {
            return "RUN " + queue() + " run";
        } else if (dice < 60) {
            String limit = random.nextBoolean() ? " LIMIT 1" : "";
            return (random.nextBoolean() ? "GATHER RETURN_EXCEPTIONS" : "TASKGROUP")
                    + limit
                    + IntStream.rangeClosed(0, random.nextInt(3))
                            .mapToObj(i -> " " + queue() + " run")
                            .collect(Collectors.joining());
        } else if (dice < 70) {
            return "SUBMIT " + queue() + " submitted";
        } else if (dice < 75 && !submitted.isEmpty()) {
            return "AWAIT " + any(submitted);
        } else if (dice < 80 && !submitted.isEmpty()) {
            return "WAIT " + any(submitted) + " " + any(submitted);
        } else if (dice < 88) {
            return cancel();
        }
        Map<Long, String> from = random.nextInt(4) == 0 ? detached : client.held;
        if (from.isEmpty()) {
            return "PING";
        }
        long item = any(List.copyOf(from.keySet()));
        return "QUEUE " + any(List.of("DONE", "DONE", "FAIL", "RELEASE")) + " " + from.remove(item) + " " + item;
    }

    /** Cancels an item that some client holds, or one that was submitted. */
    private String cancel() {
        Map<Long, String> held = any(clients).held;
        if (held.isEmpty()) {
            return submitted.isEmpty() ? "PING" : "CANCEL " + any(submitted);
        }
        long item = any(List.copyOf(held.keySet()));
        return "CANCEL " + held.get(item) + " " + item;
    }

    private String queue() {
        return "q" + random.nextInt(QUEUES);
    }

    private <E> E any(List<E> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void close(Client client) {
        hear(client);
        unheard += client.asked != null && client.asked.contains("DETACHED") ? 1 : 0;
        clients.remove(client);
        client.socket.closes();
        net.cycle.end();
    }

    // ---- what is heard

    private void hear(Client client) {
        RespText text = new RespText(client.socket.written());
        if (text.hasMore()) {
            Object reply = text.next();
            assertThat(text.hasMore()).isFalse();
            String line = client.asked;
            client.asked = null;
            String[] words = line.split(" ");
            if (words[0].equals("SUBMIT")) {
                submitted.add(words[1] + " " + reply);
            } else if (line.contains(" GET ") && reply instanceof List<?> delivery) {
                Map<Long, String> place = line.contains("DETACHED") ? detached : client.held;
                place.put((Long) delivery.get(0), words[2]);
            } else if (FOR_TASKS.matcher(line).matches()) {
                ended(client, line, String.valueOf(reply));
            }
        }
    }

    private void ended(Client client, String line, String reply) {
        Matcher cancelled = CANCELLED.matcher(reply);
        if (!cancelled.matches() || line.matches("AWAIT .* " + cancelled.group(1))) {
            return;
        }
        long item = Long.parseLong(cancelled.group(1));
        assertThat(client.held).as(line).containsKey(item);
        assertThat(client.cancelledBefore).as(line).doesNotContain(item);
        assertThat(cancellers.add(item)).as("%s, by item %s again", line, item).isTrue();
    }

    // ---- when nothing is under way

    private void settle() {
        while (!owners.isQuiet()) {
            owners.write();
            owners.deliver(random);
            pass();
        }
        net.nextTurn();
        clients.forEach(this::hear);
        if (!owners.isQuiet()) {
            settle();
        }
    }

    /** Nobody waits for tasks on behalf of an item that was cancelled meanwhile. */
    private void compare(String when) {
        for (Client client : clients) {
            if (client.waitsForTasks()) {
                assertThat(client.cancelledBefore)
                        .as(when + ": " + client.asked)
                        .containsAll(client.cancelled());
            }
        }
    }
}
