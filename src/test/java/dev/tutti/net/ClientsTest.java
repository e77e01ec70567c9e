package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.ClientCommand;
import dev.tutti.platform.RecordedSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands about many clients. Time passes while a turn's share is used up by another connection. */
class ClientsTest {

    private static final int CLIENTS = 40;

    private final NetScene scene = new NetScene(new JsonObject());
    private final Clients clients = new Clients(
            new ReplySender(scene.bus.eventBus()),
            scene.budget,
            new Arrivals(scene.timers.vertx(), scene.router, scene.cycle));
    private final List<RecordedSocket> sockets = new ArrayList<>();

    ClientsTest() {
        for (int i = 1; i <= CLIENTS; i++) {
            open(i);
        }
    }

    private void open(long id) {
        RecordedSocket socket = new RecordedSocket();
        sockets.add(socket);
        clients.add(scene.open(id, socket, () -> clients.remove(id)));
    }

    private List<String> ask(ClientCommand<?> command) {
        clients.receive(RecordedBus.request("net", -1, command));
        return scene.bus.replies();
    }

    private long cutOff() {
        return sockets.stream().filter(RecordedSocket::isCutOff).count();
    }

    @Test
    void aListIsMadeAtOnceIfThereIsTime() {
        assertThat(ask(new ClientCommand.ListClients(Set.of()))).containsExactly("net -1: ClientLines");
    }

    @Test
    void aListWaitsForALaterTurnIfThereIsNone() {
        scene.budget.replied();
        scene.passes(10);
        assertThat(ask(new ClientCommand.ListClients(Set.of()))).isEmpty();
        scene.nextTurn();
        assertThat(scene.bus.replies()).containsExactly("net -1: ClientLines");
    }

    @Test
    void aKillGoesOnInLaterTurnsAndSparesThoseWhoCameMeanwhile() {
        scene.timePassesWithEachLook(1);
        assertThat(ask(new ClientCommand.Kill(0, null, false, 7))).isEmpty();
        assertThat(cutOff()).isBetween(1L, CLIENTS - 1L);
        open(CLIENTS + 1);
        sockets.get(CLIENTS - 1).closes();
        for (int i = 0; i < CLIENTS; i++) {
            scene.nextTurn();
        }
        assertThat(scene.bus.replies()).hasSize(1);
        assertThat(sockets.get(CLIENTS).isCutOff()).isFalse();
        assertThat(cutOff()).isEqualTo(CLIENTS - 2);
    }
}
