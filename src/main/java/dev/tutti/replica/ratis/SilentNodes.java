package dev.tutti.replica.ratis;

import dev.tutti.replica.ReplicaStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once in the log that another node does not answer, and that it answers again. The engine would go on and on. */
final class SilentNodes {

    static final long SILENT_MILLIS = 5000;

    private static final Logger log = LoggerFactory.getLogger(SilentNodes.class);

    private final Set<String> silent = new HashSet<>();

    /** To be called from time to time. On a node that does not lead, there are no followers. */
    void look(List<ReplicaStatus.Follower> followers) {
        for (ReplicaStatus.Follower follower : followers) {
            boolean isSilent = follower.silentMillis() >= SILENT_MILLIS;
            if (isSilent && silent.add(follower.name())) {
                log.warn("the node {} does not answer, and misses what is written from now on", follower.name());
            } else if (!isSilent && silent.remove(follower.name())) {
                log.info("the node {} answers again, and gets what it has missed", follower.name());
            }
        }
        silent.retainAll(followers.stream().map(ReplicaStatus.Follower::name).collect(Collectors.toSet()));
    }
}
