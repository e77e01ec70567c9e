package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code JOURNAL} of a journal's directory, which says which database is in use and how much it holds:
 *
 * <pre>
 *   Tutti journal, format 1
 *   journal 0123456789abcdef
 *   database db-1
 *   holds log 21, changes 4711
 *   check 89abcdef               CRC-32C of the lines before it
 * </pre>
 *
 * <p>Earlier servers did not write the last two lines.
 *
 * @param journal the number that marks the batches of this journal
 * @param database the number of the database in use
 * @param log the number of a log that existed and was not empty; since then there is always that log or a newer one. 0
 *     if none is known
 * @param changes the number of changes that are known to be on the disk, at least
 */
record JournalFile(long journal, int database, long log, long changes) {

    static final String NAME = "JOURNAL";

    private static final int FORMAT = 1;
    private static final Pattern ANY_FORMAT = Pattern.compile("Tutti journal, format (\\d{1,9})\\n.*", Pattern.DOTALL);
    private static final Pattern CONTENT = Pattern.compile("(Tutti journal, format " + FORMAT
            + "\\njournal ([0-9a-f]{16})\\ndatabase db-(\\d{1,9})\\n(?:holds log (\\d{1,18}), changes (\\d{1,18})\\n)?)"
            + "(?:check ([0-9a-f]{8})\\n)?");

    /** @throws JournalException whose message is to be appended to the name of the directory */
    static JournalFile read(Path directory) throws IOException {
        String text = Files.readString(directory.resolve(NAME), ISO_8859_1);
        Matcher content = CONTENT.matcher(text);
        if (content.matches() && isWhole(content)) {
            return new JournalFile(
                    Long.parseUnsignedLong(content.group(2), 16),
                    Integer.parseInt(content.group(3)),
                    number(content.group(4)),
                    number(content.group(5)));
        }
        Matcher format = ANY_FORMAT.matcher(text);
        if (format.matches() && Integer.parseInt(format.group(1)) != FORMAT) {
            throw JournalException.ofNewerServer(
                    "is of format " + format.group(1) + " and this server reads " + FORMAT);
        }
        throw new JournalException("has a damaged file " + NAME
                + ", restore it from a backup, or move the directory away to begin anew without what is in it");
    }

    private static boolean isWhole(Matcher content) {
        String check = content.group(6);
        return check == null ? content.group(4) == null : check.equals(check(content.group(1)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /**
     * Replaces the file on the disk. After a power failure at any moment the disk has either the old file or this one,
     * and after the return it has this one.
     */
    void write(Disk disk, Path directory) throws IOException {
        String lines = String.format(
                "Tutti journal, format %d\njournal %016x\ndatabase db-%d\nholds log %d, changes %d\n",
                FORMAT, journal, database, log, changes);
        Path file = directory.resolve(NAME + ".new");
        disk.write(file, (lines + "check " + check(lines) + "\n").getBytes(ISO_8859_1));
        disk.force(file);
        disk.rename(file, directory.resolve(NAME));
        disk.forceNames(directory);
    }

    /** The checksum of lines of a file, as hexadecimal digits. */
    static String check(String lines) {
        CRC32C sum = new CRC32C();
        sum.update(lines.getBytes(ISO_8859_1));
        return String.format("%08x", sum.getValue());
    }
}
