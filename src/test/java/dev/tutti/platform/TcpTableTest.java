package dev.tutti.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTableTest {

    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0000000000000000 100 0 0 10 0
               1: 0100007F:1F90 0200000A:C350 01 00000A10:00000000 01:00000062 00000005  1000        0 12 4 0000000000000000 100 0 0 10 0
               2: 0100007F:1F90 0200000A:C351 01 00000010:00000000 04:00000062 00000000  1000        3 13 4 0000000000000000 100 0 0 10 0
               3: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000200000A:C352 08 00000000:00000021 02:00000062 00000007  1000        0 14 4 0000000000000000 100 0 0 10 0
               4: 00000000000000000000000001000000:1F90 00000000000000000000000001000000:C353 01 00000000:00000000 00:00000000 00000000  1000        0 15 4 0000000000000000 100 0 0 10 0
            """;

    private static String key(String local, String remote, int port) throws IOException {
        return TcpTable.key(
                new InetSocketAddress(InetAddress.getByName(local), 8080),
                new InetSocketAddress(InetAddress.getByName(remote), port));
    }

    @Test
    void aLineIsReadForEachConnectionThatIsLookedFor(@TempDir Path directory) throws IOException {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        Path file = Files.writeString(directory.resolve("tcp"), TABLE);
        String resent = key("127.0.0.1", "10.0.0.2", 50_000);
        String probed = key("127.0.0.1", "10.0.0.2", 50_001);
        String mapped = key("127.0.0.1", "10.0.0.2", 50_002);
        String ipv6 = key("::1", "::1", 50_003);
        String absent = key("127.0.0.1", "10.0.0.2", 50_004);
        Map<String, TcpTable.Entry> entries = new HashMap<>();
        TcpTable.read(file, Set.of(resent, probed, mapped, ipv6, absent), entries);
        assertThat(entries)
                .containsOnly(
                        Map.entry(resent, new TcpTable.Entry(1, 0xA10, 5, 0)),
                        Map.entry(probed, new TcpTable.Entry(1, 16, 3, 0)),
                        Map.entry(mapped, new TcpTable.Entry(8, 0, 0, 0x21)),
                        Map.entry(ipv6, new TcpTable.Entry(1, 0, 0, 0)));
        assertThat(entries.get(mapped).isInputEnded()).isTrue();
        assertThat(entries.get(ipv6).isInputEnded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @SuppressWarnings("try") // the client is closed on the way
    void theKernelsOwnTableHasAConnectionUntilItEnds(String host) throws IOException {
        assumeThat(TcpTable.isReadable()).isTrue();
        InetAddress address = InetAddress.getByName(host);
        try (ServerSocket server = new ServerSocket(0, 1, address);
                Socket client = new Socket(address, server.getLocalPort());
                Socket accepted = server.accept()) {
            String key = TcpTable.key((InetSocketAddress) accepted.getLocalSocketAddress(), (InetSocketAddress)
                    accepted.getRemoteSocketAddress());
            assertThat(TcpTable.read(Set.of(key)).find(key).isInputEnded()).isFalse();
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            assertThat(TcpTable.read(Set.of(key)).find(key).isInputEnded()).isTrue();
            client.setSoLinger(true, 0);
            client.close();
            assertThat(TcpTable.read(Set.of(key)).find(key)).isNull();
        }
    }
}
