package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** As much as people have. */
@ParameterizedClass
@EnumSource(EventLoopCount.class)
@Timeout(60)
class RealInputIT {

    private static final int LINES = 100_000;
    private static final int LINES_A_GATHER = 1000;
    private static final int ITEMS = 200_000;
    private static final int CONNECTIONS = 10;
    private static final int ITEMS_A_CONNECTION = ITEMS / CONNECTIONS;
    private static final int PIPELINED = 100;
    private static final long SEED = 42;

    @RegisterExtension
    private final TuttiServer server;

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    RealInputIT(EventLoopCount eventLoops) {
        server = TuttiServer.on(eventLoops).queue("jobs", new JsonObject().put("maxSize", 1000));
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theDigestsOfAFilesLinesComeInTheirOrder() throws Exception {
        List<String> lines = Files.readAllLines(textFile());
        RespClient client = server.connect();
        List<Object> digests = new ArrayList<>();
        for (int from = 0; from < LINES; from += LINES_A_GATHER) {
            client.tell(gather(lines.subList(from, from + LINES_A_GATHER)));
            digests.addAll((List<?>) client.read());
        }
        assertThat(digests).isEqualTo(lines.stream().map(RealInputIT::sha256).collect(Collectors.toList()));
    }

    private Path textFile() throws IOException {
        Random random = Seeds.random(SEED);
        List<String> lines = IntStream.range(0, LINES)
                .mapToObj(i -> i + ": " + words(random))
                .collect(Collectors.toList());
        return Files.write(directory.resolve("lines.txt"), lines);
    }

    private static String words(Random random) {
        return random.ints(random.nextInt(20), 0, 1 << 20)
                .mapToObj(word -> Integer.toString(word, Character.MAX_RADIX) + (word % 7 == 0 ? "\u00e4" : ""))
                .collect(Collectors.joining(" "));
    }

    private static byte[][] gather(List<String> lines) {
        byte[][] words = new byte[1 + 2 * lines.size()][];
        words[0] = "GATHER".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            words[2 * i + 1] = "sha256".getBytes(StandardCharsets.UTF_8);
            words[2 * i + 2] = lines.get(i).getBytes(StandardCharsets.UTF_8);
        }
        return words;
    }

    private static String sha256(String line) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyItemIsGotAndFinishedExactlyOnce() {
        BitSet[] got = new BitSet[CONNECTIONS];
        CompletableFuture<Void> getters = onEveryConnection(i -> got[i] = getMany(server.connect()));
        CompletableFuture<Void> putters = onEveryConnection(i -> putMany(server.connect(), i * ITEMS_A_CONNECTION));
        assertThat(CompletableFuture.allOf(getters, putters)).succeedsWithin(50, TimeUnit.SECONDS);
        BitSet all = new BitSet(ITEMS);
        for (BitSet items : got) {
            assertThat(items.intersects(all)).isFalse();
            all.or(items);
        }
        assertThat(all.cardinality()).isEqualTo(ITEMS);
        assertThat(server.stat("jobs", "done")).isEqualTo(ITEMS);
        assertThat(server.stat("jobs", "unfinished")).isZero();
    }

    private CompletableFuture<Void> onEveryConnection(IntConsumer work) {
        return CompletableFuture.allOf(IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> work.accept(i), threads))
                .toArray(CompletableFuture[]::new));
    }

    private static void putMany(RespClient client, int from) {
        for (int sent = 0; sent < ITEMS_A_CONNECTION; sent += PIPELINED) {
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < PIPELINED; i++) {
                batch.append("QUEUE PUT jobs ").append(from + sent + i).append('\n');
            }
            assertThat(client.send(batch.toString()).read(PIPELINED)).allMatch(Long.class::isInstance);
        }
    }

    /** Gets as many as every getter is to have, and finishes each before it gets the next ones. */
    private static BitSet getMany(RespClient client) {
        BitSet items = new BitSet(ITEMS);
        int left = ITEMS_A_CONNECTION;
        while (left > 0) {
            List<Object> got = client.list("QUEUE GET jobs COUNT " + Math.min(left, PIPELINED));
            StringBuilder batch = new StringBuilder();
            for (Object delivery : got) {
                int item = Integer.parseInt((String) ((List<?>) delivery).get(1));
                assertThat(items.get(item)).isFalse();
                items.set(item);
                batch.append("QUEUE DONE jobs ")
                        .append(((List<?>) delivery).get(0))
                        .append('\n');
            }
            assertThat(client.send(batch.toString()).read(got.size())).containsOnly("OK");
            left -= got.size();
        }
        return items;
    }
}
