package dev.tutti.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has been submitted, and how it was asked to end: whoever awaits it is told one of these ends, and the same for
 * ever once that was acknowledged. Safe from any thread.
 */
final class Results {

    /** What AWAIT says of an item that has not ended. */
    static final String NOT_ENDED = "null";

    private static final class Result {
        /** How many have asked for an end and not been refused. */
        private final Map<String, Integer> asked = new HashMap<>();

        private String told;
    }

    private final Map<Long, Result> results = new HashMap<>();

    synchronized void submitted(long id) {
        results.computeIfAbsent(id, first -> new Result());
    }

    synchronized Set<Long> ids() {
        return Set.copyOf(results.keySet());
    }

    private Result result(long id) {
        return results.computeIfAbsent(id, first -> new Result());
    }

    synchronized void ending(long id, String end) {
        result(id).asked.merge(end, 1, Integer::sum);
    }

    synchronized void notEnded(long id, String end) {
        result(id).asked.merge(end, -1, Integer::sum);
    }

    synchronized void ended(long id, String end) {
        result(id).told = end;
    }

    /** How it is known to have ended, before AWAIT is asked; or what that says as long as it has not. */
    synchronized String awaiting(long id) {
        String told = result(id).told;
        return told == null ? NOT_ENDED : told;
    }

    /** What AWAIT said; gives what is wrong with that, if anything is. */
    synchronized Optional<String> awaited(long id, String known, String reply) {
        Result result = result(id);
        boolean possible = reply.equals(NOT_ENDED)
                ? known.equals(NOT_ENDED)
                : result.asked.getOrDefault(reply, 0) > 0 && (known.equals(NOT_ENDED) || known.equals(reply));
        if (!possible) {
            return Optional.of("task " + id + ", known to have ended with " + known + ", asked for " + result.asked
                    + ", says " + reply);
        }
        if (!reply.equals(NOT_ENDED)) {
            result.told = reply;
        }
        return Optional.empty();
    }
}
