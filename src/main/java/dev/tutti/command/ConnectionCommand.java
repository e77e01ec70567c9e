package dev.tutti.command;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The commands that a connection carries out by itself, in their turn among its other commands. */
public sealed interface ConnectionCommand extends Command {

    @Override
    default Family family() {
        return Family.CONNECTION;
    }

    void accept(Handler handler);

    /** Whether the reply is given while the command is carried out, and not later, by somebody who is asked. */
    default boolean isAnsweredAtOnce() {
        return true;
    }

    /** A command that somebody else is asked for, who answers later. */
    sealed interface AnsweredLater extends ConnectionCommand {
        @Override
        default boolean isAnsweredAtOnce() {
            return false;
        }
    }

    interface Handler {
        void answer(Answer command);

        void ping(Ping command);

        void hello(Hello command);

        void auth(Auth command);

        void whoAmI();

        void clientId();

        void setName(SetName command);

        void getName();

        void setInfo(SetInfo command);

        void clientInfo();

        void everywhere(Everywhere command);

        void info(Info command);

        void drain(Drain command);

        void backup(Backup command);

        void reload();

        void gather(Gather command);

        void waitFor(WaitFor command);

        void transact(Transact command);

        void ofCluster(OfCluster command);

        void reset();

        void quit();

        void hangUp(HangUp command);
    }

    /** A command whose reply is known when it is decoded: ECHO, COMMAND, HELP and every refused command. */
    record Answer(Reply reply) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /**
     * A command whose reply is made here in its turn, and not when it is read: many that wait take no memory for
     * replies.
     */
    record Deferred(Supplier<Reply> reply) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.answer(new Answer(reply.get()));
        }
    }

    /** CONFIG GET, whose reply is made in its turn, too. */
    record Settings(Supplier<Reply> reply) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.answer(new Answer(reply.get()));
        }
    }

    /** @param pong the reply unless the server accepts nothing at present */
    record Ping(Reply pong) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.ping(this);
        }
    }

    /** @param protocol 2 or 3, or 0 to keep the protocol. A user, password or name that was not given is null. */
    record Hello(int protocol, String user, String password, String name) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.hello(this);
        }
    }

    /** @param user null if none was given */
    record Auth(String user, String password) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.auth(this);
        }
    }

    /** ACL WHOAMI. */
    record WhoAmI() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.whoAmI();
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

    /** @param library true for LIB-NAME, false for LIB-VER */
    record SetInfo(boolean library, String value) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.setInfo(this);
        }
    }

    record ClientInfo() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.clientInfo();
        }
    }

    /** A query to every owner or to every net server, whose answers are merged into one reply. */
    record Everywhere(Query<?> query, Merge merge) implements AnsweredLater {

        /** The way in which the replies are merged. */
        public enum Merge {
            /** The names of all replies, sorted. */
            NAMES,
            /** The schedules of all replies, by name. */
            SCHEDULES,
            /** The lines of text of all replies. */
            TEXT,
            /** The sum of the numbers. */
            SUM,
            /** The holders and waiters of all replies. */
            WAITERS,
            /** OK if the sum is above 0, otherwise an error: CLIENT KILL with an address. */
            ANY
        }

        @Override
        public void accept(Handler handler) {
            handler.everywhere(this);
        }
    }

    /** @param sections in lower case, "default" for all */
    record Info(Set<String> sections) implements AnsweredLater {

        private static final Set<String> WITH_NAMES = Set.of("slow", "locks", "all", "everything");

        /** Whether the reply may have names of queues, locks and so on. */
        boolean namesThings() {
            return !Collections.disjoint(WITH_NAMES, sections);
        }

        @Override
        public void accept(Handler handler) {
            handler.info(this);
        }
    }

    /** BACKUP into a directory of the server's machine. */
    record Backup(String directory) implements AnsweredLater {
        @Override
        public void accept(Handler handler) {
            handler.backup(this);
        }
    }

    /** CONFIG RELOAD. */
    record Reload() implements AnsweredLater {
        @Override
        public void accept(Handler handler) {
            handler.reload();
        }
    }

    /** DRAIN and UNDRAIN. */
    record Drain(boolean begins) implements AnsweredLater {
        @Override
        public void accept(Handler handler) {
            handler.drain(this);
        }
    }

    /**
     * GATHER and TASKGROUP.
     *
     * @param queues those of all tasks
     * @param timeout in milliseconds, or {@link Command#NO_TIMEOUT}
     * @param limit the most tasks that run at a time, or 0 for no limit
     */
    record Gather(List<TaskCommand.Run> runs, Set<String> queues, long timeout, int limit, Failures failures)
            implements AnsweredLater {

        /** Of a few tasks. */
        public Gather(List<TaskCommand.Run> runs, long timeout, int limit, Failures failures) {
            this(runs, runs.stream().map(TaskCommand.Run::queue).collect(Collectors.toSet()), timeout, limit, failures);
        }

        /** The effect of a task's failure. */
        public enum Failures {
            /** The first failure is the reply. The other tasks run on. */
            FIRST_IS_THE_REPLY,
            /** Each failure takes its place among the results. */
            IN_THEIR_PLACES,
            /** The first failure cancels the other tasks. It is the reply once they have ended. */
            FIRST_CANCELS_THE_OTHERS
        }

        @Override
        public void accept(Handler handler) {
            handler.gather(this);
        }
    }

    /**
     * WAIT for submitted tasks.
     *
     * @param timeout in milliseconds, or {@link Command#NO_TIMEOUT}
     */
    record WaitFor(List<TaskCommand.Await> tasks, long timeout, Until until) implements AnsweredLater {

        /** The time of the reply, in asyncio's words. */
        public enum Until {
            FIRST_COMPLETED,
            FIRST_EXCEPTION,
            ALL_COMPLETED
        }

        @Override
        public void accept(Handler handler) {
            handler.waitFor(this);
        }
    }

    /** MULTI, EXEC, DISCARD and WATCH, which is refused. */
    record Transact(Step step) implements ConnectionCommand {

        public enum Step {
            MULTI,
            EXEC,
            DISCARD,
            WATCH
        }

        @Override
        public void accept(Handler handler) {
            handler.transact(this);
        }
    }

    /** A command about the cluster of the server. */
    record OfCluster(ClusterRequest request) implements ConnectionCommand {
        @Override
        public boolean isAnsweredAtOnce() {
            return request.isAnsweredAtOnce();
        }

        @Override
        public void accept(Handler handler) {
            handler.ofCluster(this);
        }
    }

    record Reset() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.reset();
        }
    }

    /** QUIT: the connection is closed in order. */
    record Quit() implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.quit();
        }
    }

    /**
     * The client sent bytes that are not a request, or has killed its own connection: it is closed.
     *
     * @param last the reply to send before closing, or null
     */
    record HangUp(Reply last) implements ConnectionCommand {
        @Override
        public void accept(Handler handler) {
            handler.hangUp(this);
        }
    }
}
