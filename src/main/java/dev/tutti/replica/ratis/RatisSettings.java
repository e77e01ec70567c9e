package dev.tutti.replica.ratis;

import dev.tutti.replica.ReplicaConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis. Those that are not obvious were found in trials with nodes that die, hang or are cut off. */
final class RatisSettings {

    private static final SizeInBytes SEGMENT = SizeInBytes.valueOf("32MB");
    private static final SizeInBytes SNAPSHOT_CHUNK = SizeInBytes.valueOf("1MB");
    /** The entries under way to one follower. Each may be the largest, and all are in its memory then. */
    private static final int OUTSTANDING_APPENDS = 4;
    /** Beside the largest entry, for the frame that the protocol puts around it. */
    private static final int OVERHEAD_BYTES = 1 << 20;
    /** Longer than any pause of a process that may still go on. */
    private static final TimeDuration LONGEST_PAUSE = TimeDuration.valueOf(1, TimeUnit.DAYS);

    private RatisSettings() {}

    static RaftProperties of(ReplicaConfig config) {
        RaftProperties settings = network(config.self().address());
        storage(settings, config.directory());
        // Ratis would shut itself down after a pause. A node that has paused notices by itself whether it still leads.
        RaftServerConfigKeys.setCloseThreshold(settings, LONGEST_PAUSE);
        elections(settings, config.electionTimeout().toMillis());
        log(settings, SizeInBytes.valueOf(config.maxEntryBytes() + OVERHEAD_BYTES));
        checkpoints(settings, config.checkpointEntries());
        GrpcConfigKeys.setMessageSizeMax(settings, SizeInBytes.valueOf(config.maxEntryBytes() + 2L * OVERHEAD_BYTES));
        return settings;
    }

    private static void elections(RaftProperties settings, long timeoutMillis) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(settings, millis(timeoutMillis));
        RaftServerConfigKeys.Rpc.setTimeoutMax(settings, millis(timeoutMillis + timeoutMillis / 2));
        // A node that is added may be busy with the checkpoint of another for a while.
        RaftServerConfigKeys.setStagingTimeout(settings, millis(RatisCalls.TIMEOUT_MILLIS));
        // A read without a lease asks a majority: that is what confirms a lead.
        RaftServerConfigKeys.Read.setOption(settings, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(settings, false);
    }

    private static void log(RaftProperties settings, SizeInBytes entry) {
        RaftServerConfigKeys.Log.setSegmentSizeMax(settings, SEGMENT);
        RaftServerConfigKeys.Log.setPreallocatedSize(settings, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(settings, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(settings, SizeInBytes.valueOf("64MB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(settings, SizeInBytes.valueOf(entry.getSize() + OVERHEAD_BYTES));
        // Otherwise each commit writes and syncs a second entry, which says how far the log is committed.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(settings, false);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(settings, entry);
        // A follower that comes back is found within 0.2 s, however long it was away.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(settings, "1ms,10, 200ms,1000000");
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(settings, OUTSTANDING_APPENDS);
        // Each proposal has a number of its own, and none is ever sent again.
        RaftServerConfigKeys.RetryCache.setExpiryTime(settings, TimeDuration.valueOf(1, TimeUnit.SECONDS));
    }

    private static void checkpoints(RaftProperties settings, long everyEntries) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(settings, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(settings, everyEntries);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(settings, false);
        // A checkpoint that is asked for is made, however near the last one is.
        RaftServerConfigKeys.Snapshot.setCreationGap(settings, 1);
        // A follower that is away does not keep the others from deleting their log: it gets a checkpoint.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(settings, true);
        RaftServerConfigKeys.Log.setPurgeGap(settings, 1);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(settings, SNAPSHOT_CHUNK);
        // A follower that dies while it gets one does not keep the leader waiting for it.
        GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(settings, millis(500));
        GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(settings, 8);
    }

    static void storage(RaftProperties settings, Path directory) {
        RaftServerConfigKeys.setStorageDir(settings, List.of(directory.toFile()));
    }

    /** Returns the settings of a node that listens there, as far as they are the same for all nodes. */
    static RaftProperties network(String address) {
        RaftProperties settings = new RaftProperties();
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        GrpcConfigKeys.Server.setHost(settings, host.startsWith("[") ? host.substring(1, colon - 1) : host);
        GrpcConfigKeys.Server.setPort(settings, Integer.parseInt(address.substring(colon + 1)));
        // One thread proposes, and nobody else is a client.
        RaftServerConfigKeys.ThreadPool.setClientCached(settings, false);
        RaftServerConfigKeys.ThreadPool.setClientSize(settings, 1);
        return settings;
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
