package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Await;
import dev.tutti.EventLoopCount;
import dev.tutti.RespClient;
import dev.tutti.TuttiServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** WAITERS and INFO locks: who holds what and who waits for it, whichever owner has it. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class WaitersIT {

    @RegisterExtension
    private final TuttiServer server;

    private RespClient holder;
    private RespClient waiter;
    private RespClient asker;

    WaitersIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops);
    }

    @BeforeEach
    void connect() {
        holder = named("holder");
        waiter = named("waiter");
        asker = server.connect();
    }

    private RespClient named(String name) {
        RespClient client = server.connect();
        assertThat(client.ask("CLIENT SETNAME " + name)).isEqualTo("OK");
        return client;
    }

    private void await(RespClient client, String command) {
        long id = client.id();
        client.tell(command);
        server.awaitUnanswered(id, 1);
    }

    /** Kind, name, who holds and who waits, such as {@code lock l holder:token waiter:acquire}. */
    private List<String> waiters(String question) {
        List<String> told = new ArrayList<>();
        for (Object thing : asker.list(question)) {
            List<?> map = (List<?>) thing;
            assertThat(map.get(0)).isEqualTo("kind");
            assertThat(map.get(2)).isEqualTo("name");
            assertThat(map.get(4)).isEqualTo("holders");
            assertThat(map.get(6)).isEqualTo("waiters");
            told.add(map.get(1) + " " + map.get(3) + participants((List<?>) map.get(5)) + " |"
                    + participants((List<?>) map.get(7)));
        }
        return told;
    }

    private static String participants(List<?> participants) {
        StringBuilder text = new StringBuilder();
        for (Object participant : participants) {
            List<?> parts = (List<?>) participant;
            assertThat((Long) parts.get(0)).isPositive();
            assertThat((Long) parts.get(2)).isNotNegative();
            text.append(" ").append(parts.get(1)).append(":").append(parts.get(3));
        }
        return text.toString();
    }

    @Test
    void aServerThatIsLeftAloneHasNone() {
        assertThat(waiters("WAITERS")).isEmpty();
        assertThat(asker.ask("INFO locks")).isEqualTo("# Locks\r\n");
    }

    @Test
    void everyKindIsToldOf() {
        long lock = holder.integer("LOCK ACQUIRE l");
        long permit = holder.integer("SEMAPHORE ACQUIRE s LIMIT 2");
        long condition = holder.integer("CONDITION ACQUIRE c");
        holder.ask("QUEUE PUT q one");
        holder.ask("QUEUE PUT q two");
        holder.ask("QUEUE GET q COUNT 2");
        await(named("at-lock"), "LOCK ACQUIRE l");
        await(named("at-condition"), "CONDITION ACQUIRE c");
        await(named("at-event"), "EVENT WAIT e");
        await(named("at-barrier"), "BARRIER WAIT b PARTIES 3");
        await(named("at-queue"), "QUEUE GET q");
        await(named("joiner"), "QUEUE JOIN q");
        // Each of them is on its way to an owner of its own.
        Await.until("six wait", () -> String.join(" ", waiters("WAITERS")).split(" at-|joiner").length > 6);
        assertThat(waiters("WAITERS"))
                .containsExactly(
                        "barrier b | at-barrier:wait",
                        "condition c holder:" + condition + " | at-condition:acquire",
                        "event e | at-event:wait",
                        "lock l holder:" + lock + " | at-lock:acquire",
                        "queue q holder:2 | at-queue:get joiner:join",
                        "semaphore s holder:" + permit + " |");
    }

    @Test
    void oneNameMayBeAskedFor() {
        holder.ask("LOCK ACQUIRE l");
        holder.ask("LOCK ACQUIRE other");
        holder.ask("SEMAPHORE ACQUIRE l");
        assertThat(waiters("WAITERS l"))
                .extracting(line -> line.replaceAll("\\d+", "token"))
                .containsExactly("lock l holder:token |", "semaphore l holder:token |");
        assertThat(waiters("WAITERS nobody")).isEmpty();
    }

    @Test
    void aClientThatIsRenamedIsToldOfByItsNewName() {
        holder.ask("LOCK ACQUIRE l");
        holder.ask("CLIENT SETNAME renamed");
        assertThat(waiters("WAITERS")).singleElement().asString().startsWith("lock l renamed:");
    }

    @Test
    void consumersOfThisProcessAreToldOfWhileTheyHaveAnItem() {
        await(waiter, "RUN sleep 60000");
        server.awaitStat("sleep", "inflight", 1);
        assertThat(waiters("WAITERS")).containsExactly("queue sleep consumer-of-sleep:1 |");
    }

    @Test
    void infoHasALineForEach() {
        holder.ask("LOCK ACQUIRE l");
        await(waiter, "LOCK ACQUIRE l");
        String line = "lock1:holders=" + holder.id()
                + "\\(holder\\) \\d+ \\d+ms,waiters=\\d+\\(waiter\\) acquire \\d+ms,name=l";
        assertThat((String) asker.ask("INFO locks")).matches("# Locks\r\n" + line + "\r\n");
        assertThat((String) asker.ask("INFO all")).contains("# Server\r\n").contains("\r\n# Locks\r\nlock1:holders=");
        assertThat((String) asker.ask("INFO")).doesNotContain("Locks");
    }

    @Test
    void inResp3EachIsAMap() {
        holder.ask("LOCK ACQUIRE l");
        RespClient resp3 = server.connectResp3();
        assertThat(resp3.send("WAITERS\r\n").read().toString()).contains("kind=lock");
    }
}
