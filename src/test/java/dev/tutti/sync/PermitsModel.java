package dev.tutti.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * A model of locks and semaphores: the holders with their tokens, and the waiters. A free permit goes to the first
 * waiter.
 */
final class PermitsModel extends SyncModel {

    /** One permit that a client holds. */
    private static final class Held {
        private final long client;
        private final long token;
        private final long since;
        private final int permits;
        private int lease;
        private Due end;

        private Held(long client, long token, long since, int permits, int lease) {
            this.client = client;
            this.token = token;
            this.permits = permits;
            this.since = since;
            this.lease = lease;
        }
    }

    private record Want(long client, int permits, int lease) {}

    static final class Thing {
        final String kind;
        final String name;
        private final List<Held> held = new ArrayList<>();
        private final List<Want> line = new ArrayList<>();
        private int limit = 1;

        private Thing(String kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        private boolean isKnown() {
            return !held.isEmpty() || !line.isEmpty();
        }

        private int free() {
            return limit - held.stream().mapToInt(one -> one.permits).sum();
        }

        private String describe() {
            return kind + " " + name;
        }
    }

    final List<Thing> things = List.of(
            new Thing("lock", "a"), new Thing("lock", "b"), new Thing("semaphore", "a"), new Thing("semaphore", "b"));

    /** @param limit 0 if the command has none */
    void acquire(long client, Thing thing, int limit, int permits, int timeout, int lease) {
        int inForce = thing.isKnown() ? thing.limit : Math.max(1, limit);
        if (limit != 0 && limit != inForce) {
            tell(
                    client,
                    "ERR " + thing.describe() + " has LIMIT " + thing.limit + ", not " + limit
                            + ", while a permit is held");
            return;
        } else if (permits > inForce) {
            tell(
                    client,
                    "ERR " + thing.describe() + " has LIMIT " + inForce + ", so PERMITS " + permits
                            + " would wait for ever");
            return;
        }
        thing.limit = inForce;
        if (timeout == 0 && (thing.free() < permits || !thing.line.isEmpty())) {
            tell(client, "Null");
            return;
        }
        await(client, timeout);
        thing.line.add(new Want(client, permits, lease));
        settle(thing);
    }

    private void settle(Thing thing) {
        while (!thing.line.isEmpty() && thing.line.get(0).permits <= thing.free()) {
            Want next = thing.line.remove(0);
            Held held = new Held(next.client, token(), now(), next.permits, next.lease);
            thing.held.add(held);
            begin(thing, held);
            tell(next.client, String.valueOf(held.token));
        }
    }

    private void begin(Thing thing, Held held) {
        if (held.lease > 0) {
            held.end = after(held.lease, () -> end(thing, held));
        }
    }

    private void end(Thing thing, Held held) {
        thing.held.remove(held);
        cancel(held.end);
        settle(thing);
    }

    /** @param token 0 if the command has none */
    void release(long client, Thing thing, long token) {
        Held held = token == 0 ? newest(client, thing) : under(token, thing);
        if (held == null) {
            tell(client, notHeld(thing, token));
        } else {
            end(thing, held);
            tell(client, "OK");
        }
    }

    /** @param lease the new one; negative to keep the old one */
    void touch(long client, Thing thing, long token, int lease) {
        Held held = under(token, thing);
        if (held == null) {
            tell(client, notHeld(thing, token));
        } else {
            cancel(held.end);
            held.lease = lease < 0 ? held.lease : lease;
            begin(thing, held);
            tell(client, "OK");
        }
    }

    private static String notHeld(Thing thing, long token) {
        return "NOTHELD " + thing.describe() + " is not held "
                + (token == 0 ? "by this connection" : "under token " + token);
    }

    private static Held newest(long client, Thing thing) {
        Held newest = null;
        for (Held held : thing.held) {
            newest = held.client == client ? held : newest;
        }
        return newest;
    }

    private static Held under(long token, Thing thing) {
        return thing.held.stream()
                .filter(held -> held.token == token)
                .findFirst()
                .orElse(null);
    }

    int value(Thing thing) {
        return thing.isKnown() ? thing.free() : 1;
    }

    /** The oldest valid token of a primitive, or one that was never issued. */
    long oldest(Thing thing) {
        return thing.held.isEmpty() ? 1L << 40 : thing.held.get(0).token;
    }

    @Override
    void withdraw(long client) {
        for (Thing thing : things) {
            if (thing.line.removeIf(want -> want.client == client)) {
                settle(thing);
            }
        }
    }

    /** The permits in the order of their tokens, in which they were taken. */
    @Override
    void giveBack(long client) {
        for (long token = firstToken(client); token > 0; token = firstToken(client)) {
            for (Thing thing : things) {
                Held held = under(token, thing);
                if (held != null) {
                    end(thing, held);
                }
            }
        }
    }

    private long firstToken(long client) {
        return things.stream()
                .flatMap(thing -> thing.held.stream())
                .filter(held -> held.client == client)
                .mapToLong(held -> held.token)
                .min()
                .orElse(0);
    }

    @Override
    List<String> contentions() {
        return things.stream().filter(Thing::isKnown).map(this::text).toList();
    }

    private String text(Thing thing) {
        return contention(
                thing.kind,
                thing.name,
                thing.held.stream()
                        .map(held -> presence(held.client, String.valueOf(held.token), held.since, false))
                        .toList(),
                thing.line.stream().map(want -> waiting(want.client, "acquire")).toList());
    }

    @Override
    int remembered() {
        return (int) things.stream().filter(Thing::isKnown).count();
    }
}
