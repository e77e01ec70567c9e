package dev.tutti.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The twin of {@link Disk}: after each operation it tries every state that a power failure at this moment may leave. A
 * name that was not forced is there or not, each by itself. Content that was not forced is lost, there as a half, or
 * there. Files that only RocksDB changes are trusted to be forced, but not the names of the directories it makes.
 */
final class PowerLossDisk extends Disk {

    /** Receives a directory with one of the possible states, which it may change. */
    interface Check {
        void check(Path lost) throws IOException;
    }

    /** A file or directory, whatever its name is. */
    private static final class Node {
        private final boolean followed;
        /** The content that survives for sure, of a file that is followed. */
        private byte[] forced = {};

        private Node(boolean followed) {
            this.followed = followed;
        }
    }

    private final Path root;
    private final Path scratch;
    private final Check check;
    /** The nodes by their paths: as they are, and as they are found if nothing survives but what was forced. */
    private final Map<Path, Node> written = new HashMap<>();

    private final Map<Path, Node> forced = new HashMap<>();
    private long usableBytes = Long.MAX_VALUE;
    private int states;

    /**
     * @param root all that is in it is forced
     * @param scratch an empty directory elsewhere
     */
    PowerLossDisk(Path root, Path scratch, Check check) throws IOException {
        this.root = root;
        this.scratch = scratch;
        this.check = check;
        writeBack();
    }

    /** Has the file system write everything to the disk, as it does sooner or later by itself. */
    void writeBack() throws IOException {
        written.clear();
        forced.clear();
        for (Path path : everythingIn(root)) {
            Node node = new Node(isOurs(path) && Files.isRegularFile(path));
            if (node.followed) {
                node.forced = Files.readAllBytes(path);
            }
            written.put(path, node);
            forced.put(path, node);
        }
    }

    private static List<Path> everythingIn(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                found.add(file);
                if (Files.isDirectory(file) && !isDatabase(file)) {
                    found.addAll(everythingIn(file));
                }
            }
        }
        return found;
    }

    private static boolean isDatabase(Path path) {
        return path.getFileName().toString().matches("db-\\d+");
    }

    /** Whether RocksDB has no part in it. */
    private static boolean isOurs(Path path) {
        return !isDatabase(path.getParent());
    }

    /** Of the log, which a killed server has written, only so many bytes are forced. */
    void forget(Path log, long bytes) throws IOException {
        Node node = new Node(true);
        node.forced = Arrays.copyOf(Files.readAllBytes(log), Math.toIntExact(bytes));
        written.put(log, node);
        forced.put(log, node);
    }

    void leave(long bytes) {
        usableBytes = bytes;
    }

    /** Returns the number of states that were tried. */
    int states() {
        return states;
    }

    // ---- as a disk

    @Override
    boolean makeDirectory(Path directory) throws IOException {
        boolean isNew = super.makeDirectory(directory);
        if (isNew) {
            written.put(directory, new Node(false));
        }
        fail();
        return isNew;
    }

    private Node file(Path file) {
        return written.computeIfAbsent(file, name -> new Node(true));
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
        super.write(file, content);
        file(file);
        fail();
    }

    @Override
    void writeZeros(Path file, long bytes) throws IOException {
        super.writeZeros(file, bytes);
        file(file);
        fail();
    }

    @Override
    void truncate(Path file, long bytes) throws IOException {
        super.truncate(file, bytes);
        fail();
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        super.rename(from, to);
        written.put(to, written.remove(from));
        fail();
    }

    @Override
    boolean delete(Path file) throws IOException {
        boolean deleted = super.delete(file);
        written.remove(file);
        fail();
        return deleted;
    }

    @Override
    void force(Path file) throws IOException {
        super.force(file);
        Node node = written.get(file);
        if (node != null) {
            node.forced = Files.readAllBytes(file);
        }
        fail();
    }

    @Override
    void forceNames(Path directory) throws IOException {
        super.forceNames(directory);
        if (!isDatabase(directory)) {
            findNew();
            forced.keySet().removeIf(path -> path.getParent().equals(directory));
            written.forEach((path, node) -> {
                if (path.getParent().equals(directory)) {
                    forced.put(path, node);
                }
            });
        }
        fail();
    }

    @Override
    long usableBytes(Path directory) {
        return usableBytes;
    }

    /** Finds the directories that RocksDB has made, and the file that is locked. */
    private void findNew() throws IOException {
        for (Path path : everythingIn(root)) {
            written.computeIfAbsent(path, name -> new Node(false));
        }
    }

    // ---- power failures

    /** Tries all that a power failure may leave now. */
    void fail() throws IOException {
        findNew();
        List<Map<Path, Node>> names = List.of(Map.of());
        for (Path path : allNames()) {
            Set<Node> candidates = new LinkedHashSet<>(Arrays.asList(forced.get(path), written.get(path)));
            names = product(names, path, candidates);
        }
        for (Map<Path, Node> choice : names) {
            for (Map<Node, byte[]> contents : contents(choice)) {
                tryOut(choice, contents);
            }
        }
    }

    private Set<Path> allNames() {
        Set<Path> names = new TreeSet<>(written.keySet());
        names.addAll(forced.keySet());
        names.removeIf(path -> path.endsWith("lock"));
        return names;
    }

    private static <K, V> List<Map<K, V>> product(List<Map<K, V>> choices, K key, Iterable<V> candidates) {
        List<Map<K, V>> product = new ArrayList<>();
        for (Map<K, V> choice : choices) {
            for (V candidate : candidates) {
                Map<K, V> longer = new LinkedHashMap<>(choice);
                longer.put(key, candidate);
                product.add(longer);
            }
        }
        return product;
    }

    private List<Map<Node, byte[]>> contents(Map<Path, Node> names) throws IOException {
        List<Map<Node, byte[]>> contents = List.of(Map.of());
        for (Map.Entry<Path, Node> entry : written.entrySet()) {
            Node node = entry.getValue();
            if (node.followed && names.containsValue(node)) {
                byte[] now = Files.readAllBytes(entry.getKey());
                List<byte[]> candidates = new ArrayList<>(List.of(now));
                if (!Arrays.equals(now, node.forced)) {
                    candidates.add(node.forced);
                    candidates.add(Arrays.copyOf(now, now.length / 2));
                }
                contents = product(contents, node, candidates);
            }
        }
        return contents;
    }

    private void tryOut(Map<Path, Node> names, Map<Node, byte[]> contents) throws IOException {
        Path lost = scratch.resolve("lost");
        JournalCopy.delete(lost);
        Files.createDirectories(lost);
        for (Map.Entry<Path, Node> entry : names.entrySet()) {
            Path path = lost.resolve(root.relativize(entry.getKey()));
            Node node = entry.getValue();
            if (node != null && Files.isDirectory(path.getParent())) {
                restore(entry.getKey(), path, contents.getOrDefault(node, node.forced), node.followed);
            }
        }
        states++;
        check.check(lost);
    }

    /**
     * Files that are not followed are copied as they are. A directory is copied with them if RocksDB has made it; of
     * one that was deleted, the name alone may be left.
     */
    private static void restore(Path path, Path to, byte[] content, boolean followed) throws IOException {
        if (followed) {
            Files.write(to, content);
        } else if (isDatabase(path) && !Files.exists(path)) {
            Files.createDirectory(to);
        } else if (isDatabase(path)) {
            JournalCopy.of(path, to);
        } else if (Files.isDirectory(path)) {
            Files.createDirectories(to);
        } else if (Files.exists(path)) {
            Files.copy(path, to);
        }
    }
}
