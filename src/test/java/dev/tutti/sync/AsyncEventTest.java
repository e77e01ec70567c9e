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

    private final SyncScene ensemble = new SyncScene();
    private final SyncClient a = ensemble.player("a");
    private final SyncClient b = ensemble.player("b");
    private final SyncClient c = ensemble.player("c");

    @Test
    void tellsItsStateAsAsyncioDoes() {
        AsyncEvent event = ensemble.event();
        assertThat(event).hasToString("<AsyncEvent [unset]>");
        a.await(event);
        assertThat(event).hasToString("<AsyncEvent [unset, waiters:1]>");
        event.set();
        assertThat(event).hasToString("<AsyncEvent [set]>");
    }

    @Test
    void setWakesAllWhoWaitInTheirOrder() {
        a.await(ensemble.event());
        b.await(ensemble.event());
        c.await(ensemble.event());
        assertThat(ensemble.told()).isEmpty();
        ensemble.event().set();
        assertThat(ensemble.told()).containsExactly("a sees it set", "b sees it set", "c sees it set");
    }

    @Test
    void nobodyWaitsWhileItIsSet() {
        ensemble.event().set();
        a.await(ensemble.event());
        assertThat(ensemble.told()).containsExactly("a sees it set");
        assertThatIllegalStateException().isThrownBy(() -> ensemble.event().await(b, () -> {}));
    }

    @Test
    void staysSetUntilItIsCleared() {
        AsyncEvent event = ensemble.event();
        assertThat(event.isSet()).isFalse();
        event.set();
        event.set();
        assertThat(event.isSet()).isTrue();
        assertThat(ensemble.events.existing("e")).isSameAs(event);
        event.clear();
        assertThat(event.isSet()).isFalse();
    }

    @Test
    void setWakesThemThoughClearFollowsAtOnce() {
        a.await(ensemble.event());
        b.await(ensemble.event());
        AsyncEvent event = ensemble.event();
        event.set();
        event.clear();
        assertThat(ensemble.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(event.isSet()).isFalse();
    }

    @Test
    void whoIsToldFirstMayClearItAndTheOthersAreWokenAllTheSame() {
        AsyncEvent event = ensemble.event();
        a.then(() -> event.clear()).await(event);
        b.await(event);
        event.set();
        assertThat(ensemble.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(event.isSet()).isFalse();
        assertThat(ensemble.remembered()).isZero();
    }

    @Test
    void whoComesBackWhileTheOthersAreToldWaitsForTheNextSet() {
        AsyncEvent event = ensemble.event();
        a.then(() -> {
                    event.clear();
                    a.await(ensemble.event());
                })
                .await(event);
        b.await(event);
        event.set();
        assertThat(ensemble.told()).containsExactly("a sees it set", "b sees it set");
        assertThat(a.isWaiting()).isTrue();
        ensemble.event().set();
        assertThat(ensemble.told()).containsExactly("a sees it set");
    }

    @Test
    void whoLeavesIsNotWoken() {
        a.await(ensemble.event());
        b.await(ensemble.event());
        a.giveUp();
        assertThat(ensemble.told()).containsExactly("a gave up");
        ensemble.event().set();
        assertThat(ensemble.told()).containsExactly("b sees it set");
    }

    @Test
    void isForgottenWhenItIsNotSetAndNobodyWaits() {
        a.await(ensemble.event());
        b.await(ensemble.event());
        a.close();
        assertThat(ensemble.remembered()).isEqualTo(1);
        b.close();
        assertThat(ensemble.remembered()).isZero();
        ensemble.event().set();
        ensemble.event().set();
        assertThat(ensemble.remembered()).isEqualTo(1);
        ensemble.event().clear();
        assertThat(ensemble.remembered()).isZero();
        assertThat(ensemble.event().isSet()).isFalse();
    }

    @Test
    void isNotForgottenWhileAnybodyWaits() {
        a.await(ensemble.event());
        ensemble.event().clear();
        ensemble.event().set();
        assertThat(ensemble.told()).containsExactly("a sees it set");
    }

    @Test
    void wakesAThousand() {
        List<SyncClient> players = ensemble.players(1000);
        players.forEach(player -> player.await(ensemble.event()));
        players.subList(0, 500).forEach(SyncClient::close);
        ensemble.event().set();
        assertThat(ensemble.told()).hasSize(500).startsWith("p500 sees it set").endsWith("p999 sees it set");
    }

    @Test
    void showsWhoWaits() {
        assertThat(ensemble.event().waiters()).isEmpty();
        a.await(ensemble.event());
        assertThat(ensemble.event().waiters()).containsExactly(new ParticipantSnapshot(1, "a", 1000, "wait", true));
        assertThat(ensemble.event().holders()).isEmpty();
    }
}
