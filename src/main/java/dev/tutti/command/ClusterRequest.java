package dev.tutti.command;

import dev.tutti.cluster.ClusterAdmin;
import dev.tutti.cluster.ClusterNode;
import io.vertx.core.Future;
import java.util.List;

/** A command about the cluster of the server, or about its leader. */
public sealed interface ClusterRequest {

    /** As a client types it. */
    String name();

    void accept(Handler handler);

    /** Whether the reply is given while the command is carried out. */
    default boolean isAnsweredAtOnce() {
        return true;
    }

    /** One method a command, or a kind of commands. */
    interface Handler {
        void role();

        void sentinel(Sentinel command);

        void subscribe(Subscribe command);

        void unsubscribe(Unsubscribe command);

        void nodes();

        void change(Change command);
    }

    /** ROLE. */
    record Role() implements ClusterRequest {
        @Override
        public String name() {
            return "ROLE";
        }

        @Override
        public void accept(Handler handler) {
            handler.role();
        }
    }

    /** @param service the name of the cluster that is asked for; null if the subject needs none */
    record Sentinel(Subject subject, String service) implements ClusterRequest {

        /** Names the subcommands. */
        public enum Subject {
            GET_MASTER_ADDR_BY_NAME,
            MASTER,
            MASTERS,
            REPLICAS,
            SLAVES,
            SENTINELS,
            MYID,
            CKQUORUM;

            String word() {
                return name().replace('_', '-');
            }
        }

        @Override
        public String name() {
            return "SENTINEL " + subject.word();
        }

        @Override
        public void accept(Handler handler) {
            handler.sentinel(this);
        }
    }

    /** A command that changes what the connection is told of, with a reply for each name. */
    sealed interface Subscription extends ClusterRequest {
        /** Whether the names are patterns. */
        boolean isPattern();
    }

    /** SUBSCRIBE and PSUBSCRIBE. */
    record Subscribe(boolean isPattern, List<String> names) implements Subscription {
        @Override
        public String name() {
            return isPattern ? "PSUBSCRIBE" : "SUBSCRIBE";
        }

        @Override
        public void accept(Handler handler) {
            handler.subscribe(this);
        }
    }

    /** UNSUBSCRIBE and PUNSUBSCRIBE. No names mean all. */
    record Unsubscribe(boolean isPattern, List<String> names) implements Subscription {
        @Override
        public String name() {
            return isPattern ? "PUNSUBSCRIBE" : "UNSUBSCRIBE";
        }

        @Override
        public void accept(Handler handler) {
            handler.unsubscribe(this);
        }
    }

    /** CLUSTER NODES. */
    record Nodes() implements ClusterRequest {
        @Override
        public String name() {
            return "CLUSTER NODES";
        }

        @Override
        public boolean isAnsweredAtOnce() {
            return false;
        }

        @Override
        public void accept(Handler handler) {
            handler.nodes();
        }
    }

    /** A change of the cluster, which its leader makes. */
    sealed interface Change extends ClusterRequest {
        Future<Void> by(ClusterAdmin admin);

        @Override
        default boolean isAnsweredAtOnce() {
            return false;
        }

        @Override
        default void accept(Handler handler) {
            handler.change(this);
        }
    }

    /** @param raft the address of the node's engine, {@code host:port} */
    record Add(ClusterNode node, String raft) implements Change {
        @Override
        public String name() {
            return "CLUSTER ADD";
        }

        @Override
        public Future<Void> by(ClusterAdmin admin) {
            return admin.add(node, raft);
        }
    }

    /** @param node its name */
    record Remove(String node) implements Change {
        @Override
        public String name() {
            return "CLUSTER REMOVE";
        }

        @Override
        public Future<Void> by(ClusterAdmin admin) {
            return admin.remove(node);
        }
    }

    /** @param node the name of the next leader; null for the node that has most of the log */
    record Transfer(String node) implements Change {
        @Override
        public String name() {
            return "CLUSTER TRANSFER";
        }

        @Override
        public Future<Void> by(ClusterAdmin admin) {
            return admin.transfer(node);
        }
    }
}
