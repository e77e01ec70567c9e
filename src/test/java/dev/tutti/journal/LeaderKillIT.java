package dev.tutti.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes of which the one that leads is killed, again and again. The next has everything that it acknowledged. */
@Timeout(100)
@Tag("long")
class LeaderKillIT {

    private static final int KILLS = 2;
    private static final long PATIENCE_SECONDS = 20;

    private record Line(String node, String text) {

        /** The number behind the first word. */
        private int number() {
            return Integer.parseInt(text.split(" ")[1]);
        }
    }

    @TempDir
    Path directory;

    private final Map<String, String> addresses = RaftGroup.freeAddresses();
    private final Map<String, RaftProcess> processes = new HashMap<>();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    private void start(String name) throws IOException {
        processes.put(
                name,
                RaftProcess.start(name, addresses, directory.resolve(name), text -> lines.add(new Line(name, text))));
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (RaftProcess process : processes.values()) {
            process.kill();
        }
    }

    @Test
    void theNextLeaderHasEveryRecordThatWasAcknowledged() throws Exception {
        Random random = Seeds.random(11);
        for (String name : RaftGroup.NAMES) {
            start(name);
        }
        int told = 0;
        for (int kill = 0; kill <= KILLS; kill++) {
            Line leads = await(RaftProcess.LEADS);
            assertThat(leads.number()).isGreaterThanOrEqualTo(told);
            assertThat(leads.text()).isEqualTo(RaftProcess.LEADS + leads.number() + " " + leads.number());
            for (int i = random.nextInt(2000); i >= 0; i--) {
                told = Math.max(told, await(RaftProcess.TOLD).number());
            }
            processes.remove(leads.node()).kill();
            told = lastTold(leads.node(), told);
            start(leads.node());
        }
    }

    private Line await(String word) throws InterruptedException {
        Line line;
        do {
            line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line that begins with %s", word).isNotNull();
        } while (!line.text().startsWith(word));
        return line;
    }

    /** Takes the lines of the process that was killed, and returns the largest number that was told. */
    private int lastTold(String killed, int before) {
        int told = before;
        for (Line line : lines) {
            if (line.node().equals(killed) && lines.remove(line)) {
                told = Math.max(told, line.number());
            }
        }
        return told;
    }
}
