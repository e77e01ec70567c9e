import java.io.IOException;
import java.util.List;

/**
 * The links between nodes. If each node has a namespace, packets to it are dropped there, by iptables. Without
 * namespaces no link can be cut.
 */
final class Network {

    private final boolean hasNamespaces;

    Network(boolean hasNamespaces) {
        this.hasNamespaces = hasNamespaces;
    }

    boolean canCut() {
        return hasNamespaces;
    }

    /** Drops everything that one node sends to another. */
    void cut(Node from, Node to) throws IOException, InterruptedException {
        run(to, "-A", "INPUT", "-s", from.raft.getHostString(), "-j", "DROP");
    }

    /** Drops this part of what one node sends to another, which is then sent again after a fifth of a second or more. */
    void slow(Node from, Node to, double part) throws IOException, InterruptedException {
        run(
                to, "-A", "INPUT", "-s", from.raft.getHostString(), "-m", "statistic", "--mode", "random",
                "--probability", String.valueOf(part), "-j", "DROP");
    }

    /** Undoes all cuts. */
    void heal(List<Node> nodes) throws IOException, InterruptedException {
        for (Node node : nodes) {
            if (hasNamespaces) {
                run(node, "-F", "INPUT");
            }
        }
    }

    private static void run(Node node, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of("nsenter", "--net=/run/netns/" + node.name, "iptables", "-w"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
