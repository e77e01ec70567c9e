package dev.tutti.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar of the client, without the rest of Tutti and its libraries. */
@Timeout(60)
class ClientJarIT {

    private static final Path JAR = Path.of("target/tutti-client.jar");

    @RegisterExtension
    private final TuttiServer server = TuttiServer.usual();

    /** The jar, Vert.x and its own libraries: Netty, Jackson's parser, and a log that needs no other. */
    private static URLClassLoader loader() throws Exception {
        List<URL> jars = new ArrayList<>(List.of(JAR.toUri().toURL()));
        try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("(vertx-core|netty-|jackson-core).*\\.jar")) {
                    jars.add(file.toUri().toURL());
                }
            }
        }
        return new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    private static List<String> classes() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    @Test
    void allOfItsClassesLoadWithVertxAlone() throws Exception {
        List<String> classes = classes();
        assertThat(classes)
                .contains("dev.tutti.client.Tutti", "dev.tutti.consumer.Task")
                .allMatch(name -> name.startsWith("dev.tutti.client.")
                        || name.matches("dev\\.tutti\\.consumer\\.(Task|ContextTask|TaskContext)"));
        try (URLClassLoader loader = loader()) {
            for (String name : classes) {
                Class<?> loaded = Class.forName(name, true, loader);
                assertThat(loaded.getDeclaredMethods()).isNotNull();
                assertThat(loaded.getClassLoader()).isSameAs(loader);
            }
        }
    }

    @Test
    void itTalksToAServerWithVertxAlone() throws Exception {
        try (URLClassLoader loader = loader()) {
            Object vertx =
                    loader.loadClass(Vertx.class.getName()).getMethod("vertx").invoke(null);
            Class<?> optionsType = loader.loadClass(TuttiOptions.class.getName());
            Object options =
                    optionsType.getMethod("of", String.class).invoke(null, "redis://127.0.0.1:" + server.port());
            Class<?> vertxType = loader.loadClass(Vertx.class.getName());
            Class<?> tuttiType = loader.loadClass(Tutti.class.getName());
            Object tutti =
                    await(tuttiType.getMethod("connect", vertxType, optionsType).invoke(null, vertx, options));
            Object reply = await(tuttiType.getMethod("command", Object[].class).invoke(tutti, (Object)
                    new Object[] {"QUEUE", "PUT", "q", "a", "TIMEOUT", 0}));
            assertThat(reply).isInstanceOf(Long.class);
            await(vertxType.getMethod("close").invoke(vertx));
        }
        assertThat(server.items("q")).containsExactly("a");
    }

    private static Object await(Object future) throws Exception {
        Class<?> type = future.getClass().getClassLoader().loadClass(Future.class.getName());
        return type.getMethod("await", long.class, TimeUnit.class).invoke(future, 20L, TimeUnit.SECONDS);
    }
}
