package dev.tutti.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import dev.tutti.config.Role;
import dev.tutti.config.ServerConfig;
import dev.tutti.config.User;
import dev.tutti.log.EventLog;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PasswordGateTest {

    private static ServerConfig config(String users) {
        return Configuration.from(
                        new JsonObject(("{'server':{'password':'s','users':" + users + "}}").replace('\'', '"')))
                .server();
    }

    private static PasswordGate gate(ServerConfig config) {
        return new PasswordGate(config.password(), config.users(), new EventLog());
    }

    @Test
    void everyUserHasAPasswordOfItsOwn() {
        PasswordGate gate = gate(config("{'anna':{'password':'a'},'berta':{'password':'b','role':'write'}}"));
        assertThat(gate.isNeeded()).isTrue();
        assertThat(gate.login("anna", "a").name()).isEqualTo("anna");
        assertThat(gate.login("berta", "b").role()).isEqualTo(Role.WRITE);
        assertThat(gate.login(User.DEFAULT, "s").mayDoEverything()).isTrue();
        assertThat(gate.login("anna", "b")).isNull();
        assertThat(gate.login("anna", "s")).isNull();
        assertThat(gate.login("Anna", "a")).isNull();
        assertThat(gate.login(User.DEFAULT, "a")).isNull();
        assertThat(gate.login("carla", "a")).isNull();
        assertThat(gate.login("", "s")).isNull();
    }

    @Test
    void withoutAPasswordTheDefaultUserNeedsNone() {
        PasswordGate gate = new PasswordGate(null, Map.of(), new EventLog());
        assertThat(gate.isNeeded()).isFalse();
        assertThat(gate.login(User.DEFAULT, "any").mayDoEverything()).isTrue();
        assertThat(gate.login("anna", "any")).isNull();
    }

    @Test
    void ofTheDoorsThatAskForAnyNameANameIsAUsersOrTheDefaultOnes() {
        PasswordGate gate = gate(config("{'anna':{'password':'a'}}"));
        assertThat(gate.loginOfAnyName("anna", "a").name()).isEqualTo("anna");
        assertThat(gate.loginOfAnyName("anna", "s")).isNull();
        assertThat(gate.loginOfAnyName("prometheus", "s").name()).isEqualTo(User.DEFAULT);
        assertThat(gate.loginOfAnyName("prometheus", "a")).isNull();
    }

    @Test
    void usersChange() {
        PasswordGate gate = gate(config("{'anna':{'password':'a'}}"));
        ServerConfig next = config("{'anna':{'password':'b','role':'write'},'berta':{'password':'b'}}");
        gate.change(next.password(), next.users());
        assertThat(gate.login("anna", "a")).isNull();
        assertThat(gate.login("anna", "b").role()).isEqualTo(Role.WRITE);
        assertThat(gate.find("berta")).isNotNull();
        gate.change(next.password(), Map.of());
        assertThat(gate.find("anna")).isNull();
        assertThat(gate.login("anna", "b")).isNull();
    }
}
