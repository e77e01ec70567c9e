package dev.tutti.bus;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of the types that travel on the event bus. */
public final class MessageCodecs {

    private static final Logger log = LoggerFactory.getLogger(MessageCodecs.class);

    private MessageCodecs() {}

    /**
     * To be called before anything is sent. Does nothing if an earlier server in the same Vert.x has called it. The
     * codecs stay, because a message may be sent after its server has stopped.
     */
    public static void register(EventBus bus) {
        register(bus, Requests.class);
        register(bus, Replies.class);
    }

    private static <T> void register(EventBus bus, Class<T> type) {
        try {
            bus.registerDefaultCodec(type, new LocalCodec<>(type));
        } catch (IllegalStateException registered) {
            log.debug("{}", registered.getMessage());
        }
    }
}
