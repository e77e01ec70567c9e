package dev.tutti.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus;
import dev.tutti.bus.ReplySender;
import dev.tutti.command.ContentionQuery;
import dev.tutti.command.EchoQuery;
import dev.tutti.command.OwnerQuery;
import dev.tutti.command.QueueNamesQuery;
import dev.tutti.waiting.Contention;
import dev.tutti.waiting.Timers;
import dev.tutti.waiting.Walk;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queries about many things, of which each takes a millisecond to look at. */
class OwnerQueriesTest {

    private static final int THINGS = 100;

    private final RecordedBus bus = new RecordedBus();
    private final ReplySender sender = new ReplySender(bus.eventBus());
    private long now = 1000;
    private int looks;
    private boolean broken;
    private final Timers timers = new Timers(() -> now);
    private final OwnerQueries queries = new OwnerQueries(
            new OwnerQuery.Facts() {
                @Override
                public Walk<Contention> contentions(ContentionQuery query) {
                    return Walk.past(
                            List.of(query.name()).iterator(), name -> new Contention("l", name, List.of(), List.of()));
                }

                @Override
                public Walk<String> queueNames(String name) {
                    return Walk.past(IntStream.range(0, THINGS).iterator(), OwnerQueriesTest.this::look);
                }
            },
            timers);

    private String look(int thing) {
        if (broken) {
            throw new IllegalStateException("a bug in a query");
        }
        now++;
        looks++;
        return "q" + thing;
    }

    private void ask(long coroutine, OwnerQuery<?> query) {
        queries.ask(query, coroutine, sender.to("net"));
    }

    private List<String> answers() {
        sender.flush();
        return bus.replies();
    }

    private void nextTurn() {
        now++;
        timers.turn();
        timers.run();
    }

    private void toTheEnd() {
        while (timers.next() != Long.MAX_VALUE) {
            nextTurn();
        }
    }

    @Test
    void aLongQueryIsAnsweredAfterSeveralTurns() {
        ask(-1, new QueueNamesQuery());
        assertThat(answers()).isEmpty();
        assertThat(looks).isBetween(1, 16);
        nextTurn();
        assertThat(looks).isBetween(2, 32);
        assertThat(answers()).isEmpty();
        toTheEnd();
        assertThat(looks).isEqualTo(THINGS);
        assertThat(answers()).containsExactly("net -1: QueueNames");
    }

    @Test
    void manyLongQueriesTakeNoMoreOfATurnThanOne() {
        for (int i = 1; i <= 50; i++) {
            ask(-i, new QueueNamesQuery());
        }
        assertThat(looks).isBetween(1, 16);
        nextTurn();
        assertThat(looks).isBetween(2, 32);
        toTheEnd();
        assertThat(answers())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> "net -" + i + ": QueueNames")
                        .toList());
    }

    @Test
    void aQueryAboutOneThingIsAnsweredAtOnce() {
        ask(-1, new QueueNamesQuery());
        ask(-2, new ContentionQuery("l", false));
        ask(-3, new EchoQuery());
        assertThat(answers()).containsExactly("net -2: Contentions", "net -3: Echo");
    }

    @Test
    void aBugInTheMiddleIsAnErrorAndTheNextQueryIsAnswered() {
        ask(-1, new QueueNamesQuery());
        ask(-2, new QueueNamesQuery());
        broken = true;
        nextTurn();
        broken = false;
        toTheEnd();
        assertThat(answers()).hasSize(2).first().asString().startsWith("net -1: ERR internal error");
    }
}
