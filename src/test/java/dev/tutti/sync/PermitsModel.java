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

    /** A waiter. An ACQUIREALL has one in several lines. */
    private static final class Want {
        private final long client;
        private final int permits;
        private final int lease;
        private final List<Thing> all;
        private final long since;
        private boolean blocks;
        private boolean hasBlocked;
        private int overtakings;
        private int turn = 250;
        private Due turnEnd;

        private Want(long client, int permits, int lease, List<Thing> all, long since) {
            this.client = client;
            this.permits = permits;
            this.lease = lease;
            this.all = all;
            this.since = since;
        }

        private boolean isJoint() {
            return all.size() > 1;
        }
    }

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
            int free = limit;
            for (Held one : held) {
                free -= one.permits;
            }
            return free;
        }

        private String describe() {
            return kind + " " + name;
        }
    }

    final List<Thing> things = List.of(
            new Thing("lock", "a"),
            new Thing("lock", "b"),
            new Thing("lock", "c"),
            new Thing("semaphore", "a"),
            new Thing("semaphore", "b"));

    /** The number of times that lines were served. After some of them all lines are looked at. */
    private int settled;

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
        await(client, timeout);
        thing.line.add(new Want(client, permits, lease, List.of(thing), now()));
        settle(List.of(thing));
        if (timeout == 0 && waits(client)) {
            giveUp(client);
        }
    }

    void acquireAll(long client, List<Thing> all, int timeout, int lease) {
        Want want = new Want(client, 1, lease, all, now());
        want.turnEnd = after(want.turn, () -> block(want));
        await(client, timeout, "NullArray");
        all.forEach(thing -> thing.line.add(want));
        settle(all);
        if (waits(client) && timeout == 0) {
            giveUp(client);
        }
    }

    private void block(Want want) {
        cancel(want.turnEnd);
        want.blocks = true;
        want.hasBlocked = true;
        want.turnEnd = after(want.turn, () -> letOthersBy(want));
    }

    private void letOthersBy(Want want) {
        want.blocks = false;
        want.turnEnd = after(want.turn, () -> block(want));
        want.turn *= 2;
        settle(want.all);
    }

    /** Serves the lines of these, in this order. In other lines nobody can be served. */
    private void settle(List<Thing> some) {
        for (Thing thing : some) {
            while (serveOne(thing)) {}
        }
        settled++;
        if (settled % 16 == 0 && things.stream().anyMatch(this::serveOne)) {
            throw new AssertionError("somebody waits in a line that was not served");
        }
    }

    private boolean serveOne(Thing thing) {
        for (Want want : thing.line) {
            if (want.all.stream().allMatch(each -> isOpenTo(each, want))) {
                serve(want);
                return true;
            } else if (!want.isJoint() || isBlocking(want)) {
                return false;
            }
        }
        return false;
    }

    private boolean isOpenTo(Thing thing, Want want) {
        if (thing.free() < want.permits) {
            return false;
        }
        for (Want before : thing.line.subList(0, thing.line.indexOf(want))) {
            if (!before.isJoint() || isBlocking(before)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlocking(Want want) {
        return want.blocks && want.all.stream().allMatch(thing -> firstJoint(thing) == want);
    }

    private static Want firstJoint(Thing thing) {
        return thing.line.stream().filter(Want::isJoint).findFirst().orElse(null);
    }

    private void serve(Want want) {
        List<String> tokens = new ArrayList<>();
        for (Thing thing : want.all) {
            Want overtaken = want.isJoint() ? null : firstJoint(thing);
            if (overtaken != null && thing.line.indexOf(overtaken) < thing.line.indexOf(want)) {
                overtaken.overtakings++;
                if (overtaken.overtakings >= 10 && !overtaken.hasBlocked) {
                    block(overtaken);
                }
            }
            thing.line.remove(want);
            Held held = new Held(want.client, token(), now(), want.permits, want.lease);
            thing.held.add(held);
            begin(thing, held);
            tokens.add(String.valueOf(held.token));
        }
        cancel(want.turnEnd);
        tell(want.client, want.isJoint() ? tokens.toString() : tokens.get(0));
    }

    private void begin(Thing thing, Held held) {
        if (held.lease > 0) {
            held.end = after(held.lease, () -> end(thing, held));
        }
    }

    private void end(Thing thing, Held held) {
        thing.held.remove(held);
        cancel(held.end);
        settle(List.of(thing));
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
        things.stream()
                .flatMap(thing -> thing.line.stream())
                .filter(want -> want.client == client)
                .findFirst()
                .ifPresent(this::withdraw);
    }

    private void withdraw(Want want) {
        cancel(want.turnEnd);
        want.all.forEach(thing -> thing.line.remove(want));
        settle(want.all);
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
                thing.line.stream()
                        .map(want -> waiting(want.client, "acquire", want.since))
                        .toList());
    }

    @Override
    int remembered() {
        return (int) things.stream().filter(Thing::isKnown).count();
    }
}
