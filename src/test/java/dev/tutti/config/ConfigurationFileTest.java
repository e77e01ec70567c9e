package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    private static final Path SHIPPED = Path.of("conf", "config.json");
    private static final Path DOCUMENT = Path.of("src", "site", "markdown", "configuration.md");

    @Test
    void theShippedOneHasTheDefaultsAndEveryBuiltInTask() {
        Configuration shipped = Configuration.from(ConfigurationFile.read("--conf", SHIPPED.toString()));
        // The one exception: who tries Tutti out sees that nothing is lost.
        Configuration defaults =
                Configuration.from(new JsonObject().put("producer", new JsonObject().put("journal", "data")));
        assertThat(shipped.server()).isEqualTo(defaults.server());
        assertThat(shipped.producer()).isEqualTo(defaults.producer());
        Set<String> tasks = new TreeSet<>();
        for (ConsumerConfig consumer : shipped.consumers()) {
            if (consumer.kind() instanceof TaskKind.BuiltIn task) {
                tasks.add(task.name());
            }
        }
        assertThat(tasks).isEqualTo(new TreeSet<>(TaskKind.BuiltIn.NAMES));
    }

    /** The keys that a section knows are those which its refusal of an unknown one lists. */
    @Test
    void everyKeyIsDocumented() throws IOException {
        String document = Files.readString(DOCUMENT);
        Map<String, JsonObject> wrong = Map.of(
                "server", new JsonObject("{\"server\":{\"?\":0}}"),
                "tls", new JsonObject("{\"server\":{\"tls\":{\"?\":0}}}"),
                "producer", new JsonObject("{\"producer\":{\"?\":0}}"),
                "queues", new JsonObject("{\"queues\":{\"q\":{\"?\":0}}}"),
                "consumers", new JsonObject().put("consumers", new JsonArray("[{\"?\":0}]")),
                "metrics", new JsonObject("{\"metrics\":{\"?\":0}}"));
        wrong.forEach((section, json) -> assertThat(sectionOf(document, section))
                .contains(keys(json).stream().map(key -> "| `" + key + "` |").toList()));
    }

    @Test
    void theShippedOneNamesEveryKeyOfTheServerAndTheProducer() {
        JsonObject shipped = ConfigurationFile.read("--conf", SHIPPED.toString());
        assertThat(shipped.fieldNames()).containsExactlyElementsOf(keys(new JsonObject("{\"?\":0}")));
        assertThat(shipped.getJsonObject("server").fieldNames())
                .containsExactlyElementsOf(keys(new JsonObject("{\"server\":{\"?\":0}}")));
        assertThat(shipped.getJsonObject("producer").fieldNames())
                .containsExactlyElementsOf(keys(new JsonObject("{\"producer\":{\"?\":0}}")));
    }

    @Test
    void mayBeGivenAsText() {
        assertThat(ConfigurationFile.read("--conf", " {\"server\":{}}")).isEqualTo(new JsonObject("{\"server\":{}}"));
    }

    @Test
    void isRefusedIfItIsNotThereOrNoJsonObject(@TempDir Path directory) throws IOException {
        String file = directory.resolve("c.json").toString();
        assertRefused(file, "--conf: \"" + file + "\" does not exist, expected a JSON file");
        assertRefused(
                directory.toString(),
                "--conf: \"" + directory + "\" cannot be read (Is a directory), expected a JSON file");
        Files.writeString(Path.of(file), "[1]");
        assertRefused(file, "--conf " + file + ": holds no JSON object, expected one");
        Files.writeString(Path.of(file), "");
        assertRefused(file, "--conf " + file + ": holds no JSON object, expected one");
        Files.writeString(Path.of(file), "{\n\"server\": {},\n\"server\": {}}");
        assertRefused(file, "--conf " + file + ": line 3 is not JSON: Duplicate field 'server'");
        Files.writeString(Path.of(file), "{\n\"server\": }");
        assertRefused(
                file,
                "--conf " + file + ": line 2 is not JSON: Unexpected character ('}' (code 125)): expected a value");
        Files.writeString(Path.of(file), "{\"server\": {\"password\": s3cret}}");
        assertRefused(
                file,
                "--conf " + file
                        + ": line 1 is not JSON: Unrecognized token: was expecting (JSON String, Number, Array,"
                        + " Object or token 'null', 'true' or 'false')");
        Files.writeString(Path.of(file), "{} {}");
        assertRefused(file, "--conf " + file + ": holds no JSON object, expected one");
    }

    private static void assertRefused(String value, String line) {
        assertThatThrownBy(() -> ConfigurationFile.read("--conf", value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(line);
    }

    private static List<String> keys(JsonObject wrong) {
        try {
            Configuration.from(wrong);
        } catch (ConfigurationException e) {
            String line = e.getMessage();
            return List.of(line.substring(line.indexOf("expected ") + "expected ".length())
                    .split(", "));
        }
        throw new AssertionError(wrong + " was not refused");
    }

    /** From the heading that names the section to the next. */
    private static String sectionOf(String document, String section) {
        int begin = document.indexOf("\n## `" + section + "`");
        assertThat(begin).as("heading of " + section).isNotNegative();
        int end = document.indexOf("\n## ", begin + 1);
        return document.substring(begin, end < 0 ? document.length() : end);
    }
}
