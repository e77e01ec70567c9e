package dev.tutti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stacks of those threads of another Java process in which a server can hang. */
final class ThreadDump {

    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_LINES = 150;
    /** The first line of a thread that has an event loop, the journal or the main method. */
    private static final Pattern WANTED = Pattern.compile("^\"[^\"]*(?:vert\\.x|journal|commit|main)");

    private ThreadDump() {}

    static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .map(Path::of)
                .filter(command -> command.endsWith("java"))
                .isPresent();
    }

    /** Asks the process with the jstack of this JDK. If that gives no dump within ten seconds, the lines say so. */
    static List<String> of(ProcessHandle process) throws IOException, InterruptedException {
        Path file = Files.createTempFile("threads", ".txt");
        try {
            String jstack =
                    Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
            // Into a file, since a pipe that nobody reads would stop jstack.
            Process asking = new ProcessBuilder(jstack, String.valueOf(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (!asking.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                asking.destroyForcibly();
                return List.of("jstack has not ended within " + PATIENCE_SECONDS + " s, so it is stuck as a whole");
            }
            String dump = Files.readString(file);
            return asking.exitValue() == 0 ? wanted(dump) : dump.lines().toList();
        } finally {
            Files.delete(file);
        }
    }

    static List<String> wanted(String dump) {
        return Stream.of(dump.split("\\R\\R"))
                .filter(thread -> WANTED.matcher(thread).find())
                .flatMap(thread -> Stream.concat(thread.lines(), Stream.of("")))
                .limit(MOST_LINES)
                .toList();
    }
}
