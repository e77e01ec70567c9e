package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every key either changes while the server runs or needs a restart, and the document says so. */
class ReloadKeysTest {

    private static final Pattern KEY = Pattern.compile("`((?:server|producer|metrics)\\.\\w+|cluster|connect)`");

    private static Stream<String> paths(String section, Stream<String> keys) {
        return keys.map(key -> section + "." + key);
    }

    private static List<String> all() {
        return Stream.of(
                        paths("server", Stream.of(ServerConfig.KEYS)),
                        paths("producer", Stream.of(ProducerConfig.KEYS)),
                        paths("metrics", Stream.of(MetricsConfig.KEYS)),
                        Stream.of("cluster", "connect"))
                .flatMap(keys -> keys)
                .toList();
    }

    private static List<String> reloadable() {
        return Stream.of(
                        paths("server", Reload.OF_SERVER.stream()),
                        paths("producer", Reload.OF_PRODUCER.stream()),
                        paths("metrics", Reload.OF_METRICS.stream()),
                        Stream.of("server.tls"))
                .flatMap(keys -> keys)
                .toList();
    }

    @Test
    void everyKeyIsInOneOfTheTwoLists() {
        assertThat(Stream.concat(reloadable().stream(), Reload.NEED_RESTART.stream()))
                .containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void theEffectOfEachKeyIsTested() {
        // A test of the first needs another machine. The others have tests of their own.
        Stream<String> untested = Stream.of("server.protectedMode", "server.tls", "server.users");
        Stream<String> tested = Stream.of(ReloadedKey.values()).map(key -> key.path);
        assertThat(Stream.concat(tested, untested)).containsExactlyInAnyOrderElementsOf(reloadable());
    }

    @Test
    void theDocumentNamesTheKeysThatNeedARestart() throws Exception {
        String document = Files.readString(Path.of("src/site/markdown/configuration.md"));
        String row = document.lines()
                .filter(line -> line.startsWith("| need a restart |"))
                .findFirst()
                .orElseThrow();
        Set<String> named = new TreeSet<>(KEY.matcher(row.substring(0, row.indexOf(", and to turn ")))
                .results()
                .map((MatchResult key) -> key.group(1))
                .toList());
        assertThat(named).isEqualTo(new TreeSet<>(Reload.NEED_RESTART));
    }
}
