package dev.tutti.replica.ratis;

import dev.tutti.replica.Member;
import dev.tutti.replica.ReplicaTls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.client.api.GroupManagementApi;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.util.TimeDuration;

/** Asks another node about its groups, and waits for the answer. */
public final class RatisClient {

    private static final TimeDuration TIMEOUT = TimeDuration.valueOf(3, TimeUnit.SECONDS);

    private RatisClient() {}

    interface Request {
        void make(GroupManagementApi node) throws IOException;
    }

    /**
     * Returns whether a node answers at that address and is of any group.
     *
     * @param tls null if the nodes talk to each other in plain text
     */
    public static boolean isInGroup(Member node, ReplicaTls tls) {
        boolean[] found = {false};
        try {
            request(
                    RatisPeers.of(node),
                    RaftGroupId.randomId(),
                    tls,
                    api -> found[0] = !api.list().getGroupIds().isEmpty());
        } catch (IOException noAnswer) {
            return false;
        }
        return found[0];
    }

    static void request(RaftPeer node, RaftGroupId group, ReplicaTls tls, Request request) throws IOException {
        RatisLibrary.prepare();
        // Without the address at which its own clients find it.
        RaftPeer target = RaftPeer.newBuilder(node).setClientAddress("").build();
        RaftProperties settings = new RaftProperties();
        RaftClientConfigKeys.Rpc.setRequestTimeout(settings, TIMEOUT);
        try (RaftClient client = RaftClient.newBuilder()
                .setRaftGroup(RaftGroup.valueOf(group, target))
                .setProperties(settings)
                .setParameters(RatisTls.of(tls))
                .setRetryPolicy(RetryPolicies.noRetry())
                .build()) {
            request.make(client.getGroupManagementApi(node.getId()));
        } catch (StatusRuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
