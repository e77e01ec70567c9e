package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.command.Reply;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Long replies, which the event loop encodes in several turns. Here an element takes a millisecond, if nothing else is said. */
class ReplySequenceTest {

    private static final int LONG = 1000;
    private static final int BYTES = 8000;

    private final NetScene scene = new NetScene(new JsonObject());
    private final List<String> written = new ArrayList<>();
    private boolean isFull;
    private final ReplySequence sequence = new ReplySequence(scene.budget, this::encode, () -> isFull);
    private long elementNanos = 1_000_000;

    private void encode(Reply reply) {
        scene.passesNanos(elementNanos);
        written.add(RecordedBus.told(reply));
    }

    private static Reply numbers(int count) {
        return Reply.array(IntStream.range(0, count).mapToObj(Reply::integer).toList(), BYTES);
    }

    private void add(Reply reply, String end) {
        sequence.add(reply, reply.contentBytes(), () -> written.add(end));
    }

    private void allTurns() {
        while (scene.timers.count() > 0) {
            scene.nextTurn();
        }
    }

    @Test
    void onlyLongArraysAreDivided() {
        assertThat(ReplySequence.isLong(numbers(ReplySequence.MOST_IN_ONE_GO))).isFalse();
        assertThat(ReplySequence.isLong(numbers(ReplySequence.MOST_IN_ONE_GO + 1)))
                .isTrue();
        assertThat(ReplySequence.isLong(Reply.text("x".repeat(LONG)))).isFalse();
        assertThat(ReplySequence.isLong(Reply.array(List.of(Reply.OK), ReplySequence.MOST_BYTES_IN_ONE_GO + 1)))
                .isTrue();
    }

    @Test
    void theNextPartIsEncodedWhenTheClientHasRead() {
        elementNanos = 1000;
        isFull = true;
        add(numbers(LONG), "end");
        assertThat(written).hasSize(2);
        allTurns();
        sequence.clientHasRead();
        assertThat(written).hasSize(2);
        isFull = false;
        sequence.clientHasRead();
        assertThat(written).hasSize(LONG + 2).endsWith("999", "end");
        sequence.clientHasRead();
        assertThat(written).hasSize(LONG + 2);
    }

    @Test
    void theConnectionEndsWithoutWaitingForTheClient() {
        isFull = true;
        add(numbers(LONG), "first");
        sequence.finish();
        assertThat(written).hasSize(LONG + 1).endsWith("999");
        isFull = false;
        sequence.clientHasRead();
        assertThat(written).hasSize(LONG + 1);
    }

    @Test
    void aTurnEncodesForTenMilliseconds() {
        add(numbers(LONG), "end");
        assertThat(written).hasSize(11);
        int turns = 0;
        for (int before = written.size(); sequence.isUnderWay(); before = written.size()) {
            scene.nextTurn();
            turns++;
            assertThat(written.size() - before).isLessThanOrEqualTo(11);
        }
        assertThat(turns).as("the end comes with the last element").isEqualTo(99);
        assertThat(written).hasSize(LONG + 2).endsWith("998", "999", "end");
    }

    @Test
    void aQuickReplyIsEncodedInOneTurn() {
        elementNanos = 1000;
        add(numbers(LONG), "end");
        assertThat(written).hasSize(LONG + 2).endsWith("999", "end");
        assertThat(sequence.isUnderWay()).isFalse();
    }

    @Test
    void theRepliesBehindItComeInTheirOrder() {
        add(numbers(LONG), "first");
        add(Reply.OK, "second");
        add(numbers(LONG), "third");
        add(Reply.NULL, "fourth");
        assertThat(written).hasSize(11);
        allTurns();
        assertThat(written.subList(LONG + 1, LONG + 4)).startsWith("first", "OK");
        assertThat(written)
                .hasSize(2 * LONG + 8)
                .contains("second")
                .endsWith("third", RecordedBus.told(Reply.NULL), "fourth");
    }

    @Test
    void theEndOfOneMayAddTheNext() {
        sequence.add(numbers(LONG), BYTES, () -> add(numbers(LONG), "second"));
        allTurns();
        assertThat(written).hasSize(2 * LONG + 3).endsWith("999", "second");
    }

    @Test
    void countsTheContentThatIsNotEncoded() {
        assertThat(sequence.countedBytes()).isZero();
        add(numbers(LONG), "first");
        assertThat(sequence.countedBytes()).isEqualTo(BYTES * (LONG - 10) / LONG);
        add(Reply.text("four"), "second");
        assertThat(sequence.countedBytes()).isEqualTo(BYTES * (LONG - 10) / LONG + 4);
        allTurns();
        assertThat(sequence.countedBytes()).isZero();
    }

    @Test
    void whatIsLeftWhenTheConnectionEndsIsEncodedAtOnce() {
        add(numbers(LONG), "first");
        add(Reply.OK, "second");
        sequence.finish();
        assertThat(written).hasSize(LONG + 2).endsWith("999", "OK");
        allTurns();
        assertThat(written).hasSize(LONG + 2);
    }

    @Test
    void whatIsDroppedIsNotEncoded() {
        add(numbers(LONG), "first");
        add(Reply.OK, "second");
        sequence.drop();
        assertThat(sequence.isUnderWay()).isFalse();
        assertThat(sequence.countedBytes()).isZero();
        allTurns();
        assertThat(written).hasSize(11);
    }
}
