package dev.tutti.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers commands with texts, as a test sets them. It leads, unless the test says otherwise. */
final class FakeServer {

    /** Behind an answer: the connection is closed. */
    static final String CUT = "<cut>";

    private final ConcurrentHashMap<String, String> answers = new ConcurrentHashMap<>();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final NetServer server;

    FakeServer(Vertx vertx) {
        answer("HELLO", "%1\r\n$2\r\nid\r\n:7\r\n");
        answer("ROLE", "*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n");
        answer("QUIT", "+OK\r\n");
        server = TestClients.get(
                vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    /**
     * Sets the answer to all commands that begin with this word or these words.
     *
     * @param reply as it goes over the wire, perhaps {@link #CUT} at its end; empty for none
     */
    FakeServer answer(String command, String reply) {
        answers.put(command, reply);
        return this;
    }

    /** From now on it follows the server at this port, or an unknown one if that is 0. */
    FakeServer follows(int port) {
        return answer("ROLE", "*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.1\r\n:" + port + "\r\n$9\r\nconnected\r\n:0\r\n");
    }

    int port() {
        return server.actualPort();
    }

    /** The commands that came, without those of the connection. */
    List<String> commands() {
        return commands.stream()
                .filter(command -> !command.matches("(HELLO|ROLE|QUIT).*"))
                .toList();
    }

    int connections() {
        return connections.get();
    }

    void close() {
        TestClients.get(server.close());
    }

    private void accept(NetSocket socket) {
        connections.incrementAndGet();
        // A command is an array, as a reply may be.
        ReplyParser parser = new ReplyParser();
        socket.handler(bytes -> parser.feed(bytes, words -> answer(socket, (List<?>) words)));
    }

    private void answer(NetSocket socket, List<?> words) {
        String command = String.join(" ", words.stream().map(String::valueOf).toList());
        commands.add(command);
        String reply = answers.entrySet().stream()
                .filter(entry -> command.startsWith(entry.getKey()))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse("-ERR unknown command\r\n");
        if (reply.endsWith(CUT)) {
            socket.write(reply.substring(0, reply.length() - CUT.length())).onComplete(end -> socket.close());
        } else if (!reply.isEmpty()) {
            socket.write(Buffer.buffer(reply));
        }
    }
}
