package dev.tutti.journal.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The file that lists the tables and logs of a database. The file {@code CURRENT} holds its name, and its records are
 * framed like those of a log.
 */
public final class Manifest {

    private static final String CURRENT = "CURRENT";
    private static final Pattern NAME = Pattern.compile("MANIFEST-\\d+");

    private Manifest() {}

    /** Returns whether there is a database in that directory, damaged or not. */
    public static boolean existsIn(Path database) {
        return Files.exists(database.resolve(CURRENT));
    }

    /**
     * Refuses a manifest that RocksDB must not be given because it would never return, see {@link WalReader#isTrap}.
     *
     * @throws DamageException also if {@code CURRENT} names no manifest
     */
    public static void check(Path database) throws IOException, DamageException {
        String name = Files.readString(database.resolve(CURRENT), ISO_8859_1).strip();
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(database.resolve(name))) {
            throw new DamageException("its file CURRENT names no table of contents");
        }
        if (WalReader.isTrap(database.resolve(name))) {
            throw new DamageException(name + " has a record of no known kind");
        }
    }
}
