package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server accepts so many sockets at a time and no more, and goes on after a failure to accept. */
class AcceptGuardTest {

    private static final int PORT = 7;
    private static final int MOST = 3;

    /** Admits two. */
    private final class TwoAtMost implements AcceptGuard.Gatekeeper {

        private int admitted;
        private final List<Throwable> failures = new ArrayList<>();
        private final List<String> plainText = new ArrayList<>();

        @Override
        public boolean admit() {
            if (admitted == 2) {
                return false;
            }
            admitted++;
            return true;
        }

        @Override
        public void left() {
            admitted--;
        }

        @Override
        public void handshakeFailed(String client, Throwable cause) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void withoutTls(String client) {
            plainText.add(client);
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    }

    private final TwoAtMost gatekeeper = new TwoAtMost();
    private final AcceptGuard.Orders order = new AcceptGuard.Orders(PORT, gatekeeper, MOST, null);
    private final AtomicReference<AcceptGuard.Orders> orders = new AtomicReference<>(order);
    private final EmbeddedChannel server = new EmbeddedChannel(new AcceptGuard(orders));
    private final List<EmbeddedChannel> sockets = new ArrayList<>();

    @AfterEach
    void close() {
        sockets.forEach(EmbeddedChannel::close);
        server.close();
    }

    private void bind(int port) {
        server.bind(new InetSocketAddress(port));
    }

    private EmbeddedChannel accept() {
        EmbeddedChannel socket = new EmbeddedChannel();
        sockets.add(socket);
        server.writeInbound(socket);
        assertThat(server.<Object>readInbound()).isSameAs(socket);
        return socket;
    }

    private boolean accepts() {
        server.runPendingTasks();
        return server.config().isAutoRead();
    }

    @Test
    void socketsBeyondTheMostWaitUntilOneHasClosed() {
        bind(PORT);
        EmbeddedChannel first = accept();
        accept();
        assertThat(accepts()).isTrue();
        EmbeddedChannel refused = accept();
        assertThat(accepts()).isFalse();
        assertThat(sockets).extracting(AcceptGuard::admitted).containsExactly(true, true, false);
        refused.freezeTime();
        refused.unsafe().close(refused.voidPromise());
        assertThat(accepts())
                .as("before the event loop has freed the descriptor")
                .isFalse();
        refused.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        refused.runScheduledPendingTasks();
        assertThat(accepts()).isTrue();
        assertThat(gatekeeper.admitted).isEqualTo(2);
        first.close();
        assertThat(gatekeeper.admitted).isEqualTo(1);
        assertThat(AcceptGuard.admitted(accept())).isTrue();
    }

    @Test
    void afterAFailureItTriesAgainASecondLater() {
        bind(PORT);
        IOException failure = new IOException("Too many open files");
        server.pipeline().fireExceptionCaught(failure);
        server.checkException();
        assertThat(gatekeeper.failures).containsExactly(failure);
        assertThat(accepts()).isFalse();
        server.advanceTimeBy(1, TimeUnit.SECONDS);
        server.runScheduledPendingTasks();
        assertThat(accepts()).isTrue();
    }

    @Test
    void aServerOfAnotherPortIsLeftAlone() {
        bind(PORT + 1);
        for (int i = 0; i <= MOST; i++) {
            assertThat(AcceptGuard.admitted(accept())).isNull();
        }
        assertThat(accepts()).isTrue();
        assertThat(orders.get()).isNotNull();
    }

    @Test
    void anotherLimitHoldsAtOnceAndClosesNoSocket() {
        bind(PORT);
        for (int i = 0; i < MOST; i++) {
            accept();
        }
        assertThat(accepts()).isFalse();
        order.most(MOST + 1);
        assertThat(accepts()).isTrue();
        accept();
        assertThat(accepts()).isFalse();
        order.most(2);
        assertThat(accepts()).isFalse();
        assertThat(sockets).allMatch(EmbeddedChannel::isOpen);
        for (int i = 0; i < MOST; i++) {
            assertThat(accepts()).isFalse();
            EmbeddedChannel socket = sockets.get(i);
            socket.freezeTime();
            socket.unsafe().close(socket.voidPromise());
            socket.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            socket.runScheduledPendingTasks();
        }
        assertThat(accepts()).isTrue();
    }
}
