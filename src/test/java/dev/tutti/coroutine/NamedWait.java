package dev.tutti.coroutine;

import dev.tutti.waiting.Wait;
import java.util.List;

/** A wait that writes down what is asked of it. */
record NamedWait(String name, List<String> log) implements Wait {
    @Override
    public void withdraw() {
        log.add("withdrawn: " + name);
    }

    @Override
    public void detach() {
        log.add("detached: " + name);
    }
}
