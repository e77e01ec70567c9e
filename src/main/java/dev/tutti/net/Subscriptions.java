package dev.tutti.net;

import dev.tutti.command.ClusterRequest;
import dev.tutti.command.Command;
import dev.tutti.command.ConnectionCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.config.Glob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The channels and patterns that one connection has subscribed to. The names are bytes, each as a character. Only one
 * channel ever has messages: those of Redis's Sentinel that tell of another leader.
 */
final class Subscriptions {

    /** The most channels and patterns of a connection. */
    private static final int MOST = 1000;

    private static final String CHANNEL = "+switch-master";

    private final ClientIdentity identity;
    private final BooleanSupplier isMidReply;
    private final Consumer<Reply> output;
    /** Both are null until there is a subscription. */
    private Set<String> channels;

    private Map<String, Glob> patterns;
    /** The last message, which waits for the end of a reply; or null. */
    private String held;

    /**
     * @param isMidReply whether a part of a reply is written, and the rest is still to come
     * @param output is given the messages
     */
    Subscriptions(ClientIdentity identity, BooleanSupplier isMidReply, Consumer<Reply> output) {
        this.identity = identity;
        this.isMidReply = isMidReply;
        this.output = output;
    }

    boolean areEmpty() {
        return channels == null;
    }

    private int count() {
        return areEmpty() ? 0 : channels.size() + patterns.size();
    }

    /** Whether the connection may do nothing but subscribe, since its replies could be taken for messages. */
    boolean bindConnection() {
        return channels != null && !identity.speaksResp3();
    }

    /** Whether a command is refused for that reason. */
    boolean refuse(Command command) {
        return bindConnection()
                && !(command instanceof ConnectionCommand.OfCluster of
                        && of.request() instanceof ClusterRequest.Subscription)
                && !(command instanceof ConnectionCommand.Answer answer && answer.reply() instanceof Reply.Error)
                && !(command instanceof ConnectionCommand.Ping)
                && !(command instanceof ConnectionCommand.Reset)
                && !(command instanceof ConnectionCommand.Quit)
                && !(command instanceof ConnectionCommand.HangUp);
    }

    static Reply refusal() {
        return Refusal.error(
                "ERR",
                "Can't execute this command: only (P)SUBSCRIBE, (P)UNSUBSCRIBE, PING, QUIT and RESET are allowed while"
                        + " a connection with RESP2 has subscribed");
    }

    /** The reply to a PING, which could be taken for a message otherwise. */
    Reply pong(Reply usual) {
        if (!bindConnection()) {
            return usual;
        }
        return Reply.array(List.of(Reply.text("pong"), usual instanceof Reply.Bulk message ? message : Reply.text("")));
    }

    /** @param reply is given a reply for each name, or one error */
    void add(ClusterRequest.Subscribe command, Consumer<Reply> reply) {
        if (count() + command.names().size() > MOST) {
            reply.accept(Refusal.error("ERR", "a connection subscribes to at most " + MOST + " channels and patterns"));
            return;
        }
        if (areEmpty()) {
            channels = new LinkedHashSet<>();
            patterns = new LinkedHashMap<>();
        }
        String kind = command.isPattern() ? "psubscribe" : "subscribe";
        for (String name : command.names()) {
            if (command.isPattern()) {
                patterns.put(name, new Glob(name));
            } else {
                channels.add(name);
            }
            reply.accept(changed(kind, bytes(name), count()));
        }
    }

    /** @param reply is given a reply for each name, and at least one */
    void remove(ClusterRequest.Unsubscribe command, Consumer<Reply> reply) {
        String kind = command.isPattern() ? "punsubscribe" : "unsubscribe";
        Collection<String> names = command.names().isEmpty() ? names(command.isPattern()) : command.names();
        if (names.isEmpty()) {
            reply.accept(changed(kind, Reply.NULL, count()));
        }
        for (String name : names) {
            if (!areEmpty()) {
                (command.isPattern() ? patterns.keySet() : channels).remove(name);
            }
            reply.accept(changed(kind, bytes(name), count()));
        }
        if (count() == 0) {
            close();
        }
    }

    private Collection<String> names(boolean arePatterns) {
        return areEmpty() ? List.of() : List.copyOf(arePatterns ? patterns.keySet() : channels);
    }

    private static Reply changed(String kind, Reply name, int count) {
        return new Reply.Push(List.of(Reply.text(kind), name, Reply.integer(count)));
    }

    private static Reply bytes(String name) {
        return Reply.bulk(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- messages

    /** Another node leads. Of several messages that have to wait only the last is sent. */
    void tell(String message) {
        if (!areEmpty()) {
            held = message;
            tellHeld();
        }
    }

    /** Sends the message that has waited, unless a reply is still under way. */
    void tellHeld() {
        if (held == null || isMidReply.getAsBoolean()) {
            return;
        }
        String message = held;
        held = null;
        pushes(Reply.text(message)).forEach(output);
    }

    private List<Reply> pushes(Reply message) {
        List<Reply> pushes = new ArrayList<>();
        if (!areEmpty() && channels.contains(CHANNEL)) {
            pushes.add(new Reply.Push(List.of(Reply.text("message"), Reply.text(CHANNEL), message)));
        }
        if (!areEmpty()) {
            patterns.forEach((name, pattern) -> {
                if (pattern.matches(CHANNEL)) {
                    pushes.add(
                            new Reply.Push(List.of(Reply.text("pmessage"), bytes(name), Reply.text(CHANNEL), message)));
                }
            });
        }
        return pushes;
    }

    /** Forgets all. */
    void close() {
        channels = null;
        patterns = null;
        held = null;
    }
}
