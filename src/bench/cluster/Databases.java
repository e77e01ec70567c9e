import dev.tutti.proof.Violations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Compares what the nodes have stored, when all have stopped. */
final class Databases {

    private static final int MOST_DIFFERENCES = 20;
    /** The key of the position in the log. Each second has an entry that changes nothing else. */
    private static final String POSITION = "0050";

    private Databases() {}

    /** Returns the number of records of each node. */
    static int compare(List<Node> nodes, Violations violations) throws IOException, RocksDBException {
        TreeMap<String, String> first = read(nodes.get(0));
        for (Node node : nodes.subList(1, nodes.size())) {
            TreeMap<String, String> other = read(node);
            int differences = 0;
            for (String key : Stream.concat(first.keySet().stream(), other.keySet().stream()).distinct().toList()) {
                String here = first.get(key);
                String there = other.get(key);
                if ((here == null || !here.equals(there)) && ++differences <= MOST_DIFFERENCES) {
                    violations.add("the databases differ at " + key + ": node " + nodes.get(0).name + " has " + here
                            + ", node " + node.name + " has " + there);
                }
            }
        }
        return first.size();
    }

    private static TreeMap<String, String> read(Node node) throws IOException, RocksDBException {
        RocksDB.loadLibrary();
        TreeMap<String, String> records = new TreeMap<>();
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, directory(node).toString());
                RocksIterator each = database.newIterator()) {
            HexFormat hex = HexFormat.of();
            for (each.seekToFirst(); each.isValid(); each.next()) {
                if (hex.formatHex(each.key()).equals(POSITION)) {
                    continue;
                }
                records.put(hex.formatHex(each.key()), hex.formatHex(each.value()));
            }
            each.status();
        }
        return records;
    }

    /** The newest of its databases. */
    private static Path directory(Node node) throws IOException {
        try (Stream<Path> files = Files.list(node.journal())) {
            return files.filter(file -> file.getFileName().toString().startsWith("db-"))
                    .max(Comparator.comparingInt(
                            file -> Integer.parseInt(file.getFileName().toString().substring(3))))
                    .orElseThrow();
        }
    }
}
