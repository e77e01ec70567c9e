package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationSourcesTest {

    private static final Map<String, String> NO_ENVIRONMENT = Map.of("HOME", "/root");
    private static final Map<String, String> PASSWORD = Map.of("TUTTI_PASSWORD", "from the environment");

    @TempDir
    private Path directory;

    private Path usual;

    @BeforeEach
    void writeTheUsualFile() throws IOException {
        usual = Files.writeString(directory.resolve("config.json"), """
                { "server": { "port": 1, "password": "from the file", "tls": null },
                  "producer": { "journal": "data" },
                  "queues": { "a.b": { "maxSize": 7, "attempts": 2 } },
                  "consumers": [ { "queue": "q", "task": "echo", "instances": 2 }, { "queue": "r", "task": "fail" } ] }
                """);
    }

    private ConfigurationSources read(String conf, Map<String, String> environment, String... sets) {
        return ConfigurationSources.read(usual, Optional.ofNullable(conf), List.of(sets), environment);
    }

    private String report(ConfigurationSources sources) {
        return ConfigurationReport.of(Configuration.from(sources.json()), sources);
    }

    @Test
    void eachValueHasTheOriginThatDecidedIt() {
        ConfigurationSources sources = read(null, PASSWORD, "server.port=2", "queues.a.b.maxSize=8");
        assertThat(sources.json().getJsonObject("server"))
                .isEqualTo(
                        new JsonObject("{'port':2,'password':'from the environment','tls':null}".replace('\'', '"')));
        assertThat(sources.name()).isEqualTo(usual.toString());
        assertThat(report(sources).lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "server.port inline 2",
                        "server.password environment ***",
                        "server.tls file none",
                        "server.host default 127.0.0.1",
                        "queues.a.b.maxSize inline 8",
                        "queues.a.b.attempts file 2",
                        "queues.a.b.lease default 0s",
                        "consumers[0].instances file 2",
                        "consumers[1].instances default 1");
    }

    @Test
    void anArrayThatIsSetHasNothingFromTheFile() {
        ConfigurationSources sources =
                read(null, NO_ENVIRONMENT, "consumers=[{\"queue\":\"s\",\"task\":\"upper\"}]", "metrics=null");
        assertThat(report(sources).lines().map(line -> line.replaceAll(" +", " ")))
                .contains("consumers[0].queue inline s", "consumers[0].instances default 1", "metrics inline none")
                .noneMatch(line -> line.startsWith("consumers[1]"));
    }

    @Test
    void confTakesThePlaceOfTheUsualFile() throws IOException {
        Path other = Files.writeString(directory.resolve("other.json"), "{ \"server\": { \"port\": 3 } }");
        ConfigurationSources file = read(other.toString(), PASSWORD);
        assertThat(file.json().encode()).isEqualTo("{\"server\":{\"port\":3,\"password\":\"from the environment\"}}");
        assertThat(file.origin("server.port")).isEqualTo("file");
        assertThat(file.name()).isEqualTo(other.toString());
        ConfigurationSources text = read("{ \"server\": { \"port\": 4 } }", NO_ENVIRONMENT);
        assertThat(text.json().encode()).isEqualTo("{\"server\":{\"port\":4}}");
        assertThat(text.origin("server.port")).isEqualTo("inline");
        assertThat(text.origin("producer.journal")).isEqualTo("default");
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironment() {
        assertPassword("inline", read("{ \"server\": { \"password\": \"a\" } }", PASSWORD));
        assertPassword("inline", read(null, PASSWORD, "server.password=a"));
        assertPassword("environment", read("{ \"server\": {} }", PASSWORD));
        assertPassword("file", read(null, NO_ENVIRONMENT));
    }

    private static void assertPassword(String origin, ConfigurationSources sources) {
        assertThat(sources.origin("server.password")).isEqualTo(origin);
        assertThat(Configuration.from(sources.json()).server().password())
                .isEqualTo(
                        switch (origin) {
                            case "inline" -> "a";
                            case "environment" -> "from the environment";
                            default -> "from the file";
                        });
    }

    @Test
    void aSectionThatIsNoObjectIsRefusedAlsoIfAPartOfItIsSet() {
        ConfigurationSources sources = read("{ \"server\": 7 }", PASSWORD, "server.port=3");
        assertThatThrownBy(() -> Configuration.from(sources.json()))
                .hasMessageStartingWith("server: a number is not an object");
    }

    @Test
    void aPasswordThatIsEmptyIsNoPassword() {
        assertThatThrownBy(() -> read(null, Map.of("TUTTI_PASSWORD", "")))
                .hasMessage("TUTTI_PASSWORD: is empty, expected a password, or no such environment variable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            server.port=7777             | {"server":{"port":7777}}
            server.host=0.0.0.0          | {"server":{"host":"0.0.0.0"}}
            server.host="0"              | {"server":{"host":"0"}}
            server.password=a=b          | {"server":{"password":"a=b"}}
            server.tls=null              | {"server":{"tls":null}}
            server.tls.cert=a.pem        | {"server":{"tls":{"cert":"a.pem"}}}
            server.users.a.b.role=write  | {"server":{"users":{"a.b":{"role":"write"}}}}
            server.users.a={"role":"x"}  | {"server":{"users":{"a":{"role":"x"}}}}
            server.idleTimeout=5m        | {"server":{"idleTimeout":"5m"}}
            server.password=             | {"server":{"password":""}}
            queues.a.b.c.lease=1s        | {"queues":{"a.b.c":{"lease":"1s"}}}
            queues={"q":{}}              | {"queues":{"q":{}}}
            consumers=[]                 | {"consumers":[]}
            """)
    void aKeyIsSetToJsonOrToText(String set, String json) {
        assertThat(KeySetting.parse(set).encode()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            s3cret                       | --set: a string of 6 characters is not KEY=VALUE, such as server.port=7777
            =s3cret                      | --set: a string of 7 characters is not KEY=VALUE, such as server.port=7777
            server.=s3cret               | --set: a string of 14 characters is not KEY=VALUE, such as server.port=7777
            server.password="s3cret      | --set server.password: the value is not JSON
            queues=[                     | --set queues: the value is not JSON
            queues={                     | --set queues: line 1 is not JSON: Unexpected end-of-input: expected close marker for Object
            """)
    void aWrongSettingIsRefusedWithoutItsValue(String set, String line) {
        assertThatThrownBy(() -> KeySetting.parse(set))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(line);
    }

    @Test
    void theLogSaysWhatConfLeavesOut() {
        assertThat(read(null, NO_ENVIRONMENT).omission()).isEmpty();
        assertThat(read("{ \"producer\": { \"journal\": null }, \"consumers\": [] }", NO_ENVIRONMENT)
                        .omission())
                .isEmpty();
        assertThat(read("{ \"server\": {} }", NO_ENVIRONMENT).omission())
                .contains("--conf takes the place of conf/config.json and leaves out producer.journal, so items are in"
                        + " memory only, and consumers, so there are no tasks inside the server; to change single keys"
                        + " of conf/config.json, use --set");
        assertThat(read("{ \"producer\": { \"journal\": \"d\" } }", NO_ENVIRONMENT)
                        .omission())
                .hasValueSatisfying(
                        line -> assertThat(line).doesNotContain("journal").contains("consumers"));
        assertThat(read("{ \"server\": {} }", NO_ENVIRONMENT, "producer.journal=d", "consumers=[]")
                        .omission())
                .isEmpty();
    }

    @Test
    void aTextThatJavaCouldNotReadIsRefused() {
        String problem = ": has bytes that are no text in " + System.getProperty("sun.jnu.encoding")
                + ", the character set of the locale, start the server with LC_ALL=C.UTF-8";
        assertThatThrownBy(() -> read(null, Map.of("TUTTI_PASSWORD", "gr\uFFFD\uFFFDn")))
                .hasMessage("TUTTI_PASSWORD" + problem);
        assertThatThrownBy(() -> LocaleText.refuseUnreadable("command line", "gr\uFFFD\uFFFDn"))
                .hasMessage("command line" + problem);
        LocaleText.refuseUnreadable("command line", "gr\u00fcn");
    }

    // ---- a secret in a file of its own

    private Configuration withPasswordFile(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), text);
        JsonObject password = new JsonObject().put("file", file.toString());
        return Configuration.from(new JsonObject().put("server", new JsonObject().put("password", password)));
    }

    @Test
    void aPasswordMayBeTheLineOfAFile() throws IOException {
        assertThat(withPasswordFile("größe 1").server().password()).isEqualTo("größe 1");
        assertThat(withPasswordFile("line\n").server().password()).isEqualTo("line");
        assertThat(withPasswordFile("line\r\n").server().password()).isEqualTo("line");
        assertThat(withPasswordFile("line\n").settings())
                .containsEntry("server.password", "***")
                .doesNotContainKey("server.password.file");
    }

    @ParameterizedTest
    @CsvSource({"'',does not hold one line", "'\n',does not hold one line", "'s3cret\nmore',does not hold one line"})
    void aFileThatHoldsNoPasswordIsRefused(String text, String problem) {
        assertThatThrownBy(() -> withPasswordFile(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("server.password.file: \"" + directory.resolve("password") + "\" " + problem)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFileThatIsMissingOrLargeOrADirectoryIsRefused() {
        assertThatThrownBy(() -> withPasswordFile("x".repeat((16 << 10) + 1)))
                .hasMessageEndingWith("has more than 16384 bytes, expected one line with the secret");
        assertRefused("no-such", "\"no-such\" does not exist, expected a file with the secret in one line");
        assertRefused("/", "\"/\" cannot be read (Is a directory)");
        assertRefused("", "\"\" is not the name of a file");
    }

    private static void assertRefused(String file, String problem) {
        JsonObject password = new JsonObject().put("file", file);
        assertThatThrownBy(() ->
                        Configuration.from(new JsonObject().put("server", new JsonObject().put("password", password))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("server.password.file: " + problem);
    }
}
