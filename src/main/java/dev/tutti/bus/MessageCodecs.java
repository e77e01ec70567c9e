package dev.tutti.bus;

import io.vertx.core.eventbus.EventBus;

/** The list of the types that travel on the event bus. */
public final class MessageCodecs {

    private MessageCodecs() {}

    /** To be called once for a Vert.x instance, before anything is sent. */
    public static void register(EventBus bus) {
        bus.registerDefaultCodec(Requests.class, new LocalCodec<>(Requests.class));
        bus.registerDefaultCodec(Replies.class, new LocalCodec<>(Replies.class));
    }
}
