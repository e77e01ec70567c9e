package dev.tutti.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands an immutable message over within this process. There is no cluster, so that it needs no form for the wire. */
final class LocalCodec<T> implements MessageCodec<T, T> {

    private final Class<T> type;

    LocalCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw unsupported();
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw unsupported();
    }

    private UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(type.getName() + " is exchanged within one process only");
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
