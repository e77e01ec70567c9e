package dev.tutti.sync;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grants of one lock or semaphore that are held, in the order in which they were taken. A lock has one at a time,
 * and there may be very many locks. So a single grant needs no map.
 */
final class HeldGrants {

    /** The only one, or null. */
    private Grant single;
    /** All by their tokens, once there were several; null as soon as there is none again. */
    private Map<Long, Grant> byToken;

    boolean isEmpty() {
        return single == null && byToken == null;
    }

    int size() {
        if (byToken != null) {
            return byToken.size();
        }
        return single == null ? 0 : 1;
    }

    void add(Grant grant) {
        if (isEmpty()) {
            single = grant;
            return;
        }
        if (byToken == null) {
            byToken = new LinkedHashMap<>();
            byToken.put(single.token(), single);
            single = null;
        }
        byToken.put(grant.token(), grant);
    }

    /** The grant with that token, or null. */
    Grant get(long token) {
        if (byToken != null) {
            return byToken.get(token);
        }
        return single != null && single.token() == token ? single : null;
    }

    /** Returns whether the grant was held. */
    boolean remove(Grant grant) {
        if (byToken == null) {
            boolean held = single != null && single == grant;
            single = held ? null : single;
            return held;
        }
        boolean held = byToken.remove(grant.token(), grant);
        byToken = byToken.isEmpty() ? null : byToken;
        return held;
    }

    Collection<Grant> all() {
        if (byToken != null) {
            return byToken.values();
        }
        return single == null ? List.of() : List.of(single);
    }

    /** The one that was taken first, or null. */
    Grant oldest() {
        return byToken == null ? single : byToken.values().iterator().next();
    }
}
