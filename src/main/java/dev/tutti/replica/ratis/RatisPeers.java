package dev.tutti.replica.ratis;

import dev.tutti.replica.Member;
import org.apache.ratis.protocol.RaftPeer;

/** Nodes as Ratis knows them. It keeps the address for clients in its log, together with its own. */
final class RatisPeers {

    private RatisPeers() {}

    static RaftPeer of(Member member) {
        return RaftPeer.newBuilder()
                .setId(member.name())
                .setAddress(member.address())
                .setClientAddress(member.clientAddress())
                .build();
    }

    static Member of(RaftPeer peer) {
        return new Member(peer.getId().toString(), peer.getAddress(), peer.getClientAddress());
    }
}
