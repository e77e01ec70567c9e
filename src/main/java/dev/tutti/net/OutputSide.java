package dev.tutti.net;

import dev.tutti.command.Reply;
import dev.tutti.platform.TcpSocket;
import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies of one connection on their way to its client: encoded, then written, then accepted by the kernel. Counts
 * the memory that they take, and cuts off a client that leaves too many of them unread. All methods belong to the
 * connection's event loop.
 */
final class OutputSide implements ReplyOutput {

    private static final Logger log = LoggerFactory.getLogger(OutputSide.class);
    /** So many unread bytes do not keep the next long reply from being made. */
    private static final long DRAINED_BYTES = 64 * 1024;

    private static final long FAR_BEHIND_BYTES = 1 << 20;

    private final TcpSocket socket;
    private final PeerState peer;
    private final ConnectionContext context;
    private final Consumer<String> cutOff;
    private final BooleanSupplier isOpen;
    private final FlushCycle.Output flushed;
    private final ReplyBuffer replies;
    /** Null until there is a long reply. */
    private ReplySequence sequence;

    private final MemoryQuota.Share unsent;
    private final SlowReaderGuard guard;
    /** Whether the connection is flushed at the end of this turn. */
    private boolean flushIsDue;

    /**
     * @param cutOff closes the connection at once, for a reason
     * @param isOpen whether replies may be written
     * @param flushed called at the end of a turn in which something was written
     */
    OutputSide(
            TcpSocket socket,
            PeerState peer,
            ConnectionContext context,
            Consumer<String> cutOff,
            BooleanSupplier isOpen,
            FlushCycle.Output flushed) {
        this.socket = socket;
        this.peer = peer;
        this.context = context;
        this.cutOff = cutOff;
        this.isOpen = isOpen;
        this.flushed = flushed;
        this.replies = new ReplyBuffer(context::config);
        this.unsent = context.limits().output().share(() -> context.loop().execute(this::evicted));
        this.guard =
                new SlowReaderGuard(this::unreadBytes, () -> peer.written() - socket.unsentBytes(), context, cutOff);
    }

    /** Encodes a reply. If it can't be, or if there are too many in one turn, the connection is cut off. */
    @Override
    public void write(Reply reply) {
        if (!isOpen.getAsBoolean()) {
            return;
        }
        flushAtEndOfTurn();
        try {
            replies.add(reply);
        } catch (RuntimeException | StackOverflowError bug) {
            log.error("a reply could not be encoded", bug);
            cutOff.accept("a reply could not be encoded");
            return;
        }
        if (replies.isOverLimit()) {
            cutOff.accept("the replies of one turn take " + replies.size() + " bytes, more than server.maxOutput");
        } else if (replies.isLarge() && context.cycle().maySend()) {
            send();
        }
    }

    @Override
    public void write(Reply reply, Runnable written) {
        write(reply, reply.contentBytes(), written);
    }

    @Override
    public void writeHeld(Reply reply, Runnable written) {
        write(reply, 0, written);
    }

    /** @param counted the bytes of the reply that count as output before they are encoded */
    private void write(Reply reply, long counted, Runnable written) {
        if (sequence != null && sequence.isUnderWay() || ReplySequence.isLong(reply)) {
            sequence =
                    sequence == null ? new ReplySequence(context.budget(), this::write, this::isFarBehind) : sequence;
            sequence.add(reply, counted, written);
            count();
        } else {
            write(reply);
            written.run();
        }
    }

    /** Encodes the rest of the replies that are under way, and flushes all of them at the end of this turn. */
    void finish() {
        if (sequence != null) {
            sequence.finish();
        }
        flushAtEndOfTurn();
    }

    @Override
    public void flushAtEndOfTurn() {
        if (!flushIsDue) {
            flushIsDue = true;
            context.cycle().wrote(flushed);
        }
    }

    /** The turn ends now. */
    void flushing() {
        flushIsDue = false;
    }

    /** Gives the encoded replies to the socket. */
    void send() {
        ByteBuf bytes = replies.take();
        if (bytes != null) {
            peer.wrote(bytes.readableBytes());
            socket.write(bytes);
        }
        count();
    }

    /** Tells the waiters for room. The kernel may have accepted everything at once, and then nobody else does. */
    private void count() {
        long unencoded = sequence == null ? 0 : sequence.countedBytes();
        unsent.holds(unencoded + replies.size() + socket.unsentBytes());
        context.limits().turns().moreRoom();
    }

    /** The bytes of replies that are made and not accepted by the kernel. */
    private long unreadBytes() {
        long unencoded = sequence == null ? 0 : sequence.contentBytes();
        return unencoded + replies.size() + socket.unsentBytes();
    }

    /** All replies of this turn are written, and the client may read them. */
    void turnEnded() {
        guard.wrote();
    }

    /** The last reply is written: the socket closes when it is sent. */
    void end() {
        socket.end();
        guard.wroteLast();
    }

    /** The kernel has accepted bytes that had to wait. */
    void accepted() {
        if (sequence != null) {
            sequence.clientHasRead();
        }
        count();
    }

    /** Whether a part of a long reply is encoded, and the rest waits until the client has read. */
    boolean isMidReply() {
        return sequence != null && sequence.isUnderWay();
    }

    @Override
    public boolean isDrained() {
        return !isMidReply() && replies.size() + socket.unsentBytes() <= DRAINED_BYTES;
    }

    /** Whether the client has to read before the next part of a long reply is encoded. */
    private boolean isFarBehind() {
        return socket.unsentBytes() > FAR_BEHIND_BYTES;
    }

    boolean isFull() {
        return socket.isWriteQueueFull();
    }

    void resp3(boolean on) {
        replies.resp3(on);
    }

    /**
     * Holds back the encoded replies until {@link #release}, as Nagle's algorithm would, but only as long as owners
     * answer at once. An owner whose command or commit takes longer sends the receipt alone.
     */
    @Override
    public boolean hold() {
        return replies.hold();
    }

    void release() {
        replies.release();
    }

    boolean isHeld() {
        return replies.isHeld();
    }

    /** Others wait for room for their replies, so this client has to read those that it has been sent. */
    void hurry() {
        guard.hurry();
    }

    /** Closes, for all connections leave too many replies unread and this one leaves most. */
    private void evicted() {
        cutOff.accept("its unread replies take most of server.maxOutputMemory");
    }

    /** Drops the replies that are not written. */
    void drop() {
        replies.take();
        dropUnencoded();
    }

    private void dropUnencoded() {
        if (sequence != null) {
            sequence.drop();
        }
    }

    /** The connection is closed. */
    void close() {
        dropUnencoded();
        guard.close();
        unsent.close();
        context.limits().turns().moreRoom();
    }
}
