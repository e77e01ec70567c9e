package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.platform.TcpTable.Entry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerStateTest {

    private static final int ESTABLISHED = 1;

    private final PeerState peer = new PeerState();

    private boolean look(long second, long unacknowledged, int attempts) {
        return look(second, 0, unacknowledged, attempts);
    }

    private boolean look(long second, long unsent, long unacknowledged, int attempts) {
        return peer.look(new Entry(ESTABLISHED, unacknowledged, attempts, 0), unsent, TimeUnit.SECONDS.toNanos(second));
    }

    private long stalled(long second) {
        return peer.stalledMillis(TimeUnit.SECONDS.toNanos(second));
    }

    @Test
    void whatIsWrittenIsConfirmedByAnythingThePeerSendsOrByItsKernel() {
        assertThat(peer.isUnconfirmed()).isFalse();
        peer.wrote(5);
        assertThat(peer.isUnconfirmed()).isTrue();
        peer.heard();
        assertThat(peer.isUnconfirmed()).isFalse();
        peer.wrote(5);
        look(1, 5, 0);
        assertThat(peer.isUnconfirmed()).isTrue();
        look(2, 0, 0);
        assertThat(peer.isUnconfirmed()).isFalse();
    }

    @Test
    void aPeerThatAcknowledgesNothingIsStalledSinceTheFirstLook() {
        peer.wrote(5);
        look(1, 5, 1);
        look(2, 5, 3);
        peer.wrote(5);
        look(4, 10, 4);
        assertThat(stalled(4)).isEqualTo(3000);
    }

    @Test
    void aPeerThatOnlyReadsSlowlyIsNotStalled() {
        peer.wrote(5);
        look(1, 5, 0);
        assertThat(stalled(9)).isZero();
        look(10, 5, 1);
        look(11, 5, 0);
        assertThat(stalled(12)).isZero();
    }

    @Test
    void progressEndsAStall() {
        peer.wrote(9);
        look(1, 9, 4);
        look(2, 8, 4);
        assertThat(stalled(3)).isEqualTo(1000);
        look(4, 8, 2);
        assertThat(stalled(4)).isZero();
        look(5, 8, 3);
        peer.heard();
        assertThat(stalled(6)).isZero();
    }

    @Test
    void readingOfALongReplyIsProgressEvenWhileTheKernelsBufferStaysFull() {
        peer.wrote(100);
        assertThat(look(1, 90, 10, 0)).isFalse();
        assertThat(look(2, 90, 10, 0)).isFalse();
        assertThat(look(3, 80, 10, 0)).isTrue();
        peer.wrote(50);
        assertThat(look(4, 130, 10, 0)).isFalse();
        assertThat(look(5, 130, 5, 0)).isTrue();
    }

    @Test
    void aConnectionIsGoneWhenTheTableHasItNotTwiceInARow() {
        assertThat(peer.isGone()).isFalse();
        look(1, 0, 0);
        assertThat(peer.isGone()).isFalse();
        assertThat(peer.isGone()).isTrue();
    }
}
