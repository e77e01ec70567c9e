package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A command of a consumer that is itself a client: if its item is cancelled, so is the RUN that it waits for. */
@Timeout(60)
class CancelledProcessIT {

    /** Runs an item of {@code part} at the server on the port that its own item names. */
    private static final String CLIENT =
            "read port; exec 3<>/dev/tcp/127.0.0.1/$port; printf 'RUN part a\\r\\n' >&3; read -u 3 line; echo $line";

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual()
            .server("closeGrace", "100ms")
            .consumer(new JsonObject().put("queue", "child").put("exec", new JsonArray(List.of("bash", "-c", CLIENT))));

    @Test
    void whatItRunsIsCancelledWithItsItem() {
        RespClient caller = server.connect();
        RespClient worker = server.connect();
        long child = caller.integer("SUBMIT child " + server.port());
        long part = (Long) worker.list("QUEUE GET part").get(0);
        assertThat(caller.integer("CANCEL child " + child)).isOne();
        server.awaitStat("child", "unfinished", 0);
        server.awaitStat("part", "unfinished", 0);
        assertThat(worker.refusal("QUEUE DONE part " + part)).isEqualTo("CANCELLED item " + part + " was cancelled");
    }
}
