package dev.tutti.docs;

import dev.tutti.BoundedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One of a reader's terminals: a bash into which commands are typed, and the lines that appear in it. */
final class Terminal {

    private static final int PATIENCE_SECONDS = 60;
    private static final String END_OF_COMMAND = "---- that was all ----";
    /** Stands in the queue behind the last line. */
    private static final String END_OF_OUTPUT = new String("the end");
    /** What bash says of a job that was killed. */
    private static final Pattern OF_A_JOB = Pattern.compile("bash: (line \\d+: )? *\\d+ Killed .*");

    private final Process bash;
    private final Writer input;
    private final LinkedBlockingQueue<String> output = new LinkedBlockingQueue<>();

    Terminal(Shell shell) throws IOException {
        bash = shell.start("exec bash");
        input = bash.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = bash.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().filter(line -> !OF_A_JOB.matcher(line).matches()).forEach(output::add);
        } catch (UncheckedIOException | IOException closed) {
            // The test is over.
        }
        output.add(END_OF_OUTPUT);
    }

    /** Types a command; it runs when those before it have ended. */
    void type(String command) throws IOException {
        input.write(command + "\n");
        input.flush();
    }

    /** The next lines that appear; fewer if there is nothing more to come, or not for a long time. */
    List<String> next(int count) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || line == END_OF_OUTPUT) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    /** Runs a command to its end; gives what it prints. */
    List<String> run(String command) throws IOException, InterruptedException {
        type(command + "; echo " + END_OF_COMMAND);
        List<String> lines = new ArrayList<>();
        for (List<String> line = next(1); !line.isEmpty(); line = next(1)) {
            if (line.get(0).equals(END_OF_COMMAND)) {
                return lines;
            }
            lines.addAll(line);
        }
        throw new AssertionError("did not end: " + command + ", and printed " + lines);
    }

    /** Waits until all that was started here has ended; gives what it has printed since. */
    List<String> leave() throws IOException, InterruptedException {
        type("wait; exit");
        List<String> rest = next(Integer.MAX_VALUE);
        if (!bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("something that was started goes on; the last it printed was " + rest);
        }
        return rest;
    }

    /** Ends all that was started here, at once. */
    void end() {
        BoundedProcess.end(bash);
    }
}
