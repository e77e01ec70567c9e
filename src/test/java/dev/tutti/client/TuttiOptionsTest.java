package dev.tutti.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuttiOptionsTest {

    @Test
    void aUrlHasAllThatIsNeeded() {
        TuttiOptions options = TuttiOptions.of("rediss://alice:p%40ss%2Fw%3Ard@example.org:7777");
        assertThat(options.getAddresses()).containsExactly(SocketAddress.inetSocketAddress(7777, "example.org"));
        assertThat(options.getUser()).isEqualTo("alice");
        assertThat(options.getPassword()).isEqualTo("p@ss/w:rd");
        assertThat(options.getSslOptions()).isNotNull();
    }

    @Test
    void whatAUrlLeavesOutIsAsUsual() {
        TuttiOptions options = TuttiOptions.of("redis://localhost");
        assertThat(options.getAddresses()).containsExactly(SocketAddress.inetSocketAddress(8888, "localhost"));
        assertThat(options.getUser()).isNull();
        assertThat(options.getPassword()).isNull();
        assertThat(options.getSslOptions()).isNull();
        assertThat(options.getMaxConnections()).isEqualTo(100);
        assertThat(TuttiOptions.of("redis://:pw@[::1]:1/0"))
                .satisfies(other -> assertThat(other.getUser()).isNull())
                .satisfies(other -> assertThat(other.getPassword()).isEqualTo("pw"))
                .satisfies(other ->
                        assertThat(other.getAddresses()).containsExactly(SocketAddress.inetSocketAddress(1, "::1")));
        assertThat(TuttiOptions.of("redis://bob@h").getUser()).isEqualTo("bob");
    }

    @Test
    void aUrlMayNameSeveralNodes() {
        TuttiOptions options = TuttiOptions.of("redis://u:p,w@one:1,two,[::1]:3/0");
        assertThat(options.getPassword()).isEqualTo("p,w");
        assertThat(options.getAddresses())
                .containsExactly(
                        SocketAddress.inetSocketAddress(1, "one"),
                        SocketAddress.inetSocketAddress(8888, "two"),
                        SocketAddress.inetSocketAddress(3, "::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8888",
                "http://u:secret@h",
                "redis://u:secret@h/1",
                "redis://u:secret@h?db=0",
                "redis://u:secret@h#x",
                "redis://u:secr#et@h",
                "redis://u:sec ret@h",
                "redis://",
                "redis://one:1,,two:2",
                "redis://one:1,two:x",
                "redis://u:secret@"
            })
    void anotherUrlIsRefusedAndItsPasswordIsNotShown(String url) {
        Throwable error = catchThrowable(() -> TuttiOptions.of(url));
        assertThat(error).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(error.getMessage()).doesNotContain("sec");
    }

    @Test
    void impossibleValuesAreRefused() {
        TuttiOptions options = new TuttiOptions();
        assertThatIllegalArgumentException().isThrownBy(() -> options.setMaxConnections(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.setMinReconnectDelay(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.setMaxReconnectDelay(Duration.ofMillis(-1)));
    }

    @Test
    void aCopyIsIndependent() {
        TuttiOptions options =
                TuttiOptions.of("redis://alice:pw@h").setClientName("c").setMaxConnections(3);
        TuttiOptions copy = new TuttiOptions(options);
        options.addAddress("other", 1).setUser("bob");
        assertThat(copy.getAddresses()).hasSize(1);
        assertThat(copy.getUser()).isEqualTo("alice");
        assertThat(copy.getClientName()).isEqualTo("c");
        assertThat(copy.getMaxConnections()).isEqualTo(3);
    }
}
