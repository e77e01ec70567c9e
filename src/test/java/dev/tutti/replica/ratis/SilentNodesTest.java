package dev.tutti.replica.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tutti.replica.ReplicaStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SilentNodesTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(SilentNodes.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SilentNodes nodes = new SilentNodes();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void detach() {
        log.detachAppender(lines);
    }

    private void look(long silentMillis) {
        nodes.look(List.of(new ReplicaStatus.Follower("b", 7, silentMillis), new ReplicaStatus.Follower("c", 7, 0)));
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aSilenceIsOneLineAndItsEndAnother() {
        look(SilentNodes.SILENT_MILLIS - 1);
        look(SilentNodes.SILENT_MILLIS);
        look(60_000);
        look(10);
        look(20);
        assertThat(said())
                .containsExactly(
                        "the node b does not answer, and misses what is written from now on",
                        "the node b answers again, and gets what it has missed");
    }

    @Test
    void aNodeThatDoesNotLeadAnyMoreSaysNothing() {
        look(60_000);
        nodes.look(List.of());
        assertThat(said()).hasSize(1);
        look(60_000);
        assertThat(said()).hasSize(2);
    }
}
