package dev.tutti.replica.ratis;

import dev.tutti.replica.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/** The state of a node, as Ratis tells it. */
final class RatisStatus {

    private RatisStatus() {}

    static ReplicaStatus of(RaftServer.Division division) {
        DivisionInfo info = division.getInfo();
        ReplicaStatus.Role role = info.isLeader()
                ? ReplicaStatus.Role.LEADER
                : info.isCandidate() ? ReplicaStatus.Role.CANDIDATE : ReplicaStatus.Role.FOLLOWER;
        RaftPeerId leader = info.getLeaderId();
        return new ReplicaStatus(
                role,
                info.getCurrentTerm(),
                leader == null ? null : leader.toString(),
                division.getRaftLog().getLastCommittedIndex(),
                info.getLastAppliedIndex(),
                silentMillis(role, leader, info.getRoleInfoProto()),
                followers(info));
    }

    private static long silentMillis(ReplicaStatus.Role role, RaftPeerId leader, RoleInfoProto told) {
        if (role == ReplicaStatus.Role.LEADER) {
            return 0;
        }
        return leader == null || !told.hasFollowerInfo()
                ? -1
                : told.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs();
    }

    /** Ratis tells the times and the entries of followers in the same order. */
    private static List<ReplicaStatus.Follower> followers(DivisionInfo info) {
        List<ServerRpcProto> told = info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
        long[] match = info.getFollowerMatchIndices();
        List<ReplicaStatus.Follower> followers = new ArrayList<>();
        for (int i = 0; match != null && i < Math.min(match.length, told.size()); i++) {
            ServerRpcProto follower = told.get(i);
            followers.add(new ReplicaStatus.Follower(
                    follower.getId().getId().toStringUtf8(), match[i], follower.getLastRpcElapsedTimeMs()));
        }
        return followers;
    }
}
