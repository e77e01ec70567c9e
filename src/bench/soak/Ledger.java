import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The items that clients have put and finished, by their bodies, and the violations of what the server promises. */
final class Ledger {

    private static final int MOST_VIOLATIONS = 20;
    private static final int NAME_LENGTH = 10;

    /** The items whose PUT was answered and for which no DONE was sent. */
    private final Set<String> kept = new HashSet<>();
    /** The items for which a DONE was sent that is not answered. They may be there or not. */
    private final Set<String> unknown = new HashSet<>();
    /** For each item whose DONE was answered, the time of that. */
    private final Map<String, Long> finished = new HashMap<>();
    private final Map<String, Long> lastToken = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long puts;

    synchronized void put(String body) {
        puts++;
        if (!finished.containsKey(body) && !unknown.contains(body)) {
            kept.add(body);
        }
    }

    /** @param asked when the command was sent */
    synchronized void got(String body, long asked) {
        Long end = finished.get(body);
        if (end != null && end < asked) {
            violation(name(body) + " was finished and comes back");
        }
    }

    /** DONE is about to be sent. */
    synchronized void finishing(String body) {
        kept.remove(body);
        unknown.add(body);
    }

    /** DONE was answered. */
    synchronized void finished(String body) {
        unknown.remove(body);
        finished.put(body, System.nanoTime());
    }

    /** The item was left at the end. */
    synchronized void drained(String body, long asked) {
        got(body, asked);
        kept.remove(body);
    }

    /** @param last the newest token of the lock when its ACQUIRE was sent */
    synchronized void acquired(String lock, long token, long last) {
        if (token <= last) {
            violation("token " + token + " of " + lock + " is not larger than " + last);
        }
        lastToken.merge(lock, token, Math::max);
    }

    synchronized long lastToken(String lock) {
        return lastToken.getOrDefault(lock, 0L);
    }

    synchronized void violation(String text) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(text);
        }
    }

    /** After the queues were drained: every item that is still kept is lost. */
    synchronized List<String> end() {
        kept.stream().limit(MOST_VIOLATIONS).forEach(body -> violation(name(body) + " is lost"));
        return violations;
    }

    private static String name(String body) {
        return "item " + body.substring(0, Math.min(body.length(), NAME_LENGTH));
    }

    synchronized String summary() {
        return puts + " items put, " + finished.size() + " finished";
    }
}
