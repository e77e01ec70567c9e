package dev.tutti.platform;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Writes addresses in the way that Redis does and that RFC 5952 recommends. */
public final class NetworkAddress {

    private NetworkAddress() {}

    /** The address of such a text, without its port. */
    public static String withoutPort(String text) {
        int port = text.lastIndexOf(':');
        return port < 0 ? text : text.substring(0, port);
    }

    /** The address and port of a socket. */
    public static String text(SocketAddress address) {
        return text(address.hostAddress() == null ? address.host() : address.hostAddress(), address.port());
    }

    /** The address and port of a TCP socket of Netty. */
    static String text(java.net.SocketAddress address) {
        return address instanceof InetSocketAddress tcp && tcp.getAddress() != null
                ? text(tcp.getAddress().getHostAddress(), tcp.getPort())
                : String.valueOf(address);
    }

    /**
     * An address and a port, such as {@code 127.0.0.1:8888} or {@code [::1]:8888}.
     *
     * @param host an IP address, or a host name, which is left as it is
     */
    public static String text(String host, int port) {
        Inet6Address address = NetUtil.isValidIpV6Address(host) ? NetUtil.getByName(host, false) : null;
        return (address == null ? host : "[" + NetUtil.toAddressString(address) + "]") + ":" + port;
    }

    /** Whether the host of a URL is an IP address, such as {@code 127.0.0.1} or {@code [::1]}, and not a name. */
    public static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host)
                || host.startsWith("[") && host.endsWith("]") && NetUtil.isValidIpV6Address(host);
    }

    /** Whether that address, as {@link #text} writes it, is one of this machine's loopback interface. */
    public static boolean isLoopback(String text) {
        String host = text.substring(0, Math.max(0, text.lastIndexOf(':')));
        return NetUtil.isValidIpV4Address(host) ? host.startsWith("127.") : host.equals("[::1]");
    }
}
