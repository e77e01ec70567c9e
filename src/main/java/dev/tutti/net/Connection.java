package dev.tutti.net;

import dev.tutti.bus.Caller;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.platform.TcpSocket;
import dev.tutti.resp.HttpRequestException;
import dev.tutti.resp.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * One client's socket. Its bytes become commands for the {@link CommandPipeline}, and the replies are written once per
 * turn of the event loop. The connection stops reading while its client leaves replies unread, or has too many commands
 * unanswered. All methods belong to the event loop of the net server that accepted the connection.
 */
final class Connection implements TcpSocket.Listener, Caller, SessionClient, FlushCycle.Output {

    private final long id;
    private final TcpSocket socket;
    private final ConnectionContext context;
    private final Runnable onClose;
    private final ConnectionLog lines;
    private final CommandReader reader;
    private final OutputSide output;
    private final Session session;
    private final CommandPipeline pipeline;
    private final InputEnd end;
    private final ConnectionTurns turns;
    private final Activity activity = new Activity();
    private final PeerState peerState = new PeerState();
    private final WatchedPeer peer;
    private ConnectionState state = ConnectionState.OPEN;

    /** @param onClose called once, when the socket is closed */
    Connection(long id, TcpSocket socket, ConnectionContext context, Runnable onClose) {
        this.id = id;
        this.socket = socket;
        this.context = context;
        this.onClose = onClose;
        this.lines = new ConnectionLog(id, socket, context.limits().events());
        this.output = new OutputSide(socket, peerState, context, this::cutOff, () -> state.writes, this);
        this.session = new Session(this, context, activity);
        this.turns = new ConnectionTurns(context.budget(), this::goOn);
        LongReplies longReplies =
                new LongReplies(context.limits().turns(), context::config, context.loop(), this::resume);
        this.pipeline = new CommandPipeline(id, context.router(), session, output, longReplies, turns);
        this.reader = new CommandReader(() -> state.reads, session, context, pipeline, turns, this::evictedByInput);
        this.peer = new WatchedPeer(socket, peerState, reader, activity);
        this.end = new InputEnd(context, pipeline, activity, output::isDrained, this::endWith);
    }

    void open() {
        socket.listen(this);
    }

