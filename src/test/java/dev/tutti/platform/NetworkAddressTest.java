package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:8888",
        "0:0:0:0:0:0:0:1, [::1]:8888",
        "::, [::]:8888",
        "2001:db8:0:0:0:0:2:1, [2001:db8::2:1]:8888",
        "example.com, example.com:8888"
    })
    void anIpv6AddressIsShortenedAndPutInBrackets(String host, String text) {
        assertThat(NetworkAddress.text(host, 8888)).isEqualTo(text);
        assertThat(NetworkAddress.text(SocketAddress.inetSocketAddress(8888, host)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.9.8.7, true",
        "0:0:0:0:0:0:0:1, true",
        "10.0.0.127, false",
        "::ffff:10.0.0.1, false",
        "2001:db8::1, false",
        "127.0.0.1.example.com, false"
    })
    void loopbackIsToldFromOtherMachines(String host, boolean isLoopback) {
        assertThat(NetworkAddress.isLoopback(NetworkAddress.text(host, 8888))).isEqualTo(isLoopback);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "[::1], true",
        "[2001:db8::1], true",
        "::1, false",
        "[example], false",
        "localhost, false",
        "127.0.0.1.example.com, false",
        "'', false"
    })
    void anAddressIsToldFromAName(String host, boolean isAddress) {
        assertThat(NetworkAddress.isAddress(host)).isEqualTo(isAddress);
    }
}
