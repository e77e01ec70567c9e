package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A small disk in memory for each test; where the machine does not let a test mount one, the test is not run. */
public final class SmallDisk implements BeforeEachCallback, AfterEachCallback {

    private static final byte[] BLOCK = new byte[4096];

    private final int mebibytes;
    private final Path path;
    private final Path ballast;
    private boolean mounted;

    private SmallDisk(int mebibytes, Path path) {
        this.mebibytes = mebibytes;
        this.path = path;
        this.ballast = path.resolve("ballast");
    }

    public static SmallDisk of(int mebibytes) {
        try {
            return new SmallDisk(mebibytes, Files.createTempDirectory("tutti-disk"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tutti-test", path.toString()) == 0;
        assumeTrue(mounted, "no right to mount");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (mounted) {
            assertThat(run("umount", path.toString())).isZero();
        }
        Files.delete(path);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Somebody else takes so much of it. */
    public void take(long bytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (long written = 0; written < bytes; written += BLOCK.length) {
                out.write(BLOCK);
            }
        }
    }

    /** Somebody else takes all that is left, or is left by now. */
    public void takeAll() throws IOException {
        Path more = path.resolve("more-ballast");
        try (OutputStream out = Files.newOutputStream(more, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    /** He gives it back. */
    public void makeRoom() throws IOException {
        Files.deleteIfExists(ballast);
        Files.deleteIfExists(path.resolve("more-ballast"));
    }
}
