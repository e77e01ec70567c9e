package dev.tutti.docs;

import dev.tutti.BoundedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The newest Redis clients for Node, which npm installs once below {@code target}, if npm works here. */
public final class NodeClients {

    private static final Path DIRECTORY = Path.of("target/node").toAbsolutePath();
    private static final Path MODULES = DIRECTORY.resolve("node_modules");
    private static final int PATIENCE_SECONDS = 90;

    private NodeClients() {}

    /** The directory for {@code NODE_PATH}. It has no clients if npm is not here or reaches no registry. */
    public static synchronized Path modules() {
        if (!Files.exists(MODULES.resolve("redis")) || !Files.exists(MODULES.resolve("ioredis"))) {
            install();
        }
        return MODULES;
    }

    private static void install() {
        try {
            Files.createDirectories(DIRECTORY);
            Path log = DIRECTORY.resolve("npm.log");
            Process npm = BoundedProcess.start(new ProcessBuilder(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            DIRECTORY.toString(),
                            "ioredis",
                            "redis")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
                System.err.println("npm did not install the clients for Node, see " + log);
            }
            BoundedProcess.end(npm);
        } catch (IOException missing) {
            System.err.println("the clients for Node are not installed: " + missing.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
