package dev.tutti.command;

import dev.tutti.command.Notice.ClientLines;
import dev.tutti.command.Notice.Count;
import dev.tutti.command.Notice.Echo;
import java.util.Set;

/**
 * The part of CLIENT LIST, KILL and UNBLOCK, and of INFO, that every net server carries out for its own connections.
 * Their replies are merged into one. Owners ask every net server too, for the commands that have arrived.
 *
 * @param <A> the answer of one net server
 */
public sealed interface ClientCommand<A extends Notice> extends Query<A> {

    @Override
    default Family family() {
        return Family.CLIENT;
    }

    <C> void accept(Handler<C> handler, C caller);

    /**
     * The command as one connection asks it.
     *
     * @param user the name of the connection's user, if it may end the waits of that user alone, otherwise null
     */
    default ClientCommand<A> askedBy(long connection, String user) {
        return this;
    }

    /** One method a command; {@code C} is the asker, who is to be answered. */
    interface Handler<C> {
        void list(ListClients command, C caller);

        void kill(Kill command, C caller);

        void unblock(UnblockClient command, C caller);

        void countBlocked(CountBlocked command, C caller);

        void carryOut(CarryOut command, C caller);
    }

    /** @param ids the connections to list, or none for all */
    record ListClients(Set<Long> ids) implements ClientCommand<ClientLines> {
        @Override
        public Class<ClientLines> answerType() {
            return ClientLines.class;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.list(this, caller);
        }
    }

    /**
     * @param id the connection to close, or 0 for any
     * @param address its address as {@code ip:port}, or null for any
     * @param user the name of its user, or null for any
     * @param sparesCaller true if the asking connection stays open
     * @param asker the id of the asking connection
     */
    record Kill(long id, String address, String user, boolean sparesCaller, long asker)
            implements ClientCommand<Count> {

        /** Of any user. */
        public Kill(long id, String address, boolean sparesCaller, long asker) {
            this(id, address, null, sparesCaller, asker);
        }

        @Override
        public Class<Count> answerType() {
            return Count.class;
        }

        @Override
        public Kill askedBy(long connection, String limitedTo) {
            return new Kill(id, address, user, sparesCaller, connection);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.kill(this, caller);
        }
    }

    /** @param asker the connection that asks, which is not counted */
    record CountBlocked(long asker) implements ClientCommand<Count> {
        @Override
        public Class<Count> answerType() {
            return Count.class;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.countBlocked(this, caller);
        }
    }

    /**
     * Asks a net server to read its sockets. It answers when the owners have carried out the commands that were found
     * there.
     */
    record CarryOut() implements ClientCommand<Echo> {
        @Override
        public Class<Echo> answerType() {
            return Echo.class;
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.carryOut(this, caller);
        }
    }

    /** @param user the user whose connections may be meant, or null for all */
    record UnblockClient(long id, boolean withError, String user) implements ClientCommand<Count> {

        /** Of any user. */
        public UnblockClient(long id, boolean withError) {
            this(id, withError, null);
        }

        @Override
        public Class<Count> answerType() {
            return Count.class;
        }

        @Override
        public UnblockClient askedBy(long connection, String limitedTo) {
            return new UnblockClient(id, withError, limitedTo);
        }

        @Override
        public <C> void accept(Handler<C> handler, C caller) {
            handler.unblock(this, caller);
        }
    }
}
