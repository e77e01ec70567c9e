package dev.tutti.net;

import dev.tutti.command.Command;
import dev.tutti.command.CommandTable;
import dev.tutti.command.Decoding;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.platform.TcpSocket;
import dev.tutti.resp.Arguments;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import dev.tutti.waiting.LoopShare;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns the bytes of one connection into commands, and counts the memory that these take until they are answered. All
 * methods belong to the connection's event loop.
 */
final class CommandReader {

    /** The client whose commands these are. */
    interface Sender {
        /** Whether it has given the password, or needs none. */
        boolean isAuthenticated();

        /**
         * Its last command has taken the event loop long.
         *
         * @param command its number in the table
         * @param share has the time
         */
        void slow(int command, LoopShare<?> share);
    }

    private final BooleanSupplier isOpen;
    private final Sender sender;
    private final ConnectionContext context;
    private final CommandPipeline pipeline;
    private final ConnectionTurns turns;
    private final CommandTimes times;
    private final RequestParser parser;
    private final MemoryQuota.Share memory;
    /** The most bytes of TLS that are read of a paused socket at once. */
    private static final long FEW_AHEAD = 16 * 1024;
    /**
     * The most bytes that are read of a paused socket when no command has been answered for so long: more than the
     * buffers of both kernels hold by default. A client that is alive may fill them again meanwhile, so there is a
     * second time.
     */
    private static final long MOST_AHEAD = 10 << 20;

    private static final long FIRST_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SECOND_AHEAD_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** The most bytes that a paused socket is read in one go. */
    private static final long MOST_A_LOOK = 1 << 20;
    /** No more than one part in so many of all input is in use where a paused socket is read. */
    private static final int PARTS_FOR_AHEAD = 2;

    private final Backlog backlog = new Backlog();
    /** A long request that has begun to become a command, or null. */
    private Decoding decoding;
    /** The bytes of the request that becomes a command. */
    private long requestBytes;
    /** The bytes that an operation under way holds besides its command. */
    private long operationBytes;

    /** The bytes that were read since the socket was paused. */
    private long aheadBytes;

    /** Whether the socket is not read at the moment. */
    private boolean paused;
    /** Whether that is because of its commands alone. */
    private boolean isFullOfCommands;
    /** The number of the last command that was answered, at the last look at the paused socket, or -1. */
    private long answeredAtLook = -1;

    private long stuckSinceNanos;
    /** The number of the last command that was read, or -1. */
    private int lastCommand = -1;

    /**
     * @param isOpen whether bytes still become commands
     * @param evicted called on the event loop when the connection holds more than any other and there is no room
     */
    CommandReader(
            BooleanSupplier isOpen,
            Sender sender,
            ConnectionContext context,
            CommandPipeline pipeline,
            ConnectionTurns turns,
            Runnable evicted) {
        this.isOpen = isOpen;
        this.sender = sender;
        this.context = context;
        this.pipeline = pipeline;
        this.turns = turns;
        this.times = context.timesOfConnection();
        this.parser = new RequestParser(context.table().limits());
        this.memory = context.limits().input().share(() -> context.loop().execute(evicted));
    }

    /** Takes bytes that have arrived. */
    void feed(ByteBuf bytes) {
        turns.received();
        times.received();
        aheadBytes = Math.max(0, aheadBytes - bytes.readableBytes());
        if (memory.holds(heldBytes() + parser.growth(bytes.readableBytes()))) {
            parser.feed(bytes);
        }
    }

    /**
     * Decodes the commands that have arrived, and adds them to the pipeline. Those for which this turn has no time stay
     * bytes.
     *
     * @throws ProtocolException if the bytes are no commands
     */
    void decode() throws ProtocolException {
        if (turns.waits()) {
            count();
            return;
        }
        int commands = 0;
        long commandBytes = 0;
        try {
            for (Command command = nextCommand(); command != null; command = nextCommand()) {
                commandBytes += requestBytes;
                requestBytes = 0;
                commands++;
                lastCommand = context.table().lastNumber();
                times.decoded(lastCommand);
                pipeline.add(command);
                boolean waits = turns.mustWait(parser.isMidCommand());
                if (turns.share().hasOverrun()) {
                    sender.slow(lastCommand, turns.share());
                }
                if (waits) {
                    break;
                }
            }
        } finally {
            context.info().statistics().commands(commands);
            if (commands > 0) {
                backlog.add(pipeline.progress().lastAdded(), commandBytes);
                times.decodedAll();
            }
            count();
        }
    }

    /** The next command; null if it has not arrived completely, or if its words are too many for this turn. */
    private Command nextCommand() throws ProtocolException {
        if (decoding == null) {
            Arguments request = next();
            if (request == null) {
                return null;
            }
            requestBytes = request.bytes() + Backlog.COMMAND_BYTES + (long) Backlog.WORD_BYTES * request.kept();
            if (!CommandTable.isLong(request)) {
                return context.table().decode(request);
            }
            decoding = context.table().decodeInSteps(request);
        }
        Command command = decoding.step();
        while (command == null && !turns.mustWait(true)) {
            command = decoding.step();
        }
        decoding = command == null ? decoding : null;
        return command;
    }