    /** Changes the state, unless it is this one or a later one already. No other method assigns it. */
    private boolean enter(ConnectionState next) {
        ConnectionState before = state;
        state = before.compareTo(next) < 0 ? next : before;
        return state != before;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public CommandPipeline pipeline() {
        return pipeline;
    }

    @Override
    public OutputSide output() {
        return output;
    }

    /** The users may have changed: closes if this client's is gone, or has lost rights. */
    void renewUser() {
        if (state.answers && !session.renewUser()) {
            cutOff("its user has lost rights by a reload of the configuration");
        }
    }

    Session session() {
        return session;
    }

    long takeDelayedMillis() {
        return activity.takeDelayedMillis();
    }

    @Override
    public String remoteAddress() {
        return socket.remoteAddress();
    }

    /** This connection's line of CLIENT LIST. */
    @Override
    public String describe() {
        return "id=" + id + " addr=" + remoteAddress() + " laddr=" + socket.localAddress() + activity.describe()
                + session.describe() + reader.describe() + " cmd-waiting=" + pipeline.length() + "\n";
    }

    /** The milliseconds since the client last sent something; 0 while a command is unanswered or a reply unsent. */
    long idleMillis() {
        if (socket.unsentBytes() > 0) {
            activity.touch(); // the client has the whole time after it has read
        }
        return pipeline.isIdle() && !turns.waits() && session.subscriptions().areEmpty() ? activity.idleMillis() : 0;
    }

    // ---- commands

    @Override
    public void received(ByteBuf bytes) {
        if (!state.reads) {
            return;
        }
        activity.touch();
        peerState.heard();
        activity.received(bytes.readableBytes());
        reader.feed(bytes);
        decode();
    }

    private void decode() {
        try {
            reader.decode();
        } catch (HttpRequestException foreign) {
            context.info().statistics().protocolError();
            cutOff("its client speaks HTTP"); // at once, as a web page may have put commands behind the lines of HTTP
        } catch (ProtocolException broken) {
            refuse(broken);
        }
        updateReading();
        context.cycle().touch();
    }

    /** A later turn has come for the commands that have waited for one. */
    private void goOn() {
        if (state.answers) {
            activity.touch();
            pipeline.advance();
            decode();
        }
    }

    /** Answers the commands before the malformed one, then the error, then closes. */
    private void refuse(ProtocolException broken) {
        enter(ConnectionState.DRAINING);
        lines.cutOff("its client does not speak the protocol: " + broken.getMessage());
        context.info().statistics().protocolError();
        Reply error = new Reply.Error("ERR", broken.bytes());
        pipeline.add(new ConnectionCommand.HangUp(error));
    }

    private void updateReading() {
        if (state != ConnectionState.CLOSED) {
            reader.updateReading(socket, output.isFull());
        }
    }

    /** Closes, for all connections hold too much input and this one holds most. */
    private void evictedByInput() {
        if (state.answers) {
            lines.cutOff("its commands take most of server.maxInputMemory");
            endWith(reader.tooMuch());
        }
    }

    /** Withdraws the commands that are not answered, and closes after this error. Within a reply it is left out. */
    private void endWith(Reply error) {
        if (state.answers) {
            boolean isMidReply = pipeline.isMidReply() || output.isMidReply();
            output.finish();
            if (!isMidReply) {
                write(error);
            }
            pipeline.end();
            closeAfterWriting();
            context.cycle().touch();
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

    // ---- the peer, seen from the kernel's table of connections

    boolean isPaused() {
        return reader.isPaused() && state != ConnectionState.CLOSED;
    }

    WatchedPeer peer() {
        return peer;
    }

    // ---- replies

    @Override
    public void replied(Reply reply) {
        if (state.answers) {
            pipeline.replied(reply);
        }
    }

    @Override
    public void told(Notice notice) {
        if (state.answers && notice == Notice.WITHDRAWN) {
            pipeline.drop();
            closeAfterWriting();
        } else if (state.answers && notice == Notice.RECEIPT) {
            output.release();
            output.flushAtEndOfTurn();
        } else if (state.answers && notice == Notice.WANTS_ROOM) {
            pipeline.ownerPaused();
            resume();
        } else if (notice instanceof Notice.LocksPart part && pipeline.operation() != null) {
            pipeline.operation().told(part);
        } else if (notice instanceof Notice.ItemCancelled cancelled) {
            pipeline.itemCancelled(cancelled);
        } else {
            lines.told(notice);
        }
    }

    @Override
    public void write(Reply reply) {
        output.write(reply);
    }

    @Override
    public void operationHolds(long bytes) {
        reader.operationHolds(bytes);
    }

    @Override
    public void resp3(boolean on) {
        output.resp3(on);
    }

    @Override
    public void flush() {
        session.subscriptions().tellHeld();
        output.flushing();
        if (!state.writes || state != ConnectionState.CLOSING && output.isHeld()) {
            return;
        }
        output.send();
        reader.sent();
        if (state == ConnectionState.CLOSING || end.isRead() && pipeline.isIdle()) {
            enter(ConnectionState.ENDED);
            output.end();
        } else {
            output.turnEnded();
            resume();
        }
    }

    @Override
    public void writable() {
        output.accepted();
        resume();
    }

    /** Goes on with what had to wait for replies to be sent. */
    private void resume() {
        if (state.answers && pipeline.sent()) {
            context.cycle().touch();
        }
        reader.count();
        updateReading();
    }

    @Override
    public void unwritable(Throwable cause) {
        lines.unwritable(cause);
        cutOff();
    }

    // ---- the end

    @Override
    public void closeAfterWriting() {
        if (enter(ConnectionState.CLOSING)) {
            output.finish();
        }
    }

    /** Closes because the server stops. Commands that wait are not answered, as if the server had been killed. */
    void shutDown() {
        pipeline.abandon();
        closeAfterWriting();
    }

    /** Closes at once, and logs the reason. Replies that the client has not read are lost. */
    void cutOff(String reason) {
        if (state.compareTo(ConnectionState.CUT_OFF) < 0) {
            lines.cutOff(reason);
        }
        cutOff();
    }

    /** Closes at once. Replies that the client has not read are lost. */
    void cutOff() {
        if (enter(ConnectionState.CUT_OFF)) {
            output.drop();
            socket.closeNow();
        }
    }

    @Override
    public void failed(Throwable cause) {
        lines.failed(cause);
    }

    @Override
    public void closed() {
        if (!enter(ConnectionState.CLOSED)) {
            return;
        }
        end.close();
        output.close();
        reader.close();
        onClose.run();
        pipeline.end();
        context.cycle().touch();
    }
}
