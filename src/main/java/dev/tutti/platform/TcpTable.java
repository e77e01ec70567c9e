package dev.tutti.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Linux's table of TCP connections, {@code /proc/self/net/tcp} and {@code tcp6}. The kernel shows here how much a peer
 * has not acknowledged, and that a peer has closed or reset a connection which nobody reads. Reading takes some
 * milliseconds for 10,000 connections, so it is not for an event loop.
 */
public final class TcpTable {

    /**
     * One connection.
     *
     * @param state one of the constants of the kernel, of which only a few matter
     * @param unacknowledged the bytes that are written and that the peer's kernel has not acknowledged, sent or not
     * @param attempts how often the kernel has sent something again, or asked whether there is room again, since the
     *     peer last acknowledged anything. A peer that is alive and only has no room for more answers each time, so
     *     that the number stays at 0, or at 1 for a moment.
     * @param unread the bytes that have arrived and that this side has not read
     */
    public record Entry(int state, long unacknowledged, int attempts, long unread) {

        private static final int CLOSE = 7;
        private static final int CLOSE_WAIT = 8;

        /** Whether the peer has ended its side of the stream, and this side is open. */
        public boolean isInputEnded() {
            return state == CLOSE_WAIT;
        }

        public boolean isReset() {
            return state == CLOSE;
        }
    }

    private static final List<Path> FILES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final int HEX = 16;
    private static final int IPV4_DIGITS = 8;
    /** The kernel's way to write the first twelve bytes of an IPv4 address within IPv6, on this machine. */
    private static final String MAPPED = "0000000000000000" + word(new byte[] {0, 0, -1, -1}, 0);

    /** The kernel's timers: it sends data again, or asks whether the peer has room again. */
    private static final String RETRANSMISSION = "01";

    private static final String ZERO_WINDOW_PROBE = "04";

    private final Map<String, Entry> entries;

    private TcpTable(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** Whether this machine has such a table. */
    public static boolean isReadable() {
        return Files.isReadable(FILES.get(0));
    }

    /** @param wanted the {@link #key keys} of the connections to look for */
    public static TcpTable read(Set<String> wanted) throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        for (Path file : FILES) {
            if (Files.isReadable(file)) {
                read(file, wanted, entries);
            }
        }
        return new TcpTable(entries);
    }

    static void read(Path file, Set<String> wanted, Map<String, Entry> entries) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            lines.readLine(); // the headings
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                StringTokenizer words = new StringTokenizer(line);
                words.nextToken(); // the number of the line
                String key = shortened(words.nextToken()) + " " + shortened(words.nextToken());
                if (wanted.contains(key)) {
                    entries.put(key, entry(words));
                }
            }
        }
    }

    /** Reads the words {@code st tx_queue:rx_queue tr:when retrnsmt uid timeout} of a line. */
    private static Entry entry(StringTokenizer words) {
        int state = Integer.parseInt(words.nextToken(), HEX);
        String queues = words.nextToken();
        long unacknowledged = Long.parseLong(before(queues, ':'), HEX);
        long unread = Long.parseLong(queues.substring(queues.indexOf(':') + 1), HEX);
        String timer = before(words.nextToken(), ':');
        int retransmissions = Integer.parseInt(words.nextToken(), HEX);
        words.nextToken(); // the user
        int probes = Integer.parseInt(words.nextToken());
        int attempts = timer.equals(RETRANSMISSION) ? retransmissions : timer.equals(ZERO_WINDOW_PROBE) ? probes : 0;
        return new Entry(state, unacknowledged, attempts, unread);
    }

    private static String before(String text, char end) {
        return text.substring(0, text.indexOf(end));
    }

    /** An IPv4 address within IPv6 becomes one of IPv4. */
    private static String shortened(String address) {
        return address.startsWith(MAPPED) && address.indexOf(':') > IPV4_DIGITS
                ? address.substring(MAPPED.length())
                : address;
    }

    /** The connection with this key; null if there is none, because it has ended. */
    public Entry find(String key) {
        return entries.get(key);
    }

    /** The name of a connection in the table. */
    static String key(InetSocketAddress local, InetSocketAddress remote) {
        return text(local) + " " + text(remote);
    }

    private static String text(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += Integer.BYTES) {
            text.append(word(bytes, i));
        }
        return text.append(String.format(":%04X", address.getPort())).toString();
    }

    /** The kernel writes four bytes as one number of this machine. */
    private static String word(byte[] bytes, int from) {
        return String.format(
                "%08X",
                ByteBuffer.wrap(bytes, from, Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .getInt());
    }
}