    /** The next request; null if it has not arrived completely, or if the command before it has ended the input. */
    private Arguments next() throws ProtocolException {
        if (!isOpen.getAsBoolean()) {
            return null;
        }
        parser.unauthenticated(!sender.isAuthenticated());
        return parser.next();
    }

    /** The replies that were written are sent. */
    void sent() {
        times.sent(pipeline.progress().lastReplied());
    }

    /** Commands may have been answered: counts what is left. */
    void count() {
        backlog.answered(pipeline.progress().lastAnswered());
        memory.holds(heldBytes());
    }

    /** The bytes of the commands that are not answered, and of the one that is not decoded completely. */
    long heldBytes() {
        return backlog.bytes() + parser.heldBytes() + requestBytes + operationBytes + aheadBytes;
    }

    /**
     * Stops reading while the client leaves replies unread, has too many commands unanswered, or has sent more than
     * there is time for, and goes on after that.
     *
     * @param isOutputFull whether replies have to wait
     */
    void updateReading(TcpSocket socket, boolean isOutputFull) {
        boolean isBusy = isOutputFull || turns.waits();
        boolean full = isBusy
                || pipeline.length() > context.config().maxPipeline()
                || heldBytes() > context.config().maxCommandSize() && !pipeline.isIdle();
        isFullOfCommands = full && !isBusy;
        if (full != paused) {
            paused = full;
            answeredAtLook = -1;
            if (full) {
                socket.pause();
            } else {
                socket.resume();
                countAhead(socket, 0);
            }
        }
    }

    /**
     * Counts the bytes that were read ahead, and so many that are about to be. Returns whether there is memory for
     * them.
     */
    private boolean countAhead(TcpSocket socket, long more) {
        long before = aheadBytes;
        aheadBytes = socket.aheadBytes() + more;
        return aheadBytes == before || memory.holds(heldBytes());
    }

    /**
     * Looks for the end of the input in the bytes that wait while the socket is paused. To be called again and again
     * then. If no command is answered for long, a part of the bytes is read, as far as there is memory: the end of a
     * client that was killed stands behind all that it had sent, and its kernel can't send that end while this one has
     * no room. Of TLS a few bytes are read in any case, since the kernel does not know its end.
     *
     * @param unread the number of bytes that wait
     */
    void lookAhead(TcpSocket socket, long unread, long nowNanos) {
        long answered = pipeline.progress().lastAnswered();
        if (!isFullOfCommands || answered != answeredAtLook) {
            stuckSinceNanos = nowNanos;
        }
        answeredAtLook = answered;
        if (!paused || !isOpen.getAsBoolean()) {
            return;
        }
        countAhead(socket, 0);
        long next = unread == 0 ? 0 : fits(MOST_A_LOOK, nowNanos) ? MOST_A_LOOK : fewOfTls(socket, unread);
        if (next > 0 && countAhead(socket, next)) {
            socket.readAhead(next);
        }
    }

    private boolean fits(long more, long nowNanos) {
        long stuck = nowNanos - stuckSinceNanos;
        long most = stuck < FIRST_AHEAD_NANOS ? 0 : stuck < SECOND_AHEAD_NANOS ? MOST_AHEAD : 2 * MOST_AHEAD;
        MemoryQuota input = context.limits().input();
        return aheadBytes + more <= most && input.used() + more <= input.max() / PARTS_FOR_AHEAD;
    }

    private long fewOfTls(TcpSocket socket, long unread) {
        return aheadBytes + unread <= FEW_AHEAD && socket.isTls() ? unread : 0;
    }

    /** The field of CLIENT LIST, as in Redis: lower case, with a bar before the subcommand. */
    String describe() {
        return lastCommand < 0
                ? " cmd=NULL"
                : " cmd="
                        + context.table()
                                .name(lastCommand)
                                .toLowerCase(Locale.ROOT)
                                .replace(' ', '|');
    }

    boolean isPaused() {
        return paused;
    }

    /** An operation holds this many bytes now, besides its command. */
    void operationHolds(long bytes) {
        operationBytes = bytes;
        memory.holds(heldBytes());
    }

    /** Reads nothing more, lets go of what has arrived, and returns the error that tells the client why. */
    Reply tooMuch() {
        drop();
        return Refusal.error(
                "ERR",
                "server.maxInputMemory: the commands of all connections take more than "
                        + context.config().maxInputMemory() + " bytes, and those of this one take most");
    }

    /** The connection is closed. */
    void close() {
        drop();
        memory.close();
    }

    private void drop() {
        parser.drop();
        decoding = null;
        requestBytes = 0;
    }
}
