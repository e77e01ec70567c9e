package dev.tutti.net;

import dev.tutti.bus.Caller;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.platform.TcpSocket;
import dev.tutti.platform.TcpTable;
import dev.tutti.resp.Arguments;
import dev.tutti.resp.HttpRequestException;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket. Its bytes become commands for the {@link CommandPipeline}, and the replies are written once per turn
 * of the event loop. The connection stops reading while its client leaves replies unread, or has too many commands
 * unanswered. All methods belong to the event loop of the net server that accepted the connection.
 */
final class Connection
        implements TcpSocket.Listener, Caller, Session.Client, CommandPipeline.ReplyOutput, FlushCycle.Output {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final long id;
    private final TcpSocket socket;
    private final ConnectionContext context;
    private final Runnable onClose;
    private final RequestParser parser;
    private final ReplyBuffer replies;
    private final Session session;
    private final CommandPipeline pipeline;
    private final SlowReaderGuard guard;
    private final InputEnd end;
    private final Activity activity = new Activity();
    private final PeerState peer = new PeerState();
    private ConnectionState state = ConnectionState.OPEN;
    /** Whether the socket is not read at the moment. Independent of the state: an open connection may be paused. */
    private boolean paused;
    /** Whether {@link #flush} is called at the end of this turn. */
    private boolean flushIsDue;
    /** Bytes received since the pipeline was last idle. */
    private long unansweredBytes;

    /** @param onClose called once, when the socket is closed */
    Connection(long id, TcpSocket socket, ConnectionContext context, Runnable onClose) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.onClose = onClose;
        this.parser = new RequestParser(
                context.config().maxItemSize(), context.config().maxCommandSize());
        this.replies = new ReplyBuffer(context.config().maxOutput());
        this.session = new Session(this, context, activity);
        this.pipeline = new CommandPipeline(id, context.router(), session, this);
        this.guard = new SlowReaderGuard(id, socket, context, this::cutOff);
        this.end = new InputEnd(context, pipeline, activity, this::graceIsOver);
    }

    void open() {
        socket.listen(this);
    }

    /** Changes the state, unless it is this one or a later one already. No other method assigns it. */
    private boolean enter(ConnectionState next) {
        if (state.compareTo(next) >= 0) {
            return false;
        }
        state = next;
        return true;
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

    /** This connection's line of CLIENT LIST. */
    @Override
    public String describe() {
        return "id=" + id + " addr=" + remoteAddress() + " laddr=" + socket.localAddress() + activity.describe()
                + session.describe() + " cmd-waiting=" + pipeline.length() + "\n";
    }

    /** The milliseconds since the client last sent something; 0 while a command is unanswered. */
    long idleMillis() {
        return pipeline.isIdle() ? activity.idleMillis() : 0;
    }

    // ---- commands

    @Override
    public void received(ByteBuf bytes) {
        if (!state.reads) {
            return;
        }
        activity.touch();
        peer.heard();
        unansweredBytes += bytes.readableBytes();
        activity.received(bytes.readableBytes());
        parser.feed(bytes);
        int commands = 0;
        try {
            for (Arguments request = next(); request != null; request = next()) {
                pipeline.add(context.table().decode(request));
                commands++;
            }
        } catch (HttpRequestException foreign) {
            refuseHttp();
        } catch (ProtocolException broken) {
            refuse(broken);
        }
        context.info().statistics().commands(commands);
        updateReading();
        context.cycle().touch();
    }

    /** The next request; null if it has not arrived completely, or if the command before it has ended the input. */
    private Arguments next() throws ProtocolException {
        if (!state.reads) {
            return null;
        }
        parser.unauthenticated(!session.isAuthenticated());
        return parser.next();
    }

    /** Closes at once, so that nothing runs that a web page has put behind the lines of HTTP. */
    private void refuseHttp() {
        context.info().statistics().protocolError();
        context.limits()
                .strangers()
                .warn("closed a connection from " + remoteAddress() + ", for its client speaks HTTP");
        cutOff();
    }

    /** Answers the commands before the malformed one, then the error, then closes. */
    private void refuse(ProtocolException broken) {
        enter(ConnectionState.DRAINING);
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
        if (full != paused && state != ConnectionState.CLOSED) {
            paused = full;
            if (full) {
                socket.pause();
            } else {
                socket.resume();
            }
        }
    }

    /** Answers the commands that have been read, for {@code server.closeGrace} at most, then closes. */
    @Override
    public void inputEnded() {
        if (state.answers && !end.isRead()) {
            enter(ConnectionState.DRAINING);
            end.read();
            if (pipeline.isIdle()) {
                closeAfterWriting();
            }
        }
    }

    @Override
    public void inputWillEnd() {
        if (state.reads) {
            end.foresee();
        }
    }

    private void graceIsOver() {
        pipeline.end();
        closeAfterWriting();
    }

    // ---- the peer, seen from the kernel's table of connections

    boolean isPaused() {
        return paused && state != ConnectionState.CLOSED;
    }

    PeerState peer() {
        return peer;
    }

    String tableKey() {
        return socket.tableKey();
    }

    /** Takes what the kernel knows of the peer. A client that reads its replies is as active as one that sends. */
    void look(TcpTable.Entry entry, long nowNanos) {
        if (peer.look(entry, socket.unsentBytes(), nowNanos)) {
            activity.touch();
        }
    }

    // ---- replies

    /** Takes an owner's reply to the first command that is unanswered there. */
    @Override
    public void replied(Reply reply) {
        if (state.answers) {
            write(reply);
            pipeline.answered();
        }
    }

    @Override
    public void told(Notice notice) {
        if (state.answers && notice == Notice.WITHDRAWN) {
            pipeline.drop();
            closeAfterWriting();
        } else if (state.answers && notice == Notice.RECEIPT) {
            replies.release();
            flushAtEndOfTurn();
        }
    }

    @Override
    public void write(Reply reply) {
        if (!state.writes) {
            return;
        }
        replies.add(reply);
        if (replies.isOverLimit()) {
            log.warn("connection {}: closed, for the replies of one turn are over {} bytes", id, replies.size());
            cutOff();
        } else {
            flushAtEndOfTurn();
        }
    }

    /**
     * Holds back the replies in the buffer until a {@link Notice.Receipt}, as Nagle's algorithm would, but only as long as
     * owners answer at once. An owner whose command or commit takes longer sends the receipt alone.
     */
    @Override
    public boolean hold() {
        return replies.hold();
    }

    @Override
    public void resp3(boolean on) {
        replies.resp3(on);
    }

    private void flushAtEndOfTurn() {
        if (!flushIsDue) {
            flushIsDue = true;
            context.cycle().wrote(this);
        }
    }

    @Override
    public void flush() {
        flushIsDue = false;
        if (!state.writes || state != ConnectionState.CLOSING && replies.isHeld()) {
            return;
        }
        ByteBuf bytes = replies.take();
        if (bytes != null) {
            peer.wrote(bytes.readableBytes());
            socket.write(bytes);
        }
        if (state == ConnectionState.CLOSING || end.isRead() && pipeline.isIdle()) {
            enter(ConnectionState.ENDED);
            socket.end();
            guard.wroteLast();
        } else {
            updateReading();
            guard.wrote();
        }
    }

    // ---- the end

    @Override
    public void closeAfterWriting() {
        if (enter(ConnectionState.CLOSING)) {
            flushAtEndOfTurn();
        }
    }

    /** Closes because the server stops. Commands that wait are not answered, as if the server had been killed. */
    void shutDown() {
        pipeline.abandon();
        closeAfterWriting();
    }

    /** Closes after the reply to the command under way, by which this connection has ended itself. */
    void hangUpAfterReply() {
        pipeline.add(new ConnectionCommand.HangUp(null));
    }

    /** Closes at once. Replies that the client has not read are lost. */
    void cutOff() {
        if (enter(ConnectionState.CUT_OFF)) {
            replies.take();
            socket.closeNow();
        }
    }

    @Override
    public void failed(Throwable cause) {
        log.debug("connection {}: {}", id, cause.toString());
    }

    @Override
    public void closed() {
        if (!enter(ConnectionState.CLOSED)) {
            return;
        }
        end.close();
        guard.close();
        onClose.run();
        pipeline.end();
        context.cycle().touch();
    }
}
