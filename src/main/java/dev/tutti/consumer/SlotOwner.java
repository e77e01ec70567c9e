package dev.tutti.consumer;

import dev.tutti.bus.Caller;
import dev.tutti.command.Command;
import io.vertx.core.Future;
import java.util.function.LongFunction;

/**
 * To whom the slots of one consumer instance send their commands, and who answers those of each slot in order: the
 * owner of the queue in this process, or a server elsewhere. Used on the consumer's context only.
 */
public interface SlotOwner {

    /** Its caller has the answers to {@link #withdraw}, and is no slot. */
    long NO_SLOT = 0;

    /**
     * To be called first. Completes when commands may come.
     *
     * @param callers gives the receiver of the replies to a slot, also for {@link #NO_SLOT}
     */
    Future<?> open(LongFunction<Caller> callers);

    /** Takes a command of a slot, which is sent with the next {@link #flush}. */
    void add(long slot, Command command);

    /**
     * Has a slot's request for an item end with null, if it waits still. The caller of {@link #NO_SLOT} is told so or
     * not, once. It is sent with the next {@link #flush}.
     */
    void withdraw(long slot);

    /** Sends everything that was added since the last time. */
    void flush();

    /** The consumer ends, and receives no further reply. */
    Future<?> close();
}
