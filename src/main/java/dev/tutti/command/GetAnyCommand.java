package dev.tutti.command;

import dev.tutti.command.QueueCommand.Get;
import dev.tutti.waiting.Claim;
import java.util.List;

/** QUEUE GETANY, and the commands of which one consists whose queues have several owners. */
public sealed interface GetAnyCommand extends QueueCommand {

    /** The queues in the order of the client, all different. */
    List<String> queues();

    /** The options, as those of a GET. Its queue means nothing. */
    Get options();

    /** The first queue. */
    @Override
    default String queue() {
        return queues().get(0);
    }

    <C> void accept(Handler<C> handler, C caller);

    @Override
    default <C> void accept(QueueCommand.Handler<C> handler, C caller) {
        handler.getAny(this, caller);
    }

    /** Carries the commands out, one method for each. {@code C} is the type of the caller. */
    interface Handler<C> {
        void getAny(GetAny command, C caller);

        void look(Look command, C caller);

        void take(Take command, C caller);

        void join(Join command, C caller);
    }

    /** The whole command. */
    record GetAny(List<String> queues, Get options) implements GetAnyCommand {
        public GetAny {
            queues = List.copyOf(queues);
        }

        public GetAny withTimeout(long millis) {
            return new GetAny(
                    queues, new Get(options.queue(), options.count(), millis, options.lease(), options.detached()));
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.getAny(this, caller);
        }
    }

    /**
     * Asks which of these queues of one owner can deliver. The reply is an array: the number of the part, the index of
     * the first queue that can, or -1, the number of queues that are over, and the error with which a GET would be
     * refused if none of them can, or null.
     */
    record Look(List<String> queues, Get options, int part) implements GetAnyCommand {
        public Look {
            queues = List.copyOf(queues);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.look(this, caller);
        }
    }

    /** Takes items from the first of these queues that can deliver. The reply is that of GETANY, or a null array. */
    record Take(List<String> queues, Get options) implements GetAnyCommand {
        public Take {
            queues = List.copyOf(queues);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.take(this, caller);
        }
    }

    /**
     * Waits in the lines of these queues. The reply is that of GETANY if a queue of this owner takes the claim, and
     * otherwise null, once the owner is told to give up.
     */
    record Join(List<String> queues, Get options, Claim claim) implements GetAnyCommand {
        public Join {
            queues = List.copyOf(queues);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.join(this, caller);
        }
    }
}
