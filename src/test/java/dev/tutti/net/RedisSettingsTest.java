package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {

    private static Map<String, String> told(JsonObject producer) {
        Configuration configuration = Configuration.from(new JsonObject().put("producer", producer));
        return RedisSettings.of(configuration.producer());
    }

    @Test
    void withoutAJournalNothingIsAppended() {
        assertThat(told(new JsonObject())).isEqualTo(Map.of("appendonly", "no", "appendfsync", "no"));
    }

    @ParameterizedTest
    @CsvSource({"always,always", "interval,everysec", "none,no"})
    void aJournalIsRedissAppendOnlyFile(String sync, String appendfsync) {
        assertThat(told(new JsonObject().put("journal", "data").put("sync", sync)))
                .isEqualTo(Map.of("appendonly", "yes", "appendfsync", appendfsync));
    }
}
