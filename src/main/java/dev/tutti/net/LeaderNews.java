package dev.tutti.net;

import dev.tutti.cluster.ClusterNode;
import dev.tutti.cluster.ClusterView;

/** Tells the connections of one net server when another node leads than before. Bound to its event loop. */
final class LeaderNews {

    private final ClusterView cluster;
    private final Clients clients;
    /** The last that was known; null before the first. */
    private ClusterNode last;

    LeaderNews(ClusterView cluster, Clients clients) {
        this.cluster = cluster;
        this.clients = clients;
    }

    /** The cluster has changed. While no leader is known, the one before counts as the last. */
    void changed() {
        ClusterNode next = cluster.state().leader();
        if (next == null || next.equals(last)) {
            return;
        }
        ClusterNode before = last;
        last = next;
        if (before != null && !before.address().equals(next.address())) {
            String message = cluster.name() + " " + words(before) + " " + words(next);
            clients.all()
                    .forEach(connection -> connection.session().subscriptions().tell(message));
        }
    }

    private static String words(ClusterNode node) {
        return node.host() + " " + node.port();
    }
}
