package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** INFO names the commands that took an event loop long, and their clients. */
@Timeout(60)
class SlowCommandsIT {

    private static final int MANY = 5000;

    @RegisterExtension
    private final TuttiServer server = TuttiServer.bare().server("slowCommand", "1ms");

    private static Pattern line(RespClient client, String command) {
        return Pattern.compile("(?m)^slow\\d+:time=\\d{13},us=\\d+,commands=\\d+,id=" + client.id()
                + ",addr=127\\.0\\.0\\.1:\\d+,name=slowpoke,command=" + command + "$");
    }

    private static String slow(RespClient client) {
        return ((String) client.ask("INFO slow")).replace("\r", "");
    }

    @Test
    void aLongTransactionIsNamed() {
        RespClient client = server.connect();
        client.ask("CLIENT SETNAME slowpoke");
        String puts = String.join("", Collections.nCopies(MANY, "QUEUE PUT q item\r\n"));
        Pattern line = line(client, "EXEC");
        Await.until("EXEC is slow", () -> {
            client.send("MULTI\r\n" + puts + "EXEC\r\n").read(MANY + 2);
            return line.matcher(slow(client)).find();
        });
    }

    @Test
    void aLongChangeInSlicesIsNamed() {
        RespClient client = server.connect();
        client.ask("CLIENT SETNAME slowpoke");
        String puts = String.join("", Collections.nCopies(MANY, "QUEUE PUT q item\r\n"));
        Pattern line = line(client, "QUEUE PURGE q");
        Await.until("PURGE is slow", () -> {
            for (int i = 0; i < 10; i++) {
                client.send(puts).read(MANY);
            }
            assertThat(client.integer("QUEUE PURGE q")).isEqualTo(10L * MANY);
            return line.matcher(slow(client)).find();
        });
    }
}
