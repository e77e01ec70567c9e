package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

    /** The part of the shipped one that the README relies on. */
    private static final Path OF_THE_README = Path.of("src", "test", "resources", "readme.json");

    private static final Path DOCUMENT = Path.of("src", "site", "markdown", "configuration.md");

    /** Sections with an unknown key. Single quotes stand for double ones. */
    private static final Map<String, String> SECTIONS = Map.of(
            "server", "{'server':{'?':0}}",
            "tls", "{'server':{'tls':{'?':0}}}",
            "producer", "{'producer':{'?':0}}",
            "queues", "{'queues':{'q':{'?':0}}}",
            "consumers", "{'consumers':[{'?':0}]}",
            "schedules", "{'schedules':{'s':{'?':0}}}",
            "metrics", "{'metrics':{'?':0}}",
            "cluster", "{'cluster':{'?':0}}",
            "connect", "{'connect':{'?':0},'consumers':[{}]}");

    @Test
    void theShippedOneHasTheDefaultsAndEveryBuiltInTask() {
        Configuration shipped = Configuration.from(shipped());
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

    private static JsonObject shipped() {
        return ConfigurationFile.read("--conf", ShippedConfiguration.file().toString());
    }

    @Test
    void theShippedOneHasTheQueuesAndConsumersOfTheReadme() {
        JsonObject expected = ConfigurationFile.read("--conf", OF_THE_README.toString());
        assertThat(shipped().getJsonObject("queues")).isEqualTo(expected.getJsonObject("queues"));
        assertThat(shipped().getJsonArray("consumers")).isEqualTo(expected.getJsonArray("consumers"));
    }

    /** The keys that a section knows are those which its refusal of an unknown one lists. */
    @Test
    void everyKeyIsDocumented() throws IOException {
        String document = Files.readString(DOCUMENT);
        SECTIONS.forEach((section, wrong) -> assertThat(sectionOf(document, section))
                .contains(keys(wrong).stream().map(key -> "| `" + key + "` |").toList()));
    }

    @Test
    void theShippedOneNamesEveryKeyOfTheServerAndTheProducer() {
        JsonObject shipped = shipped();
        assertThat(shipped.fieldNames()).containsExactlyElementsOf(keys("{'?':0}"));
        assertThat(shipped.getJsonObject("server").fieldNames())
                .containsExactlyElementsOf(keys(SECTIONS.get("server")));
        assertThat(shipped.getJsonObject("producer").fieldNames())
                .containsExactlyElementsOf(keys(SECTIONS.get("producer")));
    }

    /** Sections that are shown as comments, since they are repeated, or ask for a choice. */
    @ParameterizedTest
    @ValueSource(strings = {"tls", "queues", "consumers", "schedules", "metrics", "cluster", "connect"})
    void theShippedOneShowsEveryKeyOfTheOtherSectionsWithItsDefault(String section) throws IOException {
        JsonObject shown = comment(section);
        assertThat(shown.fieldNames()).containsExactlyElementsOf(keys(SECTIONS.get(section)));
        JsonObject defaults = defaults(section);
        for (String key : shown.fieldNames()) {
            assertThat(shown.getValue(key)).as(section + "." + key).isEqualTo(defaults.getValue(key));
        }
    }

    @Test
    void theShippedOneSaysBesideEveryKeyWhatItIsFor() throws IOException {
        assertThat(Files.readAllLines(ShippedConfiguration.file()))
                .filteredOn(line -> line.matches(" +(// +)?\"\\w+\": [^{\\[].*"))
                .hasSizeGreaterThan(60)
                .allMatch(line -> line.matches(".*\\S +// \\S.{15,}"), "has a comment");
    }

    /** The object that the comment at the beginning of a section shows. */
    private static JsonObject comment(String section) throws IOException {
        List<String> lines = Files.readAllLines(ShippedConfiguration.file());
        String begin = "\"" + section + "\": ";
        int from = 0;
        while (!lines.get(from).strip().startsWith(begin)) {
            from++;
        }
        List<String> comment = lines.subList(from + 1, lines.size()).stream()
                .map(String::strip)
                .takeWhile(line -> line.startsWith("// "))
                .map(line -> line.substring(3))
                .toList();
        // It begins with the brace of the object, or with its name.
        String text = String.join("\n", comment);
        return new JsonObject(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
    }

    /** Reading a section enters the defaults of its keys into the object. */
    private static JsonObject defaults(String section) {
        JsonObject object = new JsonObject();
        switch (section) {
            case "queues" -> QueueConfig.from("queue", object);
            case "consumers" -> {
                ConsumerConfig.from("consumer", object.put("queue", "q").put("task", "echo"));
                object.remove("queue");
                object.remove("task");
            }
            case "schedules" -> {
                ScheduleConfig.all(
                        new JsonObject().put("name", object.put("queue", "q").put("every", "1s")));
                object.remove("queue");
                object.remove("every");
            }
            case "metrics" -> MetricsConfig.from("metrics", object);
            case "cluster" -> {
                JsonObject peer = new JsonObject().put("raft", "127.0.0.1:1").put("client", "h:2");
                ClusterConfig.from("cluster", object.put("node", "a").put("peers", new JsonObject().put("a", peer)));
                object.remove("node");
                object.remove("peers");
            }
            case "connect" -> {
                ConnectConfig.from("connect", object.put("url", "redis://h"));
                object.remove("url");
            }
            default -> assertThat(section).isEqualTo("tls");
        }
        return object;
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
        Files.writeString(Path.of(file), "{ /* \"server\": {}");
        assertRefused(file, "--conf " + file + ": line 1 is not JSON: Unexpected end-of-input in a comment");
        Files.writeString(Path.of(file), "{\"server\": {\"password\": \"gr\u00fcn\"}}", StandardCharsets.ISO_8859_1);
        assertRefused(file, "--conf: \"" + file + "\" is not in UTF-8, expected a JSON file");
    }

    @Test
    void aTextThatIsNoObjectIsNotTakenForTheNameOfAFile() {
        assertRefused("[]", "--conf: holds no JSON object, expected one");
        assertRefused("\"server\"", "--conf: holds no JSON object, expected one");
        assertRefused("", "--conf: is empty, expected a JSON object or the name of a JSON file");
        assertRefused(" ", "--conf: is empty, expected a JSON object or the name of a JSON file");
        assertRefused("8888", "--conf: \"8888\" does not exist, expected a JSON file");
    }

    @Test
    void mayHaveCommentsAndAByteOrderMark(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), """
                \uFEFF// A comment.
                { /* one
                     more */
                  "server": { "host": "//h" } // the last
                }
                """);
        assertThat(ConfigurationFile.read("--conf", file.toString())).isEqualTo(new JsonObject("""
                { "server": { "host": "//h" } }
                """));
    }

    private static void assertRefused(String value, String line) {
        assertThatThrownBy(() -> ConfigurationFile.read("--conf", value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(line);
    }

    private static List<String> keys(String wrong) {
        try {
            Configuration.from(new JsonObject(wrong.replace('\'', '"')));
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
