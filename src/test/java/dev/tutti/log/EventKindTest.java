package dev.tutti.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindTest {

    @Test
    void theOperationsDocumentExplainsEachKind() {
        assertThat(DocumentedEvents.all())
                .containsOnlyKeys(
                        Stream.of(EventKind.values()).map(EventKind::word).toList());
    }
}
