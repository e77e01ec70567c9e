package dev.tutti.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.TuttiServer;
import dev.tutti.docs.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Redis clients of Python and Node, where they are here, by scripts that print what they receive. */
@Timeout(120)
class ScriptedClientsIT {

    private static final Path SCRIPTS = Path.of("src/test/resources/clients").toAbsolutePath();

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    @TempDir
    private Path directory;

    private List<String> printed(String needed, String program, String script) throws IOException {
        Shell shell = new Shell(directory).withPythonThatHasRedis();
        assumeTrue(shell.succeeds(needed), () -> "left out, for this does not work here: " + needed);
        return shell.run(program + " " + SCRIPTS.resolve(script) + " " + server.port(), List.of());
    }

    @Test
    void redisPyPutsGetsAndHandsLocksOver() throws IOException {
        assertThat(printed("python3 -c 'import redis'", "python3", "redis_py.py"))
                .containsExactly(
                        "True redis-py",
                        "True OK",
                        "None HELLO",
                        "FAILED oops",
                        "handed over 1",
                        "put 3",
                        "transaction True None");
    }

    @Test
    void redisPyDoesSoWithAsyncio() throws IOException {
        assertThat(printed("python3 -c 'import redis.asyncio'", "python3", "redis_py_asyncio.py"))
                .containsExactly("True OK", "None HELLO", "handed over True");
    }

    @Test
    void ioredisPutsGetsAndHandsLocksOver() throws IOException {
        assertThat(printed("node -e 'require(\"ioredis\")'", "node", "ioredis.js"))
                .containsExactly(
                        "PONG ioredis",
                        "true hello 1 OK",
                        "null HELLO",
                        "FAILED oops",
                        "handed over true",
                        "Command timed out",
                        "size 0",
                        "swallowed",
                        "transaction [ true, null ]");
    }

    @Test
    void nodeRedisPutsGetsAndHandsLocksOver() throws IOException {
        assertThat(printed("node -e 'require(\"redis\")'", "node", "node_redis.js"))
                .containsExactly(
                        "PONG node-redis",
                        "true hello 1 OK",
                        "null HELLO",
                        "FAILED oops",
                        "handed over true",
                        "transaction [ true, null ]");
    }
}
