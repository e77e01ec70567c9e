package dev.tutti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code run.sh} needs of a checkout that is built. */
public final class BuiltHome {

    /** The stamp of the build is the last, and so the newest. */
    private static final List<String> PARTS =
            List.of("pom.xml", "run.sh", "conf", "target/tutti.jar", "target/lib", "target/class-path");

    private BuiltHome() {}

    /** Copies it to an empty directory, in which nothing needs to be built. */
    public static void copyTo(Path home) throws IOException {
        Files.createDirectories(home.resolve("src/main"));
        for (String part : PARTS) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(home.resolve(file).getParent());
                    Files.copy(file, home.resolve(file));
                }
            }
        }
    }
}
