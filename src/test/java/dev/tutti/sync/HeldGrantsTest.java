package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldGrantsTest {

    private final SyncFixture fixture = new SyncFixture();
    private final AsyncSemaphore semaphore = fixture.semaphore(3);
    private final HeldGrants held = new HeldGrants();
    private final Grant a = grant();
    private final Grant b = grant();
    private final Grant c = grant();

    private Grant grant() {
        return semaphore.take(fixture.client("c").holdings, 0);
    }

    @Test
    void oneAfterAnother() {
        held.add(a);
        assertThat(held.get(a.token())).isSameAs(a);
        assertThat(held.get(b.token())).isNull();
        assertThat(held.remove(b)).isFalse();
        assertThat(held.remove(a)).isTrue();
        assertThat(held.isEmpty()).isTrue();
        assertThat(held.oldest()).isNull();
        assertThat(held.all()).isEmpty();
        held.add(b);
        assertThat(held.all()).isEqualTo(List.of(b));
    }

    @Test
    void severalKeepTheirOrder() {
        held.add(b);
        held.add(a);
        held.add(c);
        assertThat(held.all()).containsExactly(b, a, c);
        assertThat(held.oldest()).isSameAs(b);
        assertThat(held.remove(b)).isTrue();
        assertThat(held.remove(b)).isFalse();
        assertThat(held.oldest()).isSameAs(a);
        assertThat(held.get(c.token())).isSameAs(c);
        assertThat(held.remove(a)).isTrue();
        assertThat(held.remove(c)).isTrue();
        assertThat(held.isEmpty()).isTrue();
    }
}
