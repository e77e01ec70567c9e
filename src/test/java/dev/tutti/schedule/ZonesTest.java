package dev.tutti.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {

    @Test
    void aZoneIsOneThatJavaKnows() {
        assertThat(List.of("UTC", "Europe/Berlin", "America/New_York", "+02:00", "GMT", "Z"))
                .allMatch(Zones::isId)
                .allSatisfy(id -> assertThat(Zones.find(id)).contains(id));
        assertThat(List.of("", "Berlin", "Europe/Berlin ", "x".repeat(10_000)))
                .noneMatch(Zones::isId)
                .allSatisfy(id -> assertThat(Zones.find(id)).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "europe/berlin, Europe/Berlin",
        "AMERICA/NEW_YORK, America/New_York",
        "utc, UTC",
        "z, Z",
        "utc+2, UTC+2",
        "gmt0, GMT0",
    })
    void itsCaseDoesNotMatter(String written, String id) {
        assertThat(Zones.find(written)).contains(id);
    }

    @Test
    void everyZoneIsFoundInAnyCase() {
        assertThat(ZoneId.getAvailableZoneIds()).allSatisfy(id -> {
            assertThat(Zones.find(id.toLowerCase(Locale.ROOT))).contains(id);
            assertThat(Zones.find(id.toUpperCase(Locale.ROOT))).contains(id);
        });
    }
}
