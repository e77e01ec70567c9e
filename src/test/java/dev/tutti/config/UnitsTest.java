package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void oneIsNotMany() {
        assertThat(Units.count(0, "item")).isEqualTo("0 items");
        assertThat(Units.count(1, "item")).isEqualTo("1 item");
        assertThat(Units.count(2, "item")).isEqualTo("2 items");
    }
}
