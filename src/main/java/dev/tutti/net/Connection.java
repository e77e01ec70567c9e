package dev.tutti.net;

import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.platform.TcpSocket;
import dev.tutti.resp.Arguments;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.ReplyWriter;
import dev.tutti.resp.RequestParser;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket side of one client: bytes in, commands to its {@link CommandPipeline}, replies out with one write a turn. Stops
 * reading while the client reads slowly, or has too much unanswered.
 */
final class Connection implements TcpSocket.Listener, Session.Client, CommandPipeline.ReplyOutput, FlushCycle.Output {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    /** How many times maxOutput one turn may add: what a client asked for at once, before it could read any. */
    private static final long MOST_OF_A_TURN = 8;

    /** So many bytes of replies are not held any longer: a packet of Ethernet has no room for more. */
    private static final int WORTH_A_PACKET = 1460;

    private static final long NO_TIMER = -1;

    private final long id;
    private final TcpSocket socket;
    private final ConnectionContext context;
    private final Runnable onClose;
    private final RequestParser parser;
    private final ReplyWriter writer = new ReplyWriter();
    private final Session session;
    private final CommandPipeline pipeline;
    private final Activity activity = new Activity();
    private final SlowReaderGuard reader;
    private boolean unflushed;
    private boolean held;
    private boolean paused;
    private long unansweredBytes;
    /** No more is read from what the client sends: it hung up, or sent no request. */
    private boolean deaf;

    private boolean closing;
    private boolean cutOff;
    private boolean closed;
    private long graceTimer = NO_TIMER;

    Connection(long id, TcpSocket socket, ConnectionContext context, Runnable onClose) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.onClose = onClose;
        this.parser = new RequestParser(
                context.config().maxItemSize(), context.config().maxCommandSize());
        this.session = new Session(this, context);
        this.pipeline = new CommandPipeline(id, context.router(), session, this);
        this.reader = new SlowReaderGuard(id, socket, context, this::cutOff);
    }

    void open() {
        socket.listen(this);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public CommandPipeline pipeline() {
        return pipeline;
    }

    String remoteAddress() {
        return socket.remoteAddress();
    }

    /** A line of CLIENT LIST. */
    String describe() {
        return "id=" + id + " addr=" + remoteAddress() + " laddr=" + socket.localAddress() + activity.describe()
                + session.describe() + " cmd-waiting=" + pipeline.length() + "\n";
    }

    /** For how many milliseconds it has neither sent nor been owed anything. */
    long idleMillis() {
        return pipeline.isIdle() ? activity.idleMillis() : 0;
    }

    @Override
    public void resp3(boolean on) {
        writer.resp3(on);
    }

    // ---- in

    @Override
    public void received(ByteBuf bytes) {
        if (deaf) {
            return;
        }
        activity.touch();
        unansweredBytes += bytes.readableBytes();
        parser.feed(bytes);
        int commands = 0;
        try {
            for (Arguments request = parser.next(); request != null && !deaf; request = parser.next()) {
                pipeline.add(context.table().decode(request));
                commands++;
            }
        } catch (ProtocolException broken) {
            refuse(broken);
        }
        context.info().statistics().commands(commands);
        updateReading();
        context.cycle().touch();
    }

    private void refuse(ProtocolException broken) {
        deaf = true;
        context.info().statistics().protocolError();
        Reply error = new Reply.Error("ERR", broken.bytes());
        pipeline.add(new ConnectionCommand.HangUp(error));
    }

    @Override
    public void writable() {
        updateReading();
    }

    private void updateReading() {
        if (pipeline.isIdle()) {
            unansweredBytes = 0;
        }
        boolean full = socket.isWriteQueueFull()
                || pipeline.length() > context.config().maxPipeline()
                || unansweredBytes > context.config().maxCommandSize() && !pipeline.isIdle();
        if (full != paused && !closed) {
            paused = full;
            if (full) {
                socket.pause();
            } else {
                socket.resume();
            }
        }
    }

    /** The client has ended its side of the stream: what it sent is answered, as far as that does not take for ever. */
    @Override
    public void inputEnded() {
        if (pipeline.hasInputEnded() || closed) {
            return;
        }
        deaf = true;
        pipeline.inputEnded();
        if (pipeline.isIdle()) {
            closeAfterWriting();
        } else {
            graceTimer = context.vertx().setTimer(context.closeGraceMillis(), fired -> graceIsOver());
        }
        context.cycle().touch();
    }

    private void graceIsOver() {
        pipeline.end();
        closeAfterWriting();
    }

    // ---- out

    /** An owner's reply to the first command that is unanswered there. */
    void replied(Reply reply) {
        if (closing || closed || cutOff) {
            return;
        }
        if (reply == Reply.WITHDRAWN) {
            pipeline.drop();
            closeAfterWriting();
            return;
        }
        if (reply == Reply.RECEIPT) {
            held = false;
            touchTurn();
            return;
        }
        write(reply);
        pipeline.answered();
    }

    /**
     * Leaves what has gathered until a {@link Reply#RECEIPT}, for more is likely to come with it, and says whether there is
     * anything: like Nagle's algorithm, but only for as long as owners answer at once, one after another. Where one does
     * not, since a command or the journal takes its time, the receipt comes alone.
     */
    @Override
    public boolean hold() {
        held = writer.size() > 0;
        return held;
    }

    @Override
    public void write(Reply reply) {
        if (cutOff) {
            return;
        }
        reply.writeTo(writer);
        if (writer.size() > MOST_OF_A_TURN * context.config().maxOutput()) {
            log.warn("connection {}: closed, for the replies of one turn are over {} bytes", id, writer.size());
            cutOff();
        } else {
            touchTurn();
        }
    }

    private void touchTurn() {
        if (!unflushed) {
            unflushed = true;
            context.cycle().wrote(this);
        }
    }

    /** Writes what has gathered, unless it is held; called at the end of the turn. */
    @Override
    public void flush() {
        unflushed = false;
        if (closed || cutOff || isHeld()) {
            return;
        }
        if (writer.size() > 0) {
            socket.write(writer.take());
        }
        if (closing || pipeline.hasInputEnded() && pipeline.isIdle()) {
            closing = true;
            socket.end();
            reader.toldTheLast();
        } else {
            updateReading();
            reader.toldMore();
        }
    }

    private boolean isHeld() {
        return held
                && !closing
                && writer.size() < Math.min(WORTH_A_PACKET, context.config().maxOutput());
    }

    // ---- the end

    /** What is written already still goes out; nothing else is read or answered. */
    @Override
    public void closeAfterWriting() {
        deaf = true;
        closing = true;
        touchTurn();
    }

    /** Answers everything that waits with SHUTDOWN, and closes. */
    void shutDown() {
        int waiting = pipeline.length();
        pipeline.abandon();
        for (int i = 0; i < waiting; i++) {
            write(Refusal.stopping());
        }
        closeAfterWriting();
    }

    /** It killed itself: the reply that says so is the last. */
    void hangUpAfterReply() {
        pipeline.add(new ConnectionCommand.HangUp(null));
    }

    /** Closes at once, whatever the client has left unread. */
    void cutOff() {
        cutOff = true;
        deaf = true;
        writer.take();
        socket.closeNow();
    }

    @Override
    public void failed(Throwable cause) {
        log.debug("connection {}: {}", id, cause.toString());
    }

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        deaf = true;
        context.vertx().cancelTimer(graceTimer);
        reader.close();
        onClose.run();
        pipeline.end();
        context.cycle().touch();
    }
}
