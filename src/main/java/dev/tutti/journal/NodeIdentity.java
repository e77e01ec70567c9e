package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which node of which group a directory belongs to. It is in the file {@code NODE} of the directory:
 *
 * <pre>
 *   Tutti node, format 1
 *   group 01234567-89ab-cdef-0123-456789abcdef
 *   node a
 *   began the group               or: joined the group
 *   check 89abcdef                CRC-32C of the lines before it
 * </pre>
 *
 * <p>A node without it may not take part in any group, and waits until one takes it in. So a node that has lost its
 * directory, in which its vote was, does not vote.
 *
 * @param group the number of the group, whose lower half is the number of the journals of all its nodes
 * @param founder whether the node began the group
 */
public record NodeIdentity(UUID group, String node, boolean founder) {

    static final String NAME = "NODE";

    /** The directory of the engine. */
    public static final String ENGINE = "raft";

    private static final int FORMAT = 1;
    private static final Pattern ANY_FORMAT = Pattern.compile("Tutti node, format (\\d{1,9})\\n.*", Pattern.DOTALL);
    private static final Pattern CONTENT = Pattern.compile("(Tutti node, format " + FORMAT
            + "\\ngroup ([0-9a-f-]{36})\\nnode ([A-Za-z0-9_-]+)\\n(began|joined) the group\\n)check ([0-9a-f]{8})\\n");

    /** Returns the number of the journals of all nodes of the group. */
    public long journal() {
        return group.getLeastSignificantBits();
    }

    /**
     * Returns the identity of the directory, empty if it has none: then it is a directory of no node yet, or of a
     * server without others.
     *
     * @throws JournalException if it is that of another node
     */
    public static Optional<NodeIdentity> of(Path directory, String node) {
        Optional<NodeIdentity> found = in(directory);
        if (found.isPresent() && !found.get().node.equals(node)) {
            throw refusal(
                    directory,
                    "is that of the node " + found.get().node + ", and this is the node " + node
                            + ": name its own directory, or see cluster.node");
        }
        return found;
    }

    static Optional<NodeIdentity> in(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            return Files.exists(file) ? Optional.of(parse(Files.readString(file, UTF_8))) : Optional.empty();
        } catch (JournalException e) {
            throw refusal(directory, e.getMessage());
        } catch (IOException e) {
            throw refusal(directory, "has a file " + NAME + " that cannot be read: " + e);
        }
    }

    private static NodeIdentity parse(String text) {
        Matcher content = CONTENT.matcher(text);
        if (content.matches() && JournalFile.check(content.group(1)).equals(content.group(5))) {
            return new NodeIdentity(
                    UUID.fromString(content.group(2)),
                    content.group(3),
                    content.group(4).equals("began"));
        }
        Matcher format = ANY_FORMAT.matcher(text);
        if (format.matches() && Integer.parseInt(format.group(1)) != FORMAT) {
            throw JournalException.ofNewerServer(
                    "is of a node of format " + format.group(1) + " and this server reads " + FORMAT);
        }
        throw new JournalException("has a damaged file " + NAME
                + ": remove the node from its cluster, and add it again with an empty directory");
    }

    private static JournalException refusal(Path directory, String problem) {
        return new JournalException("the journal " + directory + " " + problem);
    }

    /** Refuses a directory that belongs to a node, whose records change only together with those of its group. */
    static void refuseNode(JournalDirectory directory) {
        in(directory.path()).ifPresent(found -> {
            throw directory.refusal("is that of the node " + found.node + " of a cluster, and this server is in none:"
                    + " start it with the key cluster, or with a backup");
        });
    }

    /** Writes it to the disk. After a power failure at any moment, there is either this file or none. */
    void write(Disk disk, Path directory) throws IOException {
        String lines = "Tutti node, format " + FORMAT + "\ngroup " + group + "\nnode " + node + "\n"
                + (founder ? "began" : "joined") + " the group\n";
        Path file = directory.resolve(NAME + ".new");
        disk.write(file, (lines + "check " + JournalFile.check(lines) + "\n").getBytes(UTF_8));
        disk.force(file);
        disk.rename(file, directory.resolve(NAME));
        disk.forceNames(directory);
    }
}
