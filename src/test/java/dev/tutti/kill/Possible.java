package dev.tutti.kill;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The values that something in a server may have, as far as the requests to change it and their replies tell. After a
 * request without a reply, the value from before and the new one are both possible. Clients may change it one after
 * another, and a reply may be recorded when the next client has already sent its request. Safe to use from any thread.
 */
final class Possible<T> {

    private final Set<T> values = new LinkedHashSet<>();
    /** The values before the last request. */
    private final Set<T> before = new LinkedHashSet<>();

    private int requests;

    Possible(T first) {
        values.add(first);
    }

    /**
     * To be called before a request is sent.
     *
     * @param next the value that the request leads to
     * @return the number of the request
     */
    synchronized int asking(T next) {
        return asking(Set.of(next));
    }

    /** @param next the values that the request may lead to */
    synchronized int asking(Set<T> next) {
        before.clear();
        before.addAll(values);
        values.addAll(next);
        return ++requests;
    }

    /** The request was carried out, and led to this value. A reply that comes behind the next request tells nothing. */
    synchronized void done(int request, T value) {
        if (request == requests) {
            seen(value);
        }
    }

    /** The request was refused. */
    synchronized void refused(int request) {
        if (request == requests) {
            values.retainAll(before);
        }
    }

    /** The server shows this value, and no request is under way. */
    synchronized void seen(T value) {
        values.clear();
        values.add(value);
    }

    synchronized boolean has(T value) {
        return values.contains(value);
    }

    synchronized Set<T> values() {
        return new LinkedHashSet<>(values);
    }
}
