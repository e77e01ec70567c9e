package dev.tutti.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace that plays another machine: it can vanish without a word, as by a power failure. Needs root and the
 * program {@code ip}.
 */
final class RemoteMachine {

    private static final int PATIENCE_SECONDS = 10;

    private final String name = "tutti" + ProcessHandle.current().pid() % 100_000;
    private final String net = "10.199." + ProcessHandle.current().pid() % 250;
    private final List<Process> clients = new ArrayList<>();

    private RemoteMachine() {}

    /** Starts it; null if this machine does not allow that. */
    static RemoteMachine start() throws Exception {
        RemoteMachine machine = new RemoteMachine();
        if (!machine.set("ip", "netns", "add", machine.name)) {
            return null;
        }
        boolean connected = machine.set(
                        "ip",
                        "link",
                        "add",
                        machine.name,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        "eth0",
                        "netns",
                        machine.name)
                && machine.set("ip", "addr", "add", machine.net + ".1/24", "dev", machine.name)
                && machine.set("ip", "link", "set", machine.name, "up")
                && machine.set("ip", "-n", machine.name, "addr", "add", machine.net + ".2/24", "dev", "eth0")
                && machine.set("ip", "-n", machine.name, "link", "set", "eth0", "up");
        if (!connected) {
            machine.close();
            return null;
        }
        return machine;
    }

    private boolean set(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** Starts a client there that sends these lines, and returns the first line that it is sent. */
    String send(int port, String... lines) throws IOException {
        String typed = String.join("\\n", lines);
        Process client = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        name,
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + net + ".1/" + port + "; printf '" + typed + "\\n' >&3; exec cat <&3")
                .start();
        clients.add(client);
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** All packets from and to it are lost from now on. */
    void vanish() throws Exception {
        if (!set("tc", "qdisc", "add", "dev", name, "root", "netem", "loss", "100%")
                && !set("ip", "-n", name, "link", "set", "eth0", "down")) {
            throw new IOException("the machine " + name + " cannot be cut off");
        }
    }

    /** Removes it with all its clients. */
    void close() throws Exception {
        clients.forEach(Process::destroyForcibly);
        set("ip", "link", "del", name);
        set("ip", "netns", "del", name);
    }
}
