package dev.tutti.bus;

import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.Reply;
import dev.tutti.persistence.Basis;
import io.vertx.core.eventbus.EventBus;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** An event bus that delivers nothing: a test looks at what was sent, and makes the messages that come in. */
public final class RecordedBus {

    private final EventBus bus = (EventBus) Proxy.newProxyInstance(
            RecordedBus.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                if (!method.getName().equals("send")) {
                    throw new UnsupportedOperationException(method.toString());
                }
                record((String) arguments[0], arguments[1]);
                return proxy;
            });
    private final List<String> sent = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();

    /** A command as it was sent to its owner. */
    public record Asked(String owner, long coroutine, Command command) {}

    public EventBus eventBus() {
        return bus;
    }

    private void record(String address, Object message) {
        if (message instanceof Requests requests) {
            for (int i = 0; i < requests.size(); i++) {
                asked.add(new Asked(address, requests.coroutine(i), requests.command(i)));
            }
        } else {
            Replies replies = (Replies) message;
            for (int i = 0; i < replies.size(); i++) {
                sent.add(address + " " + replies.coroutine(i) + ": " + told(replies, i));
            }
        }
    }

    /** The replies sent since the last time: address, coroutine and what it is told. */
    public List<String> replies() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** The commands sent since the last time. */
    public List<Asked> requests() {
        List<Asked> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    public static Requests request(String replyTo, long coroutine, Command... commands) {
        Requests requests = new Requests(replyTo, commands.length);
        for (Command command : commands) {
            requests.add(coroutine, command);
        }
        return requests;
    }

    public static Replies reply(long coroutine, Reply... told) {
        Replies replies = new Replies(told.length);
        for (Reply reply : told) {
            replies.add(coroutine, reply, Basis.MEMORY);
        }
        return replies;
    }

    public static Replies notice(long coroutine, Notice notice) {
        Replies replies = new Replies(1);
        replies.add(coroutine, notice);
        return replies;
    }

    /** A reply or notice as a person reads it. */
    public static String told(Replies replies, int index) {
        String[] told = {null};
        replies.deliver(index, new Caller() {
            @Override
            public void replied(Reply reply) {
                told[0] = RecordedBus.told(reply);
            }

            @Override
            public void told(Notice notice) {
                told[0] = RecordedBus.told(notice);
            }
        });
        return told[0];
    }

    private static String told(Notice notice) {
        if (notice instanceof Notice.Count count) {
            return String.valueOf(count.value());
        }
        return notice instanceof Notice.LocksPart part
                ? part.state().name()
                : notice.getClass().getSimpleName();
    }

    /** A reply as a person reads it. */
    public static String told(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return new String(bulk.bytes());
        } else if (reply instanceof Reply.Error error) {
            return error.kind() + " " + new String(error.message());
        } else if (reply instanceof Reply.Simple simple) {
            return simple.text();
        } else if (reply instanceof Reply.Int number) {
            return String.valueOf(number.value());
        } else if (reply instanceof Reply.Encoded encoded) {
            return told(encoded.reply());
        } else if (reply instanceof Reply.Array array) {
            return array.elements().stream().map(RecordedBus::told).toList().toString();
        } else if (reply instanceof Reply.Pairs pairs) {
            return pairs.elements().stream().map(RecordedBus::told).toList().toString();
        } else if (reply instanceof Reply.Delivery got) {
            return "[" + (got.queue() == null ? "" : got.queue() + ", ") + got.id() + ", " + new String(got.item())
                    + ", " + got.attempt() + "]";
        }
        return reply.getClass().getSimpleName();
    }
}
