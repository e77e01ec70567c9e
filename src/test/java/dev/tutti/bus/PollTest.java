package dev.tutti.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.bus.RecordedBus.Asked;
import dev.tutti.command.Notice.QueueNames;
import dev.tutti.command.QueueNamesQuery;
import dev.tutti.command.Reply;
import dev.tutti.command.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollTest {

    private final RecordedBus bus = new RecordedBus();
    private final PendingReplies callers = new PendingReplies(new AtomicLong()::decrementAndGet);
    private final List<RequestSender> owners =
            List.of(new RequestSender(bus.eventBus(), "a", "here"), new RequestSender(bus.eventBus(), "b", "here"));
    private final Poll<QueueNames> poll = new Poll<>(new QueueNamesQuery(), owners, callers);
    private final List<Object> outcomes = new ArrayList<>();

    @BeforeEach
    void start() {
        poll.start(outcomes::add, outcomes::add);
        owners.forEach(RequestSender::flush);
    }

    private void answers(long task, String... names) {
        callers.receive(RecordedBus.notice(task, new QueueNames(List.of(names))));
    }

    @Test
    void asksEveryOwnerByATaskOfItsOwn() {
        assertThat(bus.requests())
                .containsExactly(new Asked("a", -1, new QueueNamesQuery()), new Asked("b", -2, new QueueNamesQuery()));
    }

    @Test
    void tellsTheAnswersOnceAllAreThereInWhateverOrderTheyCome() {
        answers(-2, "y");
        assertThat(outcomes).isEmpty();
        answers(-1, "x");
        assertThat(outcomes).containsExactly(List.of(new QueueNames(List.of("y")), new QueueNames(List.of("x"))));
    }

    @Test
    void tellsTheFirstErrorWhenAllHaveAnswered() {
        Reply broken = new Reply.Simple("broken");
        callers.receive(RecordedBus.reply(-1, broken));
        assertThat(outcomes).isEmpty();
        answers(-2, "y");
        assertThat(outcomes).containsExactly(broken);
    }

    @Test
    void isToldNothingMoreOnceItIsCancelled() {
        answers(-1, "x");
        bus.requests();
        poll.cancel();
        owners.forEach(RequestSender::flush);
        assertThat(bus.requests()).containsExactly(new Asked("b", -2, new Signal.Closed()));
        answers(-2, "y");
        assertThat(outcomes).isEmpty();
    }
}
