package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    private static Reload plan(String before, String wanted) {
        JsonObject inForce = new JsonObject(before.replace('\'', '"'));
        return Reload.plan(inForce, Configuration.from(inForce), new JsonObject(wanted.replace('\'', '"')));
    }

    @Test
    void limitsOfConnectionsChange() {
        Reload plan = plan(
                "{'server':{'maxPipeline':5,'closeGrace':'1s'}}",
                "{'server':{'maxPipeline':6},'producer':{'maxMemory':'64MiB'}}");
        assertThat(plan.changed()).containsExactly("producer.maxMemory", "server.closeGrace", "server.maxPipeline");
        assertThat(plan.needRestart()).isEmpty();
        assertThat(plan.next().server().maxPipeline()).isEqualTo(6);
        assertThat(plan.next().server().closeGraceMillis()).isEqualTo(5000);
        assertThat(plan.reply(List.of())).isEqualTo("OK");
        assertThat(plan.line(List.of())).isEqualTo("changed producer.maxMemory, server.closeGrace, server.maxPipeline");
    }

    @Test
    void theRestNeedsARestartAndStays() {
        Reload plan = plan("{'server':{'port':7}}", "{'server':{'port':8,'maxPipeline':6},'producer':{'instances':2}}");
        assertThat(plan.next().server().port()).isEqualTo(7);
        assertThat(plan.reply(List.of())).isEqualTo("OK, but a restart is needed for producer.instances, server.port");
        assertThat(plan.line(List.of()))
                .isEqualTo("changed server.maxPipeline; a restart is needed for producer.instances, server.port");
        assertThat(Reload.plan(plan.json(), plan.next(), plan.json()).line(List.of()))
                .isEqualTo("the configuration has not changed");
    }

    @Test
    void aClusterNeedsARestart() {
        String alone = "{'producer':{'journal':'d'}}";
        String cluster = "{'producer':{'journal':'d'},'cluster':{'node':'a','peers':"
                + "{'a':{'raft':'127.0.0.1:7','client':'h:8'}}}}";
        assertThat(plan(alone, cluster).next().cluster()).isNull();
        assertThat(plan(alone, cluster).needRestart()).containsExactly("cluster");
        assertThat(plan(cluster, cluster.replace("h:8", "h:9")).needRestart()).containsExactly("cluster");
        assertThat(plan(cluster, alone).next().cluster().node()).isEqualTo("a");
    }

    @Test
    void aChangedPasswordIsNamedAndNotShown() {
        Reload plan = plan("{'server':{'password':'one'}}", "{'server':{'password':'two'}}");
        assertThat(plan.changed()).containsExactly("server.password");
        assertThat(plan.next().server().password()).isEqualTo("two");
        assertThat(plan.line(List.of())).doesNotContain("two");
    }

    @Test
    void usersChangeAndAreNamedTogether() {
        String before = "{'server':{'password':'s','users':{'a':{'password':'one'},'b':{'password':'two'}}}}";
        Reload plan = plan(before, "{'server':{'password':'s','users':{'a':{'password':'1','role':'write'}}}}");
        assertThat(plan.changed()).containsExactly("server.users");
        assertThat(plan.needRestart()).isEmpty();
        assertThat(plan.next().server().users()).containsOnlyKeys("a");
        Reload password = plan(before, before.replace("two", "three"));
        assertThat(password.line(List.of())).isEqualTo("changed server.users");
        assertThat(plan(before, "{'server':{'password':'s'}}").next().server().users())
                .isEmpty();
        assertThatThrownBy(() -> plan(before, before.replace("'password':'s',", "")))
                .hasMessageStartingWith("server.users: there is no server.password");
    }

    @Test
    void aPasswordFileIsReadAgain(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "one\n");
        JsonObject json = new JsonObject()
                .put("server", new JsonObject().put("password", new JsonObject().put("file", file.toString())));
        Configuration before = Configuration.from(json);
        assertThat(Reload.plan(json, before, json).changed()).isEmpty();
        Files.writeString(file, "two\n");
        Reload plan = Reload.plan(json, before, json);
        assertThat(plan.changed()).containsExactly("server.password");
        assertThat(plan.next().server().password()).isEqualTo("two");
    }

    @Test
    void settingsOfQueuesChangeButForTheirKind() {
        Reload plan = plan(
                "{'queues':{'a':{'lease':'1s'},'b':{},'c':{'attempts':1}}}",
                "{'queues':{'a':{'lease':'2s'},'b':{'kind':'lifo','attempts':3},'d':{'kind':'lifo'}}}");
        assertThat(plan.changed()).contains("queues.a.lease", "queues.d.kind").noneMatch(key -> key.contains(".b."));
        assertThat(plan.next().queue("a").leaseMillis()).isEqualTo(2000);
        assertThat(plan.next().queue("b")).isEqualTo(QueueConfig.DEFAULT);
        assertThat(plan.needRestart())
                .contains("queues.b.kind", "queues.b.attempts", "queues.c.attempts")
                .noneMatch(key -> key.startsWith("queues.a") || key.startsWith("queues.d"));
    }

    @Test
    void consumersChange() {
        Reload plan = plan("{'server':{}}", "{'consumers':[{'queue':'q','task':'echo'}]}");
        assertThat(plan.changed()).containsExactly("consumers");
        assertThat(plan.next().consumers()).hasSize(1);
        assertThat(plan.reply(List.of())).isEqualTo("OK");
    }

    @Test
    void secretsOfConsumersChangeThemToo() {
        String with = "{'consumers':[{'queue':'q','http':'http://a:%s@h:1/'}]}";
        Reload plan = plan(String.format(with, "one"), String.format(with, "two"));
        assertThat(plan.changed()).containsExactly("consumers");
        assertThat(plan.line(List.of())).doesNotContain("two");
        assertThat(plan(String.format(with, "one"), String.format(with, "one")).changed())
                .isEmpty();
    }

    @Test
    void consumersThatNeedMoreEventLoopsNeedARestart() {
        Reload plan =
                plan("{'server':{}}", "{'consumers':[{'queue':'q','class':'example.A','threading':'event_loop'}]}");
        assertThat(plan.changed()).isEmpty();
        assertThat(plan.next().consumers()).isEmpty();
        assertThat(plan.reply(List.of())).isEqualTo("OK, but a restart is needed for consumers");
    }

    @Test
    void tlsCannotBeTurnedOnOrOff(@TempDir Path directory) throws Exception {
        String one = Files.createFile(directory.resolve("one")).toString();
        String two = Files.createFile(directory.resolve("two")).toString();
        JsonObject without = new JsonObject().put("server", new JsonObject());
        JsonObject first = tls(one);
        JsonObject second = tls(two);
        assertThat(Reload.plan(without, Configuration.from(without), first)
                        .next()
                        .server()
                        .tls())
                .isNull();
        assertThat(Reload.plan(first, Configuration.from(first), without).needRestart())
                .contains("server.tls");
        Reload plan = Reload.plan(first, Configuration.from(first), second);
        assertThat(plan.needRestart()).isEmpty();
        assertThat(plan.next().server().tls().cert()).isEqualTo(two);
    }

    private static JsonObject tls(String file) {
        return new JsonObject()
                .put(
                        "server",
                        new JsonObject()
                                .put("tls", new JsonObject().put("cert", file).put("key", file)));
    }

    @Test
    void aWrongConfigurationIsRefused() {
        assertThatThrownBy(() -> plan("{'server':{}}", "{'server':{'maxPipelin':5}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("server.maxPipelin: is not a known key");
    }

    @Test
    void aChangeThatContradictsWhatStaysIsRefused() {
        assertThatThrownBy(
                        () -> plan(
                                "{'queues':{'q':{}}}",
                                "{'queues':{'q':{'kind':'priority'}},'schedules':{'s':{'queue':'q','every':'1h','priority':1}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("schedules.s.priority: 1 contradicts queues.q.kind")
                .hasMessageEndingWith("so restart the server");
    }
}
