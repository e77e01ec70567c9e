package dev.tutti.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code JOURNAL} of a journal's directory, which says what the rest is:
 *
 * <pre>
 *   Tutti journal, format 1
 *   journal 0123456789abcdef
 *   database db-1
 *   holds log 21, changes 4711
 *   check 89abcdef               CRC-32C of the lines before it
 * </pre>
 *
 * <p>Earlier servers did not write the last two.
 *
 * @param journal the number that marks what belongs to this journal
 * @param database the number of the one in use
 * @param log the number of a log that there was, and something in it; from then on there is always that or a newer one.
 *     0 if none is known
 * @param changes so many changes at least were on the disk
 */
record JournalFile(long journal, int database, long log, long changes) {

    static final String NAME = "JOURNAL";

    private static final int FORMAT = 1;
    private static final Pattern ANY_FORMAT = Pattern.compile("Tutti journal, format (\\d{1,9})\\n.*", Pattern.DOTALL);
    private static final Pattern CONTENT = Pattern.compile("(Tutti journal, format " + FORMAT
            + "\\njournal ([0-9a-f]{16})\\ndatabase db-(\\d{1,9})\\n(?:holds log (\\d{1,18}), changes (\\d{1,18})\\n)?)"
            + "(?:check ([0-9a-f]{8})\\n)?");

    /** @throws JournalException of which the message goes on behind the name of the directory */
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
            throw new JournalException("is of format " + format.group(1) + " and this server reads " + FORMAT
                    + ", use the server that wrote it");
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

    /** Writes it for good, in place of the one that is there. */
    void write(Path directory) throws IOException {
        String lines = String.format(
                "Tutti journal, format %d\njournal %016x\ndatabase db-%d\nholds log %d, changes %d\n",
                FORMAT, journal, database, log, changes);
        Path file = directory.resolve(NAME + ".new");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap((lines + "check " + check(lines) + "\n").getBytes(ISO_8859_1)));
            out.force(true);
        }
        Files.move(file, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        }
    }

    private static String check(String lines) {
        CRC32C sum = new CRC32C();
        sum.update(lines.getBytes(ISO_8859_1));
        return String.format("%08x", sum.getValue());
    }
}
