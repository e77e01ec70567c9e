package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushCycleTest {

    private final FlushCycle cycle = new NetScene(new JsonObject()).cycle;

    @Test
    void aBugInOneConnectionDoesNotKeepTheOthersFromWriting() {
        List<String> flushed = new ArrayList<>();
        cycle.wrote(() -> {
            throw new IllegalStateException("a bug");
        });
        cycle.wrote(() -> flushed.add("other"));
        cycle.end();
        assertThat(flushed).containsExactly("other");
        cycle.wrote(() -> flushed.add("later"));
        cycle.end();
        assertThat(flushed).containsExactly("other", "later");
    }
}
