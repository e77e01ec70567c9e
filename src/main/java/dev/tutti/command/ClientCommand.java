package dev.tutti.command;

/** What every net server is asked about its connections; the answers are added up. */
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

    /** @param id that one alone, or 0 for all */
    record ListClients(long id) implements ClientCommand {
        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.list(this, caller);
        }
    }

    /**
     * @param id 0 for any
     * @param address as {@code ip:port}, or null for any
     * @param sparesCaller whether the connection that asks is left alone
     * @param asker the connection that asks
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
