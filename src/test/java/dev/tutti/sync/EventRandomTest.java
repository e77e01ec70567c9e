package dev.tutti.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class EventRandomTest extends RandomSyncTest<EventRandomTest.Flags> {

    private static final List<String> NAMES = List.of("a", "b");

    /** The events that are set. Waiters are searched for. */
    static final class Flags extends SyncModel {
        private final Map<String, Boolean> set = new TreeMap<>(Map.of("a", false, "b", false));
        private final Map<String, List<Long>> lines =
                new TreeMap<>(Map.of("a", new ArrayList<>(), "b", new ArrayList<>()));

        void set(String name) {
            set.put(name, true);
            List.copyOf(lines.get(name)).forEach(client -> {
                lines.get(name).remove(client);
                tell(client, "1");
            });
        }

        void await(long client, String name, int timeout) {
            if (set.get(name)) {
                tell(client, "1");
            } else if (timeout == 0) {
                tell(client, "Null");
            } else {
                await(client, timeout);
                lines.get(name).add(client);
            }
        }

        @Override
        void withdraw(long client) {
            lines.values().forEach(line -> line.remove(client));
        }

        @Override
        void giveBack(long client) {}

        @Override
        List<String> contentions() {
            return NAMES.stream()
                    .filter(name -> !lines.get(name).isEmpty())
                    .map(name -> contention(
                            "event",
                            name,
                            List.of(),
                            lines.get(name).stream()
                                    .map(client -> waiting(client, "wait"))
                                    .toList()))
                    .toList();
        }

        @Override
        int remembered() {
            return (int) NAMES.stream()
                    .filter(name -> set.get(name) || !lines.get(name).isEmpty())
                    .count();
        }
    }

    EventRandomTest() {
        super(new Flags());
    }

    @Override
    String act(long client, Flags model, Random random) {
        String name = NAMES.get(random.nextInt(2));
        int dice = random.nextInt(10);
        if (dice < 5) {
            int timeout = random.nextInt(8) - 1;
            String asked = ask(client, "EVENT WAIT " + name + timeout(timeout));
            model.await(client, name, timeout);
            return asked;
        } else if (dice < 6) {
            String asked = ask(client, "EVENT SET " + name);
            model.set(name);
            model.tell(client, "OK");
            return asked;
        } else if (dice < 9) {
            String asked = ask(client, "EVENT CLEAR " + name);
            model.set.put(name, false);
            model.tell(client, "OK");
            return asked;
        }
        model.tell(client, model.set.get(name) ? "1" : "0");
        return ask(client, "EVENT IS_SET " + name);
    }

    @Override
    void undo() {
        NAMES.forEach(name -> ask(1, "EVENT CLEAR " + name));
    }
}
