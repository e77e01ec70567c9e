package dev.tutti.bus;

import dev.tutti.command.Reply;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers an owner's replies during a turn, by whom they go to, and sends each of those one message. */
public final class ReplySender {

    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setLocalOnly(true).setCodecName(Replies.class.getName());

    /** The replies to one address. */
    public final class Lane {
        private final String address;
        private Replies gathered;

        private Lane(String address) {
            this.address = address;
        }

        public String address() {
            return address;
        }

        public void add(long coroutine, Reply reply) {
            if (gathered == null) {
                gathered = new Replies();
                full.add(this);
            }
            gathered.add(coroutine, reply);
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

    /** Sends what was gathered since the last time, if anything was. */
    public void flush() {
        for (Lane lane : full) {
            Replies message = lane.gathered;
            lane.gathered = null;
            bus.send(lane.address, message, OPTIONS);
        }
        full.clear();
    }
}
