package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.waiting.ParticipantSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Of CPython's {@code test_locks.py}, {@code EventTests}:
 *
 * <ul>
 *   <li>{@code test_repr}: {@link #tellsItsStateAsAsyncioDoes}
 *   <li>{@code test_wait}: {@link #setWakesAllWhoWaitInTheirOrder}. There a task that begins to wait once it is set is told
 *       before those who waited; here they are told at once.
 *   <li>{@code test_wait_on_set}: {@link #nobodyWaitsWhileItIsSet}
 *   <li>{@code test_wait_cancel}: {@link #whoLeavesIsNotWoken}
 *   <li>{@code test_clear}: {@link #staysSetUntilItIsCleared}
 *   <li>{@code test_clear_with_waiters}: {@link #setWakesThemThoughClearFollowsAtOnce}
 * </ul>
 */
class AsyncEventTest {

    private final SyncFixture fixture = new SyncFixture();
    private final SyncClient a = fixture.client("a");
    private final SyncClient b = fixture.client("b");
    private final SyncClient c = fixture.client("c");

    @Test
    void tellsItsStateAsAsyncioDoes() {
        AsyncEvent event = fixture.event();
        assertThat(event).hasToString("<AsyncEvent [unset]>");
        a.await(event);
        assertThat(event).hasToString("<AsyncEvent [unset, waiters:1]>");
        event.set();
        assertThat(event).hasToString("<AsyncEvent [set]>");
    }

    @Test
    void setWakesAllWhoWaitInTheirOrder() {
        a.await(fixture.event());
        b.await(fixture.event());
        c.await(fixture.event());
        assertThat(fixture.told()).isEmpty();
        fixture.event().set();
        assertThat(fixture.told()).containsExactly("a sees it set", "b sees it set", "c sees it set");
    }

    @Test
    void nobodyWaitsWhileItIsSet() {
        fixture.event().set();
        a.await(fixture.event());
        assertThat(fixture.told()).containsExactly("a sees it set");
        assertThatIllegalStateException().isThrownBy(() -> fixture.event().await(b, () -> {}));
    }

    @Test
    void staysSetUntilItIsCleared() {
        AsyncEvent event = fixture.event();
        assertThat(event.isSet()).isFalse();
        event.set();
        event.set();
        assertThat(event.isSet()).isTrue();
        assertThat(fixture.events.existing("e")).isSameAs(event);
        event.clear();
        assertThat(event.isSet()).isFalse();
    }

    @Test
    void setWakesThemThoughClearFollowsAtOnce() {
        a.await(fixture.event());
        b.await(fixture.event());
        AsyncEvent event = fixture.event();
        event.set();
        event.clear();
        assertThat(fixture.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(event.isSet()).isFalse();
    }

    @Test
    void whoIsToldFirstMayClearItAndTheOthersAreWokenAllTheSame() {
        AsyncEvent event = fixture.event();
        a.then(() -> event.clear()).await(event);
        b.await(event);
        event.set();
        assertThat(fixture.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(event.isSet()).isFalse();
        assertThat(fixture.remembered()).isZero();
    }

    @Test
    void whoComesBackWhileTheOthersAreToldWaitsForTheNextSet() {
        AsyncEvent event = fixture.event();
        a.then(() -> {
                    event.clear();
                    a.await(fixture.event());
                })
                .await(event);
        b.await(event);
        event.set();
        assertThat(fixture.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(a.isWaiting()).isTrue();
        fixture.event().set();
        assertThat(fixture.told()).containsExactly("a sees it set");
    }

    @Test
    void whoLeavesIsNotWoken() {
        a.await(fixture.event());
        b.await(fixture.event());
        a.giveUp();
        assertThat(fixture.told()).containsExactly("a gave up");
        fixture.event().set();
        assertThat(fixture.told()).containsExactly("b sees it set");
    }

    @Test
    void isForgottenWhenItIsNotSetAndNobodyWaits() {
        a.await(fixture.event());
        b.await(fixture.event());
        a.close();
        assertThat(fixture.remembered()).isEqualTo(1);
        b.close();
        assertThat(fixture.remembered()).isZero();
        fixture.event().set();
        fixture.event().set();
        assertThat(fixture.remembered()).isEqualTo(1);
        fixture.event().clear();
        assertThat(fixture.remembered()).isZero();
        assertThat(fixture.event().isSet()).isFalse();
    }

    @Test
    void isNotForgottenWhileAnybodyWaits() {
        a.await(fixture.event());
        fixture.event().clear();
        fixture.event().set();
        assertThat(fixture.told()).containsExactly("a sees it set");
    }

    @Test
    void wakesAThousand() {
        List<SyncClient> clients = fixture.clients(1000);
        clients.forEach(client -> client.await(fixture.event()));
        clients.subList(0, 500).forEach(SyncClient::close);
        fixture.event().set();
        assertThat(fixture.told()).hasSize(500).startsWith("p500 sees it set").endsWith("p999 sees it set");
    }

    @Test
    void showsWhoWaits() {
        assertThat(fixture.event().waiters()).isEmpty();
        a.await(fixture.event());
        assertThat(fixture.event().waiters()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "wait", true));
        assertThat(fixture.event().holders()).isEmpty();
    }
}
