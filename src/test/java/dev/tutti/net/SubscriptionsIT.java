package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;
import dev.tutti.StagedCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SUBSCRIBE and its kin, by which clients are told of another leader. */
@Timeout(60)
class SubscriptionsIT {

    private static final String SUBSCRIBED = "$9\r\nsubscribe\r\n$14\r\n+switch-master\r\n:1\r\n";

    @RegisterExtension
    private final StagedCluster cluster = new StagedCluster();

    private static void assertNext(RespClient client, String expected) throws IOException {
        assertThat(new String(client.bytes(expected.length()), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
    }

    private String message(int from, int to) {
        String text = "tutti 127.0.0.1 " + cluster.port(from) + " 127.0.0.1 " + cluster.port(to);
        return "$14\r\n+switch-master\r\n$" + text.length() + "\r\n" + text + "\r\n";
    }

    @Test
    void aNewLeaderIsToldInResp2() throws IOException {
        RespClient client = cluster.connect(1).tell("SUBSCRIBE +switch-master");
        assertNext(client, "*3\r\n" + SUBSCRIBED);
        cluster.lead(2);
        assertNext(client, "*3\r\n$7\r\nmessage\r\n" + message(0, 2));
        cluster.lead(1);
        assertNext(client, "*3\r\n$7\r\nmessage\r\n" + message(2, 1));
    }

    @Test
    void aNewLeaderIsToldInResp3BetweenReplies() throws IOException {
        RespClient client = cluster.connect(1);
        client.ask("HELLO 3");
        client.tell("SUBSCRIBE +switch-master");
        assertNext(client, ">3\r\n" + SUBSCRIBED);
        assertThat(client.ask("ECHO hi")).isEqualTo("hi");
        cluster.lead(2);
        assertNext(client, ">3\r\n$7\r\nmessage\r\n" + message(0, 2));
        assertThat(client.ask("PING")).isEqualTo("PONG");
    }

    @Test
    void patternsAreMatched() throws IOException {
        RespClient client = cluster.connect(1).tell("PSUBSCRIBE * +sw?tch-* nosuch*");
        assertThat(client.read(3))
                .containsExactly(
                        List.of("psubscribe", "*", 1L),
                        List.of("psubscribe", "+sw?tch-*", 2L),
                        List.of("psubscribe", "nosuch*", 3L));
        cluster.lead(2);
        assertNext(client, "*4\r\n$8\r\npmessage\r\n$1\r\n*\r\n" + message(0, 2));
        assertNext(client, "*4\r\n$8\r\npmessage\r\n$9\r\n+sw?tch-*\r\n" + message(0, 2));
        assertThat(client.ask("PING")).isEqualTo(List.of("pong", ""));
    }

    @Test
    void theSameLeaderAgainIsNoNews() {
        RespClient client = cluster.connect(1);
        client.ask("SUBSCRIBE +switch-master other");
        client.read();
        cluster.leaderless();
        cluster.lead(0);
        assertThat(client.ask("PING news?")).isEqualTo(List.of("pong", "news?"));
    }

    @Test
    void withResp2NothingElseIsAllowedMeanwhile() {
        RespClient client = cluster.connect(0);
        client.ask("SUBSCRIBE c");
        for (String command : List.of("ECHO x", "QUEUE SIZE q", "ROLE", "INFO", "MULTI", "HELLO 3", "CLIENT ID")) {
            assertThat(client.refusal(command)).startsWith("ERR Can't execute this command: only (P)SUBSCRIBE");
        }
        assertThat(client.refusal("FROB")).startsWith("ERR unknown command");
        assertThat(client.ask("UNSUBSCRIBE c")).isEqualTo(List.of("unsubscribe", "c", 0L));
        assertThat(client.ask("QUEUE SIZE q")).isEqualTo(0L);
    }

    @Test
    void unsubscribeWithoutNamesEndsAll() {
        RespClient client = cluster.connect(0);
        assertThat(client.ask("UNSUBSCRIBE")).isEqualTo(List.of("unsubscribe", RespClient.Null.BULK, 0L));
        client.tell("SUBSCRIBE a b").read(2);
        client.ask("PSUBSCRIBE p*");
        assertThat(client.tell("UNSUBSCRIBE").read(2))
                .containsExactly(List.of("unsubscribe", "a", 2L), List.of("unsubscribe", "b", 1L));
        assertThat(client.ask("PUNSUBSCRIBE")).isEqualTo(List.of("punsubscribe", "p*", 0L));
        assertThat(client.ask("ECHO x")).isEqualTo("x");
    }

    @Test
    void resetEndsAllToo() {
        RespClient client = cluster.connect(0);
        client.ask("SUBSCRIBE a");
        assertThat(client.ask("RESET")).isEqualTo("RESET");
        assertThat(client.ask("ECHO x")).isEqualTo("x");
        client.ask("SUBSCRIBE a");
        assertThat(client.ask("QUIT")).isEqualTo("OK");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aTransactionCannotSubscribe() {
        RespClient client = cluster.connect(0);
        client.ask("MULTI");
        assertThat(client.refusal("SUBSCRIBE a")).isEqualTo("ERR SUBSCRIBE can't be used inside MULTI");
        assertThat(client.refusal("EXEC")).startsWith("EXECABORT");
    }

    @Test
    void thereIsALimit() {
        RespClient client = cluster.connect(0);
        StringBuilder names = new StringBuilder("SUBSCRIBE");
        for (int i = 0; i < 999; i++) {
            names.append(" c").append(i);
        }
        client.tell(names.toString()).read(999);
        assertThat(client.refusal("SUBSCRIBE a b"))
                .isEqualTo("ERR a connection subscribes to at most 1000 channels and patterns");
        assertThat(client.ask("SUBSCRIBE a")).isEqualTo(List.of("subscribe", "a", 1000L));
    }

    @Test
    void aNodeThatStopsLeadingClosesAllConnectionsButThoseThatOnlySubscribed() throws IOException {
        RespClient subscribed = cluster.connect(0).tell("SUBSCRIBE +switch-master");
        assertNext(subscribed, "*3\r\n" + SUBSCRIBED);
        RespClient works = cluster.connect(0);
        works.ask("HELLO 3");
        works.ask("QUEUE PUT q item");
        works.ask("SUBSCRIBE +switch-master");
        RespClient idle = cluster.connect(0);
        idle.ask("PING");
        cluster.lead(1);
        assertNext(subscribed, "*3\r\n$7\r\nmessage\r\n" + message(0, 1));
        assertThat(works.isAtEnd()).isTrue();
        assertThat(idle.isAtEnd()).isTrue();
    }
}
