import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts servers as rows ask for them, each in a directory of its own, and keeps them until they are to stop. */
final class Servers implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 19_000;

    private final Path home;
    private final Path work;
    private final Map<Spec, Server> running = new HashMap<>();
    private final Map<Spec, Server> workers = new HashMap<>();
    private int started;

    Servers(Path home, Path work) {
        this.home = home;
        this.work = work;
    }

    /** The one that runs, or one that is started now. */
    Server get(Spec spec) throws IOException, InterruptedException {
        Server server = running.get(spec);
        if (server == null) {
            server = fresh(spec);
            running.put(spec, server);
        }
        return server;
    }

    boolean runs(Spec spec) {
        return running.containsKey(spec);
    }

    /** Sees that a worker runs for as long as the server does. */
    void worker(Spec spec) throws IOException, InterruptedException {
        if (!workers.containsKey(spec)) {
            int port = get(spec).port();
            List<String> command = java("Worker", spec.name(), String.valueOf(port));
            workers.put(spec, new Server("the worker", command, port, directory("worker")));
        }
    }

    /** One that the caller closes. */
    Server fresh(Spec spec) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path directory = directory(spec.name());
        return launch(spec.name(), command(spec, port, directory), port, directory)
                .awaitStart();
    }

    Server launch(String name, List<String> command, int port, Path directory) throws IOException {
        return new Server(name, command, port, directory);
    }

    Path directory(String name) throws IOException {
        return Files.createDirectory(work.resolve(name + "-" + ++started));
    }

    void stopAll() throws IOException {
        for (Spec spec : List.copyOf(running.keySet())) {
            stop(spec);
        }
    }

    /** What it has said last, if it runs. */
    String lastWords(Spec spec) throws IOException {
        Server server = running.get(spec);
        return server == null ? "" : server.lastWords();
    }

    void stop(Spec spec) throws IOException {
        for (Map<Spec, Server> processes : List.of(workers, running)) {
            Server process = processes.remove(spec);
            if (process != null) {
                process.close();
            }
        }
    }

    private List<String> command(Spec spec, int port, Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        if (spec.cores() > 0) {
            command.addAll(List.of(installed("taskset"), "-c", Cores.first(spec.cores())));
        }
        String number = String.valueOf(port);
        switch (spec.name()) {
            case "Tutti" -> command.addAll(tutti(spec, port, directory));
            case "Redis" -> command.addAll(redis(spec, number));
            case "beanstalkd" -> command.addAll(beanstalkd(spec, number, directory));
            case "gearmand" ->
                command.addAll(List.of(
                        installed("gearmand"),
                        "-L",
                        "127.0.0.1",
                        "-p",
                        number,
                        "-l",
                        "stderr",
                        "--user",
                        System.getProperty("user.name")));
            case "nothing" -> command.addAll(java("Nothing", number));
            case "relay" -> command.addAll(java("Relay", number));
            default -> throw new IllegalArgumentException(spec.name());
        }
        return command;
    }

    private List<String> tutti(Spec spec, int port, Path directory) throws IOException {
        String configuration = configuration(spec, port, directory).toString();
        List<String> command =
                new ArrayList<>(List.of(home.resolve("run.sh").toString(), "--conf", configuration));
        if (spec.loops() > 0) {
            command.addAll(List.of("--options", "{\"eventLoopPoolSize\":" + spec.loops() + "}"));
        }
        return command;
    }

    private static Path configuration(Spec spec, int port, Path directory) throws IOException {
        String journal = spec.durable() ? '"' + directory.resolve("journal").toString() + '"' : "null";
        String json =
                """
                {
                  "server": { "host": "127.0.0.1", "port": %d, "instances": %d, "maxConnections": %d, "maxWaiters": 1000000 },
                  "producer": { "instances": %d, "journal": %s, "sync": "always" },
                  "queues": { "bench": { "maxSize": 0 } },
                  "consumers": [%s],
                  "metrics": null
                }
                """.formatted(port, spec.instances(), MOST_CONNECTIONS, spec.instances(), journal, spec.consumers());
        return Files.writeString(directory.resolve("config.json"), json);
    }

    private static List<String> redis(Spec spec, String port) throws IOException {
        return List.of(
                installed("redis-server"),
                "--port",
                port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--maxclients",
                String.valueOf(MOST_CONNECTIONS),
                "--appendonly",
                spec.durable() ? "yes" : "no",
                "--appendfsync",
                "always");
    }

    private static List<String> beanstalkd(Spec spec, String port, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(installed("beanstalkd"), "-l", "127.0.0.1", "-p", port));
        if (spec.durable()) {
            command.addAll(List.of("-b", directory.toString(), "-f", "0"));
        }
        return command;
    }

    /** A program of this comparison, by the Java that runs it. */
    static List<String> java(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xms64m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The program's path; Debian keeps servers where a user's PATH may not lead. */
    static String installed(String program) throws NotAvailable {
        String path = System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin";
        for (String directory : path.split(":")) {
            Path file = Path.of(directory, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new NotAvailable(program + " is not installed");
    }

    @Override
    public void close() throws IOException {
        stopAll();
    }
}
