package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code server.users}. */
class UserConfigTest {

    /** Of the text "secret", as sha256sum writes it. */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static Configuration configuration(String users) {
        return Configuration.from(
                new JsonObject(("{'server':{'password':'s','users':" + users + "}}").replace('\'', '"')));
    }

    private static User user(String settings) {
        return configuration("{'anna':" + settings + "}").server().users().get("anna");
    }

    @Test
    void aUserReadsAllNamesUnlessItIsGivenMore() {
        User user = user("{'password':'secret'}");
        assertThat(user.name()).isEqualTo("anna");
        assertThat(user.role()).isEqualTo(Role.READ);
        assertThat(user.names()).isEqualTo(NamePatterns.ALL);
        assertThat(user.mayDoEverything()).isFalse();
        assertThat(user("{'password':'secret','role':'admin'}").mayDoEverything())
                .isTrue();
        User writer = user("{'password':'secret','role':'write','names':['a-*','b']}");
        assertThat(writer.role()).isEqualTo(Role.WRITE);
        assertThat(writer.names().match("a-1")).isTrue();
        assertThat(writer.names().match("b")).isTrue();
        assertThat(writer.names().match("c")).isFalse();
    }

    @Test
    void thePasswordIsKeptAsItsHash(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "secret\n");
        assertThat(user("{'password':'secret'}"))
                .isEqualTo(user("{'sha256':'" + HASH + "'}"))
                .isEqualTo(user("{'sha256':'" + HASH.toUpperCase() + "'}"))
                .isEqualTo(user("{'password':{'file':'" + file + "'}}"));
        User user = user("{'sha256':'" + HASH + "'}");
        assertThat(user.hasPassword("secret")).isTrue();
        assertThat(user.hasPassword("secre")).isFalse();
        assertThat(user.hasPassword("")).isFalse();
        assertThat(user.hasPassword(HASH)).isFalse();
        assertThat(user.hasPassword("secret".repeat(10_000))).isFalse();
    }

    @Test
    void theSettingsShowEverythingButSecrets() {
        Configuration configuration = configuration(
                "{'anna':{'password':'geheim','names':['a-*']},'berta':{'sha256':'" + HASH + "','role':'write'}}");
        assertThat(configuration.settings())
                .containsEntry("server.users.anna.password", "***")
                .containsEntry("server.users.anna.role", "read")
                .containsEntry("server.users.anna.names", "[\"a-*\"]")
                .containsEntry("server.users.berta.sha256", "***")
                .containsEntry("server.users.berta.names", "[\"*\"]");
        assertThat(configuration.settings() + configuration.toString())
                .doesNotContain("geheim")
                .doesNotContain(HASH);
        assertThat(configuration.server().users().toString()).doesNotContain(HASH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7                     | server.users: a number is not an object of users by name
            null                  | server.users: null is not an object of users by name
            {'anna':7}            | server.users.anna: a number is not an object with the keys password, sha256, role, names
            {'anna':{}}           | server.users.anna.password: there is none, expected password or sha256
            {'default':{'password':'p'}} | server.users: 'default' is the user of server.password, who may do everything, expected another name
            {'a b':{'password':'p'}} | server.users: 'a b' contains white space, expected the name of a user
            {'':{'password':'p'}} | server.users: '' is empty, expected the name of a user
            {'a':{'password':'p','role':'root'}} | server.users.a.role: 'root' is not one of read, write, admin
            {'a':{'password':'p','names':[]}} | server.users.a.names: an array of 0 elements is not an array of 1 to 64 patterns such as orders-*
            {'a':{'password':'p','names':'x'}} | server.users.a.names: a string of 1 character is not an array of 1 to 64 patterns such as orders-*
            {'a':{'password':'p','names':['x','']}} | server.users.a.names: '' is not a pattern such as orders-*, of 200 bytes at most
            {'a':{'password':'p','names':['x',7]}} | server.users.a.names: 7 is not a pattern such as orders-*, of 200 bytes at most
            {'a':{'password':'p','names':['x'],'role':'admin'}} | server.users.a.names: an array of 1 element goes with the roles read and write: an admin may use all names
            """)
    void aWrongValueIsRefusedWithOneLine(String users, String line) {
        assertThatThrownBy(() -> configuration(users))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(line.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s3cret'",
                "['s3cret']",
                "{'anna':'s3cret'}",
                "{'anna':['s3cret']}",
                "{'anna':{'pasword':'s3cret'}}",
                "{'anna':{'password':['s3cret']}}",
                "{'anna':{'password':'s3cret','role':'root'}}",
                "{'anna':{'sha256':'s3cret'}}",
                "{'anna':{'sha256':['s3cret']}}",
                "{'anna':{'password':'s3cret','sha256':'" + HASH + "'}}",
                "{'default':{'password':'s3cret'}}"
            })
    void noMessageShowsAPassword(String users) {
        assertThatThrownBy(() -> configuration(users))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("server.users")
                .message()
                .doesNotContain("s3cret")
                .doesNotContain(HASH);
    }

    @Test
    void usersNeedThePasswordOfTheServerToo() {
        JsonObject users = new JsonObject().put("anna", new JsonObject().put("password", "p"));
        JsonObject json = new JsonObject().put("server", new JsonObject().put("users", users));
        assertThatThrownBy(() -> Configuration.from(json))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("server.users: there is no server.password, so a client that gives no password may do"
                        + " everything, expected a password for it, too");
    }

    @Test
    void thereAreThousandUsersOf64PatternsAtMost() {
        String users = IntStream.range(0, 1001)
                .mapToObj(i -> "'u" + i + "':{'password':'p'}")
                .collect(Collectors.joining(",", "{", "}"));
        assertThatThrownBy(() -> configuration(users))
                .hasMessage("server.users: there are 1001 users, expected at most 1000");
        String patterns = "'a',".repeat(64) + "'a'";
        assertThatThrownBy(() -> user("{'password':'p','names':[" + patterns + "]}"))
                .hasMessageContaining("server.users.anna.names: an array of 65 elements is not");
    }

    @Test
    void rightsGrowByRoleAndByPatterns() {
        User some = user("{'password':'p','names':['a','b']}");
        assertThat(user("{'password':'x','names':['b','c','a']}").includes(some))
                .isTrue();
        assertThat(user("{'password':'p','role':'write','names':['a','b']}").includes(some))
                .isTrue();
        assertThat(user("{'password':'p'}").includes(some)).isTrue();
        assertThat(user("{'password':'p','role':'write','names':['a']}").includes(some))
                .isFalse();
        assertThat(some.includes(user("{'password':'p'}"))).isFalse();
        assertThat(some.includes(user("{'password':'p','role':'write','names':['a','b']}")))
                .isFalse();
    }
}
