package dev.tutti.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.HostPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNodeTest {

    /** The engine keeps the address of a node as text, and each node reads it. */
    @ParameterizedTest
    @ValueSource(strings = {"a.example", "127.0.0.1", "::1"})
    void theAddressCanBeReadAgain(String host) {
        ClusterNode node = new ClusterNode("a", host, 8888);
        assertThat(HostPort.parse(node.address())).hasValue(new HostPort(host, 8888));
    }
}
