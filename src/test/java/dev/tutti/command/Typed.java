package dev.tutti.command;

import dev.tutti.resp.Arguments;
import dev.tutti.resp.ProtocolException;
import dev.tutti.resp.RequestParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests as a client types them, through the parser and the table. */
public final class Typed {

    static final int MAX_ITEM_SIZE = 100;

    private final CommandTable table =
            new CommandTable(MAX_ITEM_SIZE, 16 * MAX_ITEM_SIZE, Map.of("port", "8888", "host", "::1"));
    private final RequestParser parser = new RequestParser(MAX_ITEM_SIZE, 10_000_000);

    public Command decode(String line) {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        return decode(bytes);
    }

    /** Of a table with limits of its own. */
    static Command decode(CommandTable table, String line) {
        byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        RequestParser parser = new RequestParser(100_000, 100_000);
        try {
            parser.feed(bytes, 0, bytes.length);
            return table.decode(parser.next());
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Command decode(byte[] bytes) {
        try {
            parser.feed(bytes, 0, bytes.length);
            Arguments request = parser.next();
            Command command = table.decode(request);
            if (parser.next() != null) {
                throw new IllegalArgumentException("more than one request");
            }
            return command;
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Decodes a request step by step. More bytes arrive behind each step.
     *
     * @return null for each step but the last, and the command
     */
    List<Command> steps(String line) {
        byte[] request = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] next = "PING\r\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        RequestParser parser = new RequestParser(MAX_ITEM_SIZE, 10_000_000);
        List<Command> steps = new ArrayList<>();
        try {
            parser.feed(request, 0, request.length);
            Decoding decoding = table.decodeInSteps(parser.next());
            Command command = decoding.step();
            while (command == null) {
                steps.add(null);
                parser.feed(next, 0, next.length);
                command = decoding.step();
            }
            steps.add(command);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
        return steps;
    }

    /** The reply to a command that is answered when it is read. */
    Reply answer(String line) {
        Command command = decode(line);
        if (command instanceof ConnectionCommand.Settings settings) {
            return settings.reply().get();
        }
        return command instanceof ConnectionCommand.Deferred deferred
                ? deferred.reply().get()
                : ((ConnectionCommand.Answer) command).reply();
    }

    /** The error reply: kind and text. */
    String refusal(String line) {
        return refusal(answer(line));
    }

    static String refusal(Reply reply) {
        Reply.Error error = (Reply.Error) reply;
        return error.kind() + " " + new String(error.message(), StandardCharsets.UTF_8);
    }
}
