package dev.tutti.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.config.TaskKind;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ProcessTaskExecutorTest {

    private static final int MIB = TestConsumer.MAX_ITEM_SIZE;

    @TempDir
    private Path folder;

    private static TestConsumer exec(Vertx vertx, long timeoutMillis, int concurrency, String... command)
            throws Exception {
        return TestConsumer.of(
                vertx, new TaskKind.Exec(List.of(command)), ThreadingModel.EVENT_LOOP, timeoutMillis, concurrency);
    }

    private static TestConsumer shell(Vertx vertx, String script) throws Exception {
        return exec(vertx, 0, 1, "sh", "-c", script);
    }

    @Test
    void outputIsTheResultByteForByte(Vertx vertx) throws Exception {
        assertThat(exec(vertx, 0, 1, "wc", "-w").run("a b c").strip()).isEqualTo("3");
        Buffer bytes = Buffer.buffer(new byte[] {0, (byte) 0xFF, '\r', '\n', 0x1B, '\n'});
        assertThat(exec(vertx, 0, 1, "cat").run(bytes)).isEqualTo(bytes);
        assertThat(exec(vertx, 0, 1, "cat").run("")).isEmpty();
    }

    @Test
    void argumentsGoThroughNoShell(Vertx vertx) throws Exception {
        assertThat(exec(vertx, 0, 1, "printf", "%s", "$HOME `id` *;").run("")).isEqualTo("$HOME `id` *;");
    }

    @Test
    void environmentIsOnlyPathAndLangAndTheItemsName(Vertx vertx) throws Exception {
        String names = exec(vertx, 0, 1, "env")
                .run("")
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.joining(" "));
        assertThat(names.split(" "))
                .contains("PATH")
                .isSubsetOf("PATH", "LANG", "TUTTI_QUEUE", "TUTTI_ID", "TUTTI_ATTEMPT");
        assertThat(shell(vertx, "echo $TUTTI_QUEUE $TUTTI_ID $TUTTI_ATTEMPT").run(""))
                .isEqualTo("q " + TestConsumer.ITEM + " " + TestConsumer.ATTEMPT + "\n");
    }

    @Test
    void exitStatusFailsWithStandardError(Vertx vertx) throws Exception {
        assertThat(shell(vertx, "echo out; echo 'no such customer' >&2; exit 3").failure(""))
                .isEqualTo("no such customer");
        assertThat(shell(vertx, "exit 7").failure("")).isEqualTo("exit status 7");
        assertThat(shell(vertx, "kill -9 $$").failure("")).isEqualTo("exit status 137");
        assertThat(shell(vertx, "echo warning >&2; echo good").run("")).isEqualTo("good\n");
    }

    /** A system that shuts down sends SIGTERM to all processes, also to a server that has not begun to stop yet. */
    @Test
    void aChildThatIsStoppedBeforeTheServerStopsHasNotFailed(Vertx vertx) throws Exception {
        Path pid = folder.resolve("pid");
        TestConsumer consumer =
                shell(vertx, "echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; kill -TERM $$");
        TaskExecution execution = consumer.begin("");
        Await.until("the child has ended", () -> Files.exists(pid) && !isAlive(pid));
        consumer.stop();
        assertThat(consumer.failure(execution)).isEqualTo("cancelled");
    }

    private static boolean isAlive(Path pid) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .filter(ProcessHandle::isAlive)
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChildThatIsStoppedAloneHasFailed(Vertx vertx) throws Exception {
        assertThat(shell(vertx, "kill -TERM $$").failure("")).isEqualTo("exit status 143");
    }

    @Test
    void longStandardErrorIsCut(Vertx vertx) throws Exception {
        String failure = shell(vertx, "head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1")
                .failure("");
        assertThat(failure).isEqualTo("x".repeat(4096));
    }

    @Test
    void childNeedNotReadItsInput(Vertx vertx) throws Exception {
        Buffer item = Buffer.buffer(new byte[MIB]);
        assertThat(exec(vertx, 0, 1, "true").run(item).length()).isZero();
        assertThat(shell(vertx, "exec 0<&-; echo done").run(item)).hasToString("done\n");
    }

    @Test
    void allPipesMayBeFullAtOnce(Vertx vertx) throws Exception {
        String script = "head -c " + MIB + " /dev/zero; head -c " + MIB + " /dev/zero >&2; cat >/dev/null";
        assertThat(shell(vertx, script).run(Buffer.buffer(new byte[MIB])).length())
                .isEqualTo(MIB);
        String reverse = "head -c " + MIB + " /dev/zero >&2; head -c " + MIB + " /dev/zero; cat >/dev/null";
        assertThat(shell(vertx, reverse).run(Buffer.buffer(new byte[MIB])).length())
                .isEqualTo(MIB);
        byte[] item = new byte[MIB];
        Arrays.fill(item, (byte) 'x');
        assertThat(exec(vertx, 0, 1, "cat").run(Buffer.buffer(item))).isEqualTo(Buffer.buffer(item));
    }

    @Test
    void childThatFloodsIsKilled(Vertx vertx) throws Exception {
        Path pid = folder.resolve("pid");
        TestConsumer flood = shell(vertx, "echo $$ >" + pid + "; exec yes");
        assertThat(flood.failure(""))
                .isEqualTo("the output of \"sh\" is over maxItemSize (1048576 bytes); it was killed");
        awaitEnd(Long.parseLong(Files.readString(pid).strip()));
        assertThat(flood.capacity()).isEqualTo(1);
    }

    @Test
    void timeoutKillsTheChild(Vertx vertx) throws Exception {
        TestConsumer hang = exec(vertx, 200, 1, "sleep", "601");
        CompletableFuture<Void> room = hang.capacityFreed(1);
        assertThat(hang.failure("")).isEqualTo("timed out after 200 ms");
        TestConsumer.await(room);
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 601"));
        assertThat(hang.capacity()).isEqualTo(1);
    }

    @Test
    void cancelKillsTheChildAndItsChildren(Vertx vertx) throws Exception {
        Path family = fifo("family");
        String grandchild = "sleep 600 & echo $PPID $$ $! >" + family + "; wait";
        TestConsumer hang = shell(vertx, "sh -c '" + grandchild + "' & wait");
        TaskExecution execution = hang.begin("");
        String[] pids = TestConsumer.await(CompletableFuture.supplyAsync(() -> read(family)))
                .split(" ");
        assertThat(pids).hasSize(3);
        CompletableFuture<Void> room = hang.capacityFreed(1);
        hang.cancel(execution);
        assertThat(hang.failure(execution)).isEqualTo("cancelled");
        TestConsumer.await(room);
        for (String pid : pids) {
            awaitEnd(Long.parseLong(pid));
        }
    }

    private Path fifo(String name) throws Exception {
        Path fifo = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    /** Waits until the file has been written. */
    private static String read(Path fifo) {
        try {
            return Files.readString(fifo).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void stopKillsWhatStillRuns(Vertx vertx) throws Exception {
        TestConsumer hang = exec(vertx, 0, 2, "sleep", "600");
        List<TaskExecution> runs = hang.begin(Buffer.buffer(), Buffer.buffer());
        hang.stop();
        assertThat(hang.failure(runs.get(0))).isEqualTo("cancelled");
        assertThat(hang.failure(runs.get(1))).isEqualTo("cancelled");
        assertThat(hang.failure("late")).isEqualTo("the consumer is stopping");
    }

    /** Each of the eight processes ends only after all have begun, so they would never end one after another. */
    @Test
    void concurrencyIsHowManyChildrenRunAtOnce(Vertx vertx) throws Exception {
        String script = "read name; : >" + folder + "/$name; while [ $(ls " + folder
                + " | wc -l) -lt 8 ]; do sleep 0.01; done; echo $name";
        TestConsumer eight = exec(vertx, 0, 8, "sh", "-c", script);
        Buffer[] items = new Buffer[8];
        Arrays.setAll(items, i -> Buffer.buffer("item" + i + "\n"));
        List<TaskExecution> runs = eight.begin(items);
        for (int i = 0; i < runs.size(); i++) {
            assertThat(eight.result(runs.get(i))).isEqualTo(items[i]);
        }
        assertThat(eight.capacity()).isEqualTo(8);
    }

    @Test
    void commandThatVanishedFailsItsItem(Vertx vertx) throws Exception {
        assertThat(exec(vertx, 0, 1, "/nonexistent/program").failure("")).contains("/nonexistent/program");
    }

    private static void awaitEnd(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
