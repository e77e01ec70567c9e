package dev.tutti.bus;

import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.persistence.Basis;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gathers an owner's replies and notices during a turn, and sends one message to each address. */
public final class ReplySender {

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setCodecName(Replies.class.getName());

    /** The way to one address. */
    public final class Lane {
        private final String address;
        private Replies gathered;
        private boolean closed;
        /** The size of the last message. The next one is likely to be as large. */
        private int usual;

        private Lane(String address) {
            this.address = address;
        }

        public String address() {
            return address;
        }

        /** The receiver is gone: replies and notices that are added from now on are dropped. */
        public void close() {
            closed = true;
        }

        public void add(long coroutine, Reply reply, Basis basis) {
            if (!closed) {
                begun().add(coroutine, reply, basis);
            }
        }

        public void add(long coroutine, Notice notice) {
            if (!closed) {
                begun().add(coroutine, notice);
            }
        }

        private Replies begun() {
            if (gathered == null) {
                gathered = new Replies(usual);
                full.add(this);
            }
            return gathered;
        }

        private void addAll(Replies more) {
            if (gathered == null) {
                gathered = more;
                full.add(this);
            } else {
                gathered.addAll(more);
            }
        }

        private Replies taken() {
            Replies taken = gathered;
            gathered = null;
            usual = taken.size();
            return taken;
        }
    }

    /** A message that has been taken and not sent yet. */
    public record Message(String address, Replies replies) {
        public Message map(UnaryOperator<Reply> ofJournal, UnaryOperator<Reply> ofMemory) {
            return new Message(address, replies.map(ofJournal, ofMemory));
        }
    }

    private final EventBus bus;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final List<Lane> full = new ArrayList<>();

    public ReplySender(EventBus bus) {
        this.bus = bus;
    }

    public Lane to(String address) {
        return lanes.computeIfAbsent(address, Lane::new);
    }

    /** Sends everything that was gathered since the last time. */
    public void flush() {
        for (Lane lane : full) {
            send(lane.address, lane.taken());
        }
        full.clear();
    }

    /** Sends the receipts among what was gathered now. They are sent again with the rest. */
    public void sendReceipts() {
        for (Lane lane : full) {
            Replies ahead = lane.gathered.receipts();
            if (ahead != null) {
                send(lane.address, ahead);
            }
        }
    }

    /** Takes everything that was gathered instead of sending it. */
    public List<Message> take() {
        List<Message> messages = new ArrayList<>(full.size());
        full.forEach(lane -> messages.add(new Message(lane.address, lane.taken())));
        full.clear();
        return messages;
    }

    /** Puts taken messages back, behind everything that has been gathered by now. */
    public void gather(List<Message> messages) {
        messages.forEach(message -> to(message.address()).addAll(message.replies()));
    }

    public void send(List<Message> messages) {
        messages.forEach(message -> send(message.address(), message.replies()));
    }

    private void send(String address, Replies message) {
        bus.send(address, message, OPTIONS);
    }
}
