package dev.tutti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a built checkout that {@code run.sh} needs, but for its configuration, which a user may have edited. */
public final class BuiltHome {

    /** The build's stamp is copied last, so that it is the newest. */
    private static final List<String> PARTS =
            List.of("pom.xml", "run.sh", "target/tutti.jar", "target/lib", "target/class-path");

    private BuiltHome() {}

    /** Copies the files to an empty directory, in which {@code run.sh} then has nothing to build. */
    public static void copyTo(Path home) throws IOException {
        Files.createDirectories(home.resolve("src/main"));
        Files.createDirectories(home.resolve("conf"));
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
