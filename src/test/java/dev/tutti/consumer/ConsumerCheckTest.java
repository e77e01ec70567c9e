package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.config.ConfigurationException;
import dev.tutti.config.ConsumerConfig;
import dev.tutti.config.TaskKind;
import dev.tutti.log.EventLog;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class ConsumerCheckTest {

    private static void check(TaskKind... kinds) {
        List<ConsumerConfig> consumers = Arrays.stream(kinds)
                .map(kind -> new ConsumerConfig("q", kind, 1, ThreadingModel.WORKER, 0, 1))
                .collect(Collectors.toList());
        ConsumerCheck.check(consumers);
    }

    private static TaskKind user(String name) {
        return new TaskKind.UserClass(UserTasks.class.getName() + "$" + name);
    }

    private static TaskKind exec(String program) {
        return new TaskKind.Exec(List.of(program, "-x"));
    }

    @Test
    void commandIsLookedForOnThePath(@TempDir Path folder) {
        check(exec("sh"), exec("/bin/sh"), new TaskKind.BuiltIn("echo"));
        assertThatThrownBy(() -> check(exec("sh"), exec("nosuch")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("consumers[1].exec: \"nosuch\" is not a command on the PATH, ");
        assertThatThrownBy(() -> check(exec("curl -u user:s3cret")))
                .hasMessageStartingWith("consumers[0].exec: \"curl ***\" is not a command on the PATH, ");
        assertThatThrownBy(() -> check(exec(folder.toString())))
                .hasMessage("consumers[0].exec: \"" + folder + "\" is not an executable file");
        assertThatThrownBy(() -> check(exec("/etc/passwd"))).hasMessageEndingWith("is not an executable file");
    }

    @ParameterizedTest
    @CsvSource({
        "NoTask, does not implement dev.tutti.consumer.Task or ContextTask",
        "Abstract, is not a public class that objects can be made of",
        "Hidden, is not a public class that objects can be made of",
        "WithArgument, has no public constructor without arguments",
        "Missing, 'is not on the class path, expected a class in lib/*.jar that implements dev.tutti.consumer.Task or ContextTask'",
    })
    void classMustBeATask(String name, String problem) {
        check(user("Reverse"), user("BadInitializer"));
        assertThatThrownBy(() -> check(user(name)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("consumers[0].class: \"" + UserTasks.class.getName() + "$" + name + "\" " + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "BadConstructor, its constructor failed: java.lang.IllegalStateException: no licence",
        "BadInitializer, ExceptionInInitializerError",
        "BadStart, no database",
    })
    void classWhoseOwnCodeFailsStopsTheStart(String name, String message, Vertx vertx) {
        assertThatThrownBy(() -> TestConsumer.of(vertx, user(name), ThreadingModel.WORKER, 0, 1))
                .hasMessageContaining(message)
                .hasMessageContaining(
                        "queue q: class " + UserTasks.class.getName() + "$" + name + " cannot be started: ");
    }

    @ParameterizedTest
    @EnumSource(names = {"WORKER", "EVENT_LOOP"})
    void classWhoseStartNeverEndsStopsTheStart(ThreadingModel threading, Vertx vertx) throws Exception {
        String name = UserTasks.class.getName() + "$EndlessStart";
        ConsumerConfig config = new ConsumerConfig("q", new TaskKind.UserClass(name), 1, threading, 0, 1);
        Future<Void> started = TestConsumer.onLoop(
                vertx,
                () -> new TaskSupervisor(
                                vertx, config, new TaskEventLoop(1, 0), TestConsumer.MAX_ITEM_SIZE, new EventLog())
                        .start(50));
        assertThatThrownBy(() -> started.await(20, TimeUnit.SECONDS))
                .hasMessage("queue q: class " + name + " cannot be started: its start took longer than 50 ms");
    }

    @Test
    void classIsStartedBeforeItsFirstItem(Vertx vertx) throws Exception {
        assertThat(TestConsumer.of(vertx, user("Reverse"), ThreadingModel.WORKER, 0, 1)
                        .run("abc"))
                .isEqualTo("hello cba");
    }

    @Test
    void classGetsItsConfigurationBeforeItsFirstItem(Vertx vertx) throws Exception {
        String name = UserTasks.class.getName() + "$Configured";
        TaskKind configured = new TaskKind.UserClass(name, new JsonObject().put("prefix", "Dr. "));
        assertThat(TestConsumer.of(vertx, configured, ThreadingModel.WORKER, 0, 1)
                        .run("No"))
                .isEqualTo("Dr. No");
        assertThatThrownBy(() -> TestConsumer.of(vertx, user("Configured"), ThreadingModel.WORKER, 0, 1))
                .hasMessageEndingWith("class " + name + " cannot be started: no prefix");
    }
}
