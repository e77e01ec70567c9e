package dev.tutti.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.command.QueueCommand;
import dev.tutti.command.Reply;
import dev.tutti.persistence.Basis;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageCodecsTest {

    private final Vertx vertx = Vertx.vertx();
    private final EventBus bus = vertx.eventBus();

    @BeforeEach
    void register() {
        MessageCodecs.register(bus);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aTurnOfRequestsIsOneMessage() throws Exception {
        LinkedBlockingQueue<Requests> arrived = new LinkedBlockingQueue<>();
        bus.<Requests>localConsumer("owner", message -> arrived.add(message.body()))
                .completion()
                .await();
        RequestSender sender = new RequestSender(bus, "owner", "sender");
        for (int i = 0; i < 40; i++) {
            sender.add(i, new QueueCommand.Size("q" + i));
        }
        sender.flush();
        sender.flush();
        sender.add(99, new QueueCommand.Size("next"));
        sender.flush();

        Requests first = arrived.poll(10, TimeUnit.SECONDS);
        assertThat(first.replyTo()).isEqualTo("sender");
        assertThat(first.size()).isEqualTo(40);
        assertThat(first.coroutine(39)).isEqualTo(39);
        assertThat(first.command(39)).isEqualTo(new QueueCommand.Size("q39"));
        assertThat(arrived.poll(10, TimeUnit.SECONDS).coroutine(0)).isEqualTo(99);
        assertThat(arrived).isEmpty();
    }

    @Test
    void repliesGoToThoseWhoAsked() throws Exception {
        LinkedBlockingQueue<List<String>> arrived = new LinkedBlockingQueue<>();
        for (String address : List.of("a", "b")) {
            bus.<Replies>localConsumer(address, message -> arrived.add(told(address, message.body())))
                    .completion()
                    .await();
        }
        ReplySender sender = new ReplySender(bus);
        assertThat(sender.to("a")).isSameAs(sender.to("a"));
        for (int i = 0; i < 20; i++) {
            sender.to("a").add(i, Reply.integer(i), Basis.MEMORY);
        }
        sender.to("b").add(1, Reply.OK, Basis.JOURNAL);
        sender.flush();
        sender.flush();

        List<List<String>> messages = List.of(arrived.poll(10, TimeUnit.SECONDS), arrived.poll(10, TimeUnit.SECONDS));
        assertThat(messages)
                .anySatisfy(message -> assertThat(message).hasSize(20).endsWith("a 19 Int[value=19]"));
        assertThat(messages).contains(List.of("b 1 Simple[text=OK]"));
        assertThat(arrived).isEmpty();
    }

    private static List<String> told(String address, Replies replies) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            told.add(address + " " + replies.coroutine(i) + " " + replies.reply(i));
        }
        return told;
    }

    @Test
    void aMessageStaysInThisProcess() {
        LocalCodec<Replies> codec = new LocalCodec<>(Replies.class);
        Replies message = new Replies(1);
        assertThat(codec.transform(message)).isSameAs(message);
        assertThat(codec.name()).isEqualTo("dev.tutti.bus.Replies");
        assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), message))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("dev.tutti.bus.Replies is exchanged within one process only");
        assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
