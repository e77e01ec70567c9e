package dev.tutti.client;

import static dev.tutti.client.TestClients.bytes;
import static dev.tutti.client.TestClients.failure;
import static dev.tutti.client.TestClients.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.StopMode;
import dev.tutti.TuttiServer;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.ItemLost;
import dev.tutti.client.TuttiException.NotHeld;
import dev.tutti.client.TuttiException.NotPermitted;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java client while its server is stopped or killed and started again. */
@ParameterizedClass
@EnumSource(StopMode.class)
@Timeout(60)
class ReconnectIT {

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().journaled();

    @RegisterExtension
    private final TestClients clients = new TestClients();

    private final StopMode mode;
    private Tutti tutti;
    private TuttiQueue jobs;

    ReconnectIT(StopMode mode) {
        this.mode = mode;
    }

    @BeforeEach
    void connect() {
        server.server("port", server.port());
        tutti = clients.connect(server.port());
        jobs = tutti.queue("jobs");
    }

    private void restart() throws Exception {
        server.restart(mode);
    }

    @Test
    void whatWaitsGoesOnWaiting() throws Exception {
        Future<Item> item = jobs.get();
        Future<Void> event = tutti.event("e").await();
        SubmittedTask task = get(tutti.submit("task", bytes("t")));
        Future<Buffer> result = task.result();
        server.awaitStat("jobs", "getters", 1);
        restart();
        get(jobs.put(bytes("a"), new PutOptions().setKey("k")));
        get(tutti.event("e").set());
        assertThat(get(item).body()).isEqualTo(bytes("a"));
        get(event);
        get(get(tutti.queue("task").get()).done(bytes("r")));
        assertThat(get(result)).isEqualTo(bytes("r"));
    }

    @Test
    void whatIsNotSafeToRepeatFails() throws Exception {
        Future<Buffer> run = tutti.run("task", bytes("t"));
        Item running = get(tutti.queue("task").get());
        restart();
        assertThat(failure(run)).isInstanceOf(ConnectionLost.class);
        assertThat(failure(running.done())).isInstanceOf(ItemLost.class);
    }

    @Test
    void heldItemsAndLocksAreLostAndTheirHoldersAreTold() throws Exception {
        get(jobs.put(bytes("a")));
        Item item = get(jobs.get());
        Hold hold = get(tutti.lock("l").acquire());
        CompletableFuture<Throwable> itemLost = new CompletableFuture<>();
        CompletableFuture<Throwable> lockLost = new CompletableFuture<>();
        item.onLost(itemLost::complete);
        hold.onLost(lockLost::complete);
        restart();
        assertThat(itemLost.get()).isInstanceOf(ConnectionLost.class);
        assertThat(lockLost.get()).isInstanceOf(ConnectionLost.class);
        assertThat(failure(item.done())).isInstanceOf(ItemLost.class);
        assertThat(failure(hold.release())).isInstanceOf(NotHeld.class);
        assertThat(get(jobs.get()).body()).isEqualTo(bytes("a"));
        assertThat(get(tutti.lock("l").acquire()).token()).isGreaterThan(hold.token());
    }

    @Test
    void commandsThatComeWhileTheServerIsAwayWaitForIt() throws Exception {
        server.stop();
        Future<Void> set = tutti.event("e").set();
        Future<Long> put = jobs.put(bytes("a"));
        Future<Item> cancelled = jobs.get();
        assertThat(get(tutti.cancel(cancelled))).isTrue();
        server.restart(StopMode.GRACEFUL);
        get(set);
        get(put);
        assertThat(get(tutti.event("e").isSet())).isTrue();
    }

    @Test
    void aServerThatIsNotThereOrRefusesThePasswordFailsTheConnect() throws Exception {
        int port = server.port();
        TuttiOptions options = TestClients.options(port);
        server.server("password", "s3cret");
        server.restart(StopMode.GRACEFUL);
        assertThat(failure(Tutti.connect(clients.vertx(), options))).isInstanceOf(NotPermitted.class);
        assertThat(failure(tutti.event("e").set())).isInstanceOf(NotPermitted.class);
        get(clients.connect(TuttiOptions.of("redis://default:s3cret@127.0.0.1:" + port))
                .event("e")
                .set());
        server.stop();
        assertThat(failure(Tutti.connect(clients.vertx(), options))).isInstanceOf(ConnectException.class);
    }
}
