package dev.tutti.cluster;

import dev.tutti.platform.NetworkAddress;

/**
 * A node, and where clients find it.
 *
 * @param name unique in the cluster
 * @param host as it is announced to clients, which may be another one than the server listens on
 */
public record ClusterNode(String name, String host, int port) {

    /** The address as text, {@code host:port}, with brackets around an IPv6 address. */
    public String address() {
        return NetworkAddress.text(host, port);
    }
}
