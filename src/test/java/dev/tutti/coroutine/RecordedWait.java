package dev.tutti.coroutine;

import dev.tutti.waiting.Wait;
import java.util.List;

/** A wait that records the calls it gets. */
record RecordedWait(String name, List<String> log) implements Wait {
    @Override
    public void withdraw() {
        log.add("withdrawn: " + name);
    }

    @Override
    public void detach() {
        log.add("detached: " + name);
    }
}
