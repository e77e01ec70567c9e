package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ConfigurationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchOptionsTest {

    @Test
    void nothingIsPlain() {
        assertThat(LaunchOptions.parse(new String[0]))
                .isEqualTo(new LaunchOptions(true, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.json", "/tmp/a b.json", "{\"server\":{}}", "'quoted'"})
    void aConfigurationAloneIsPlainAndWhatTheParserMakesOfIt(String value) {
        LaunchOptions plain = LaunchOptions.parse(new String[] {"--conf", value});
        LaunchOptions parsed = CommandLineParser.parse(new String[] {"--conf", value});
        assertThat(plain.plain()).isTrue();
        assertThat(plain.conf()).isEqualTo(parsed.conf()).contains(value);
        assertThat(parsed.plain()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-conf other.json", "--CONF other.json", "--conf=other.json", "--conf other.json --options {}"})
    void everythingElseIsForTheParser(String line) {
        LaunchOptions options = LaunchOptions.parse(line.split(" "));
        assertThat(options.plain()).isFalse();
        assertThat(options.conf()).contains("other.json");
    }

    @Test
    void anOptionIsNoConfiguration() {
        assertThatThrownBy(() -> LaunchOptions.parse(new String[] {"--conf", "--help"}))
                .isInstanceOf(ConfigurationException.class);
    }
}
