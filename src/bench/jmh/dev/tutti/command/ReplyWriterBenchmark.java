package dev.tutti.command;

import dev.tutti.resp.ReplyWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From a reply's record to the bytes for the socket, taken when a connection's turn is over. */
@State(Scope.Thread)
public class ReplyWriterBenchmark {

    private static final int REPLIES = 64;
    private static final byte[] ITEM = new byte[8];

    /** Replies a turn. */
    @Param({"1", "16", "64"})
    public int turn;

    private final ReplyWriter writer = new ReplyWriter();
    private final Reply id = Reply.integer(1_234_567);
    private final Reply result = Reply.bulk(ITEM);
    private final Reply delivery = new Reply.Delivery(1_234_567, ITEM, 1);

    private void write(Reply reply, Blackhole written) {
        for (int taken = 0; taken < REPLIES; taken += turn) {
            for (int i = 0; i < turn; i++) {
                reply.writeTo(writer);
            }
            written.consume(writer.take());
        }
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public void id(Blackhole written) {
        write(id, written);
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public void bulk(Blackhole written) {
        write(result, written);
    }

    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public void delivery(Blackhole written) {
        write(delivery, written);
    }
}
