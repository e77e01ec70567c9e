package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.RespClient.Null;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class SemaphoreIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient client;
    private RespClient other;

    SemaphoreIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        client = server.connect();
        other = server.connect();
    }

    @Test
    void theFirstAcquireSetsTheLimit() {
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(1L);
        client.integer("SEMAPHORE ACQUIRE s LIMIT 3");
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(2L);
        other.integer("SEMAPHORE ACQUIRE s");
        other.integer("SEMAPHORE ACQUIRE s LIMIT 3");
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(0L);
        assertThat(client.ask("SEMAPHORE ACQUIRE s TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(client.refusal("SEMAPHORE ACQUIRE s LIMIT 4"))
                .isEqualTo("ERR semaphore s has LIMIT 3, not 4, while a permit is held");
    }

    @Test
    void whatIsGivenBackGoesToThoseWhoWaitInTheirOrder() {
        client.integer("SEMAPHORE ACQUIRE s LIMIT 2");
        client.integer("SEMAPHORE ACQUIRE s");
        List<RespClient> line = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RespClient next = server.connect();
            long id = next.id();
            next.tell("SEMAPHORE ACQUIRE s");
            server.awaitUnanswered(id, 1);
            line.add(next);
        }
        client.ask("SEMAPHORE RELEASE s");
        client.ask("SEMAPHORE RELEASE s");
        for (RespClient next : line) {
            assertThat(next.read()).isInstanceOf(Long.class);
            next.ask("SEMAPHORE RELEASE s");
        }
        assertThat(client.ask("SEMAPHORE VALUE s")).isEqualTo(1L);
    }

    @Test
    void overReleaseIsRefused() {
        assertThat(client.refusal("SEMAPHORE RELEASE s")).startsWith("NOTHELD ");
        long token = client.integer("SEMAPHORE ACQUIRE s LIMIT 2");
        assertThat(other.refusal("SEMAPHORE RELEASE s")).startsWith("NOTHELD ");
        assertThat(other.ask("SEMAPHORE RELEASE s " + token)).isEqualTo("OK");
        assertThat(client.refusal("SEMAPHORE RELEASE s")).startsWith("NOTHELD ");
        assertThat(client.refusal("SEMAPHORE RELEASE s " + token)).startsWith("NOTHELD ");
    }

    @Test
    void releaseGivesTheNewestBack() {
        long first = client.integer("SEMAPHORE ACQUIRE s LIMIT 2");
        long second = client.integer("SEMAPHORE ACQUIRE s");
        client.ask("SEMAPHORE RELEASE s");
        assertThat(client.refusal("SEMAPHORE TOUCH s " + second)).startsWith("NOTHELD ");
        assertThat(client.ask("SEMAPHORE TOUCH s " + first)).isEqualTo("OK");
    }

    @Test
    void severalPermitsAreTakenTogetherAndNobodyOvertakesWhoWaitsForThem() {
        long three = client.integer("SEMAPHORE ACQUIRE s LIMIT 4 PERMITS 3");
        RespClient large = server.connect();
        long id = large.id();
        large.tell("SEMAPHORE ACQUIRE s PERMITS 2");
        server.awaitUnanswered(id, 1);
        assertThat(other.ask("SEMAPHORE VALUE s")).isEqualTo(1L);
        assertThat(other.ask("SEMAPHORE ACQUIRE s TIMEOUT 0")).isEqualTo(Null.BULK);
        assertThat(other.ask("WAITERS s").toString()).contains(three + " permits:3", "acquire permits:2");
        assertThat(other.ask("SEMAPHORE RELEASE s " + three)).isEqualTo("OK");
        assertThat((Long) large.read()).isGreaterThan(three);
        assertThat(other.ask("SEMAPHORE VALUE s")).isEqualTo(2L);
        assertThat(other.refusal("SEMAPHORE ACQUIRE s PERMITS 5")).startsWith("ERR semaphore s has LIMIT 4");
    }

    @Test
    void permitsHaveLeasesOfTheirOwn() {
        client.integer("SEMAPHORE ACQUIRE s LIMIT 2 LEASE 3600000");
        long brief = client.integer("SEMAPHORE ACQUIRE s LEASE 20");
        assertThat(other.integer("SEMAPHORE ACQUIRE s")).isGreaterThan(brief);
        assertThat(other.ask("SEMAPHORE VALUE s")).isEqualTo(0L);
        assertThat(client.refusal("SEMAPHORE TOUCH s " + brief)).startsWith("NOTHELD ");
    }
}
