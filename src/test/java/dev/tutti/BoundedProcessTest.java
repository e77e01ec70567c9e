package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedProcessTest {

    @TempDir
    private Path directory;

    /** The program waits for an input that never comes. */
    @Test
    void printsTheThreadsOfAJavaProcessThatItKills() throws Exception {
        Path program = Files.writeString(
                directory.resolve("Stuck.java"),
                "class Stuck { public static void main(String[] args) throws Exception {"
                        + " System.out.println(); new Thread(() -> { while (true) {} }, \"spin\").start();"
                        + " System.in.read(); } }");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = BoundedProcess.start(new ProcessBuilder(java, program.toString()));
        process.inputReader().readLine();
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            BoundedProcess.endAfter(process, 0);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("killed after 0 s: ")
                .contains("\"main\" ")
                .contains("at Stuck.main(")
                .doesNotContain("\"spin\" ");
    }

    @Test
    void endsAProcessOfAnotherKindWithoutThat() throws IOException, InterruptedException {
        Process process = BoundedProcess.start(new ProcessBuilder("cat"));
        assertThat(ThreadDump.isJava(process.toHandle())).isFalse();
        BoundedProcess.endAfter(process, 0);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
