package dev.tutti.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server. As text it is {@code host:port}, with brackets around an IPv6 address.
 *
 * @param host a name or an IP address, without brackets
 */
public record HostPort(String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+)):([0-9]{1,5})");
    private static final int LARGEST_PORT = 65_535;

    /** Reads the text. Returns empty if it is none, or has a port outside of 1 to 65535. */
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : 0;
        if (port < 1 || port > LARGEST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port));
    }

    static HostPort read(Section section, String key) {
        String expected = "host:port with a port from 1 to " + LARGEST_PORT;
        return parse(section.text(key, expected)).orElseThrow(() -> section.refuse(key, "is not " + expected));
    }

    /** Whether only programs on the same machine can reach it. Asks nobody for the address of a name. */
    boolean isLoopback() {
        boolean isAddress = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        try {
            return host.equals("localhost")
                    || isAddress && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
