package dev.tutti.proof;

import java.util.ArrayList;
import java.util.List;

/** What a server did that it must not do, in the order in which it was noticed. Safe to use from any thread. */
public final class Violations {

    private final List<String> found = new ArrayList<>();

    public synchronized void add(String violation) {
        found.add(violation);
    }

    public synchronized List<String> all() {
        return List.copyOf(found);
    }
}
