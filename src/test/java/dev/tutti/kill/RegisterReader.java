package dev.tutti.kill;

import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the values of registers from a server that has started. */
final class RegisterReader {

    private final RespClient client;
    /** By name. */
    private final Map<String, String> schedules = new HashMap<>();

    RegisterReader(RespClient client) {
        this.client = client;
        for (Object listed : client.list("SCHEDULE LIST")) {
            Map<String, Object> schedule = map(listed);
            Object every = schedule.get("every");
            schedules.put(
                    (String) schedule.get("name"),
                    schedule.get("queue") + (every == null ? " CRON " + schedule.get("cron") : " EVERY " + every));
        }
    }

    /** A map as RESP2 has it. */
    static Map<String, Object> map(Object pairs) {
        List<?> words = (List<?>) pairs;
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            map.put((String) words.get(i), words.get(i + 1) instanceof Null ? null : words.get(i + 1));
        }
        return map;
    }

    /** @param possible the values that it may have */
    String read(Register register, Set<String> possible) {
        String name = register.name();
        return switch (register.kind()) {
            case EVENT -> isOn("EVENT IS_SET " + name);
            case SETTINGS -> settings(name, possible);
            case PAUSE -> pause(name);
            case SCHEDULE -> schedules.getOrDefault(name, Register.OFF);
            case LOCK -> isOn("LOCK LOCKED " + name);
            case PERMITS -> client.integer("SEMAPHORE VALUE " + name) == 3 ? Register.ON : Register.OFF;
            case LOCKS -> together(isOn("LOCK LOCKED " + first(name)), isOn("LOCK LOCKED " + second(name)));
            case MIXED -> together(isOn("EVENT IS_SET " + name), isOn("LOCK LOCKED " + name), isPaused(name));
        };
    }

    /** The names of two locks that are acquired together. */
    static String first(String name) {
        return name + "-first";
    }

    static String second(String name) {
        return name + "-second";
    }

    private String isOn(String question) {
        return client.integer(question) == 1 ? Register.ON : Register.OFF;
    }

    private static String together(String... parts) {
        Set<String> values = Set.copyOf(List.of(parts));
        return values.size() == 1 ? parts[0] : Register.PARTLY;
    }

    private String isPaused(String queue) {
        Map<String, Object> stats = map(client.ask("QUEUE STATS " + queue));
        return stats.get("paused").equals(1L) ? Register.ON : Register.OFF;
    }

    /** The queue says that it is paused, and an item in it is not delivered. */
    private String pause(String queue) {
        Object reply = client.ask("QUEUE GET " + queue + " TIMEOUT 0");
        if (reply instanceof List<?> item) {
            client.ask("QUEUE RELEASE " + queue + " " + item.get(0));
        }
        return together(isPaused(queue), reply instanceof List<?> ? Register.OFF : Register.ON);
    }

    /** A queue that exists can be created again with the settings that it has, and with no others. */
    private String settings(String queue, Set<String> possible) {
        return possible.stream()
                .filter(settings -> "OK".equals(client.ask("QUEUE CREATE " + queue + " " + settings)))
                .findFirst()
                .orElse("others");
    }
}
