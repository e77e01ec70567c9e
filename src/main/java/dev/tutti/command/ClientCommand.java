package dev.tutti.command;

/**
 * The part of CLIENT LIST, KILL and UNBLOCK that every net server carries out for its own connections. Their replies
 * are merged into one.
 */
public sealed interface ClientCommand extends Command {

    @Override
    default Family family() {
        return Family.CLIENT;
    }

    <C> void accept(Handler<C> handler, C caller);

    interface Handler<C> {
        void list(ListClients command, C caller);

        void kill(Kill command, C caller);

        void unblock(UnblockClient command, C caller);
    }

    /** @param id the connection to list, or 0 for all */
    record ListClients(long id) implements ClientCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.list(this, caller);
        }
    }

    /**
     * @param id the connection to close, or 0 for any
     * @param address its address as {@code ip:port}, or null for any
     * @param sparesCaller true if the asking connection stays open
     * @param asker the id of the asking connection
     */
    record Kill(long id, String address, boolean sparesCaller, long asker) implements ClientCommand {

        public Kill by(long connection) {
            return new Kill(id, address, sparesCaller, connection);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.kill(this, caller);
        }
    }

    record UnblockClient(long id, boolean withError) implements ClientCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.unblock(this, caller);
        }
    }
}
