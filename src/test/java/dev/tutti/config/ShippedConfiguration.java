package dev.tutti.config;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.BoundedProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file {@code conf/config.json} as it is shipped. Users edit it in their checkouts, and tests must not mind. So the
 * tests of its content are left out where it differs from the one that was committed, and where there is no commit to
 * compare with. A change of the package with the keys is a developer's, who wants the tests.
 */
final class ShippedConfiguration {

    private static final Path FILE = Path.of("conf", "config.json");
    private static final Path KEYS = Path.of("src", "main", "java", "dev", "tutti", "config");

    private ShippedConfiguration() {}

    /** Returns the file, or leaves the test out. */
    static Path file() {
        assumeTrue(
                isAsCommitted(FILE) || isChanged(KEYS), "left out: conf/config.json is not the one of the last commit");
        return FILE;
    }

    private static boolean isAsCommitted(Path path) {
        return difference(path) == 0;
    }

    private static boolean isChanged(Path path) {
        return difference(path) == 1;
    }

    /** The exit code of git: 0 for the same, 1 for a difference, and another one if this is no checkout. */
    private static int difference(Path path) {
        try {
            return BoundedProcess.start(new ProcessBuilder("git", "diff", "--quiet", "HEAD", "--", path.toString()))
                    .waitFor();
        } catch (IOException noGit) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
