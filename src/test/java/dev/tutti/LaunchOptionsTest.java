package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchOptionsTest {

    private static final Path DOCUMENT = Path.of("src", "site", "markdown", "configuration.md");

    private static LaunchOptions parse(String... args) {
        return LaunchOptions.parse(args);
    }

    @Test
    void withoutArgumentsNothingIsAskedFor() {
        assertThat(parse())
                .isEqualTo(new LaunchOptions(
                        Optional.empty(), false, false, Optional.empty(), List.of(), Optional.empty(), List.of()));
        assertThat(parse().isPlain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.json", "/tmp/a b.json", "{\"server\":{}}", "'quoted'"})
    void aConfigurationAloneIsReadAsTheParserReadsIt(String value) {
        LaunchOptions plain = parse("--conf", value);
        assertThat(plain).isEqualTo(CommandLineParser.parse(new String[] {"--conf", value}));
        assertThat(plain.conf()).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"-conf other.json", "--CONF other.json", "--conf=other.json", "--conf other.json --options {}"})
    void everyOtherSpellingIsForTheParser(String line) {
        assertThat(parse(line.split(" ")).conf()).contains("other.json");
    }

    @Test
    void onlyTheLaunchersOwnOptionsAreLeftForIt() {
        LaunchOptions options = parse(
                "--set", "server.port=1", "-CHECK", "-options", "{}", "--Set=server.host=a b", "--conf", "c.json");
        assertThat(options.sets()).containsExactly("server.port=1", "server.host=a b");
        assertThat(options.check()).isTrue();
        assertThat(options.clusterInit()).isFalse();
        assertThat(parse("--cluster-init").clusterInit()).isTrue();
        assertThat(options.vertxOptions()).contains("{}");
        assertThat(options.forLauncher()).containsExactly("--vertx-options={}");
        assertThat(options.isPlain()).isFalse();
        assertThat(parse("--set", "a=b", "--check").isPlain()).isTrue();
        assertThat(parse("--shutdown-timeout-seconds", "5").forLauncher())
                .containsExactly("--shutdown-timeout-seconds=5");
    }

    @Test
    void anOptionIsNoConfiguration() {
        assertThatThrownBy(() -> parse("--conf", "--help")).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port 7777      | Unknown option: '--port', write --set server.port=7777
            --port=7777      | Unknown option: '--port', write --set server.port=7777
            -Port            | Unknown option: '-Port', write --set server.port=VALUE
            --journal /data  | Unknown option: '--journal', write --set producer.journal=/data
            --instances=2    | Unknown option: '--instances', write --set server.instances=2 or --set producer.instances=2
            --password x     | Unknown option: '--password', set server.password in the configuration, or the environment variable TUTTI_PASSWORD
            --password=x     | Unknown option: '--password', set server.password in the configuration, or the environment variable TUTTI_PASSWORD
            --daemonize yes  | Unknown option: '--daemonize'
            7777             | Unknown argument: '7777', write --set server.port=7777
            other.json       | Unknown argument: 'other.json', write --conf other.json
            """)
    void anOptionOfAnotherServerIsRefusedWithTheOneToWrite(String line, String refusal) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(refusal + ", --help lists the options");
    }

    @Test
    void theHelpNamesEveryOption() {
        String help = parse("--help").text().orElseThrow();
        assertThat(found("--[a-z-]+", help).stream().filter(option -> !option.equals("--vertx-options")))
                .containsExactlyInAnyOrderElementsOf(CommandLineParser.options().stream()
                        .map(option -> option.equals("--vertx-options") ? "--options" : option)
                        .toList());
        assertThat(help).contains("conf/config.json").contains("TUTTI_PASSWORD");
    }

    @Test
    void theHelpNamesTheExitCodesOfTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        String help = parse("--help").text().orElseThrow();
        Set<String> codes = found("(?m)^\\| (\\d+(, \\d+)?) \\|", document).stream()
                .flatMap(row -> found("\\d+", row).stream())
                .collect(Collectors.toSet());
        assertThat(codes).contains("0", "143");
        assertThat(found("(?m)^  \\d+(, \\d+)?", help.substring(help.indexOf("Exit codes"))).stream()
                        .flatMap(line -> found("\\d+", line).stream()))
                .containsExactlyInAnyOrderElementsOf(codes);
    }

    private static Set<String> found(String expression, String text) {
        return Pattern.compile(expression)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
