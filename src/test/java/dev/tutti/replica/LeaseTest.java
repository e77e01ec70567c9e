package dev.tutti.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a leader may answer, by a clock of the test. */
class LeaseTest {

    private static final long TERM = 3;

    private final Majority majority = new Majority();
    private long now = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(250);
    private final Lease lease = new Lease(Duration.ofMillis(1000), () -> now);

    /** Confirms a lead when the test says so. */
    private static final class Majority implements Replica {
        private final ArrayDeque<CompletableFuture<Void>> asked = new ArrayDeque<>();

        @Override
        public CompletableFuture<Void> confirmLead(long term) {
            assertThat(term).isEqualTo(TERM);
            asked.add(new CompletableFuture<>());
            return asked.getLast();
        }

        private void answer() {
            asked.remove().complete(null);
        }

        private void refuse() {
            asked.remove().completeExceptionally(new ReplicaException("a test refuses"));
        }

        @Override
        public CompletableFuture<Void> propose(long term, byte[] entry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ReplicaStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Member> members() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> add(Member member) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> remove(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> checkpoint() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> transferLead(String node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private void passMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private CompletableFuture<Void> renew() {
        return lease.renew(majority, TERM);
    }

    @Test
    void aLeadIsNotConfirmedAtFirst() {
        assertThat(lease.state()).isEqualTo(Lease.State.EXPIRED);
    }

    @Test
    void itLastsNineTenthsOfTheTimeoutFromTheQuestionOn() {
        CompletableFuture<Void> renewed = renew();
        passMillis(400);
        majority.answer();
        assertThat(renewed).isCompleted();
        passMillis(499);
        assertThat(lease.state()).isEqualTo(Lease.State.VALID);
        passMillis(1);
        assertThat(lease.state()).isEqualTo(Lease.State.EXPIRED);
    }

    @Test
    void anAnswerThatComesLateRenewsItAgainUnlessItIsLost() {
        renew();
        majority.answer();
        passMillis(800);
        renew();
        passMillis(800);
        assertThat(lease.state()).isEqualTo(Lease.State.EXPIRED);
        majority.answer();
        assertThat(lease.state()).isEqualTo(Lease.State.VALID);
    }

    @Test
    void anAnswerToAnEarlierQuestionDoesNotShortenIt() {
        renew();
        passMillis(500);
        renew();
        CompletableFuture<Void> earlier = majority.asked.remove();
        majority.answer();
        earlier.complete(null);
        passMillis(899);
        assertThat(lease.state()).isEqualTo(Lease.State.VALID);
    }

    @Test
    void aTimeoutAfterItHasExpiredItIsLostForGood() {
        renew();
        majority.answer();
        passMillis(1899);
        renew();
        assertThat(lease.state()).isEqualTo(Lease.State.EXPIRED);
        passMillis(1);
        majority.answer();
        assertThat(lease.state()).isEqualTo(Lease.State.LOST);
        renew();
        majority.answer();
        assertThat(lease.state()).isEqualTo(Lease.State.LOST);
    }

    @Test
    void aRefusalRenewsNothing() {
        CompletableFuture<Void> renewed = renew();
        majority.refuse();
        assertThat(renewed).isCompletedExceptionally();
        assertThat(lease.state()).isEqualTo(Lease.State.EXPIRED);
    }

    @Test
    void itCanBeGivenUp() {
        renew();
        majority.answer();
        lease.giveUp();
        assertThat(lease.state()).isEqualTo(Lease.State.LOST);
    }
}
