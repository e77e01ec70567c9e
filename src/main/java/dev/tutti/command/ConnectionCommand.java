package dev.tutti.command;

import java.util.List;

/** What a connection answers by itself, in its turn. */
public sealed interface ConnectionCommand extends Command {

    @Override
    default Family family() {
        return Family.CONNECTION;
    }

    void accept(Handler handler);

    interface Handler {
        void answer(Answer command);

        void ping(Ping command);

        void hello(Hello command);

        void auth(Auth command);

        void clientId();

        void setName(SetName command);

        void getName();

        void setInfo(SetInfo command);

        void everywhere(Everywhere command);

        void info(Info command);

        void gather(Gather command);

        void reset();

        void hangUp(HangUp command);
    }

    /** A command whose reply is known when it is read: ECHO, COMMAND, HELP, and every refused one. */
    record Answer(Reply reply) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /** @param pong the reply if the server takes things in */
    record Ping(Reply pong) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.ping(this);
        }
    }

    /** @param protocol 2 or 3, or 0 to leave it; what is null was not given */
    record Hello(int protocol, String user, String password, String name) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.hello(this);
        }
    }

    record Auth(String user, String password) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.auth(this);
        }
    }

    record ClientId() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.clientId();
        }
    }

    record SetName(String name) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.setName(this);
        }
    }

    record GetName() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.getName();
        }
    }

    /** @param library whether it is lib-name, and not lib-ver */
    record SetInfo(boolean library, String value) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.setInfo(this);
        }
    }

    /** What every owner of a kind is asked, and how the answers become one. */
    record Everywhere(Command command, Merge merge) implements ConnectionCommand {

        /** How the owners' answers become one reply. */
        public enum Merge {
            /** Names, sorted. */
            NAMES,
            /** Lines of text, put together. */
            TEXT,
            /** Numbers, added up. */
            SUM,
            /** Who holds what and who waits for it, put together. */
            WAITERS,
            /** As the sum, but OK if there was one and an error if there was none: CLIENT KILL address. */
            ANY
        }

        @Override
        public void accept(Handler handler) {
            handler.everywhere(this);
        }
    }

    /** @param section in lower case; "default" for all */
    record Info(String section) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.info(this);
        }
    }

    /**
     * GATHER and TASKGROUP.
     *
     * @param timeout in milliseconds, or {@link Command#NO_TIMEOUT}
     * @param limit how many may be under way at a time; 0 for all
     */
    record Gather(List<TaskCommand.Run> runs, long timeout, int limit, Failures failures) implements ConnectionCommand {

        /** What becomes of a failure. */
        public enum Failures {
            /** The first one is the reply, and the others run on. */
            FIRST_IS_THE_REPLY,
            /** Each stands in its place. */
            IN_THEIR_PLACES,
            /** The first one cancels the others, and is the reply when they have ended. */
            FIRST_CANCELS_THE_OTHERS
        }

        @Override
        public void accept(Handler handler) {
            handler.gather(this);
        }
    }

    record Reset() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.reset();
        }
    }

    /**
     * QUIT, or bytes that are no request: the connection is closed.
     *
     * @param last what is replied before that, or null
     */
    record HangUp(Reply last) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.hangUp(this);
        }
    }
}
