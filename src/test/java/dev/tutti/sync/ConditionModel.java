package dev.tutti.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A model of conditions. Each has a list of the clients that wait to be notified, and one of the clients that wait for
 * the lock, whether they had it before or not. A free lock goes to the first in the list.
 */
final class ConditionModel extends SyncModel {

    private enum Stage {
        ACQUIRING,
        WAITING,
        NOTIFIED,
        GIVEN_UP
    }

    /** One client at one condition. The token is 0 until it has had the lock. */
    private static final class Member {
        private final long client;
        private long token;
        /** The time at which it took the lock, or began to wait to take it again. */
        private long since;
        /** The position among all acquisitions of any lock. */
        private int taken;

        private Stage stage;

        private Member(long client) {
            this.client = client;
        }

        private void enter(List<Member> line, Stage next) {
            stage = next;
            line.add(this);
        }
    }

    static final class Thing {
        final String name;
        private final List<Member> waiting = new ArrayList<>();
        private final List<Member> line = new ArrayList<>();
        private Member holder;

        private Thing(String name) {
            this.name = name;
        }

        boolean isLocked() {
            return holder != null;
        }

        private boolean isKnown() {
            return holder != null || !line.isEmpty() || !waiting.isEmpty();
        }

        private Stream<Member> members() {
            Stream<Member> lines = Stream.concat(line.stream(), waiting.stream());
            return holder == null ? lines : Stream.concat(Stream.of(holder), lines);
        }
    }

    final List<Thing> things = List.of(new Thing("a"), new Thing("b"));
    private int takings;

    void acquire(long client, Thing thing, int timeout) {
        if (timeout == 0 && thing.isLocked()) {
            tell(client, "Null");
            return;
        }
        await(client, timeout);
        new Member(client).enter(thing.line, Stage.ACQUIRING);
        settle(thing);
    }

    private void settle(Thing thing) {
        if (thing.holder == null && !thing.line.isEmpty()) {
            Member next = thing.line.remove(0);
            thing.holder = next;
            next.since = now();
            next.taken = takings++;
            answer(next);
        }
    }

    private void answer(Member member) {
        if (member.stage == Stage.ACQUIRING) {
            member.token = token();
            tell(member.client, String.valueOf(member.token));
        } else if (member.stage == Stage.NOTIFIED) {
            tell(member.client, "1");
        } else {
            tellOver(member.client);
        }
    }

    boolean holds(long client, Thing thing) {
        return thing.holder != null && thing.holder.client == client;
    }

    void release(long client, Thing thing, long token) {
        boolean held = token == 0 ? holds(client, thing) : thing.holder != null && thing.holder.token == token;
        if (!held) {
            tell(client, notHeld(thing, token));
            return;
        }
        thing.holder = null;
        settle(thing);
        tell(client, "OK");
    }

    private static String notHeld(Thing thing, long token) {
        return "NOTHELD condition " + thing.name + " is not held "
                + (token == 0 ? "by this connection" : "under token " + token);
    }

    void await(long client, Thing thing, int timeout) {
        if (!holds(client, thing)) {
            tell(client, notHeld(thing, 0));
        } else if (timeout == 0) {
            tell(client, "Null");
        } else {
            await(client, timeout);
            thing.holder.enter(thing.waiting, Stage.WAITING);
            thing.holder = null;
            settle(thing);
        }
    }

    void wake(long client, Thing thing, int most) {
        tell(client, holds(client, thing) ? String.valueOf(wake(thing, most)) : notHeld(thing, 0));
    }

    private int wake(Thing thing, int most) {
        int woken = Math.min(most, thing.waiting.size());
        for (int i = 0; i < woken; i++) {
            Member next = thing.waiting.remove(0);
            next.since = now();
            next.enter(thing.line, Stage.NOTIFIED);
        }
        return woken;
    }

    /** The token of a random holder or waiter, or one that was never issued. */
    long anyToken(Thing thing, Random random) {
        List<Member> known = thing.members().filter(member -> member.token > 0).toList();
        return known.isEmpty() ? 1L << 40 : known.get(random.nextInt(known.size())).token;
    }

    // ---- the end of a wait

    private Thing thing(long client) {
        return things.stream()
                .filter(thing -> member(client, thing) != null)
                .findFirst()
                .orElseThrow();
    }

    private static Member member(long client, Thing thing) {
        return Stream.concat(thing.line.stream(), thing.waiting.stream())
                .filter(member -> member.client == client)
                .findFirst()
                .orElse(null);
    }

    @Override
    void giveUp(long client) {
        Thing thing = thing(client);
        Member member = member(client, thing);
        if (member.stage == Stage.ACQUIRING) {
            super.giveUp(client);
        } else if (member.stage == Stage.NOTIFIED) {
            member.stage = Stage.GIVEN_UP;
            wake(thing, 1);
        } else {
            thing.waiting.remove(member);
            member.since = now();
            member.enter(thing.line, Stage.GIVEN_UP);
            settle(thing);
        }
    }

    @Override
    void withdraw(long client) {
        Thing thing = thing(client);
        Member member = member(client, thing);
        thing.line.remove(member);
        thing.waiting.remove(member);
        if (member.stage == Stage.NOTIFIED) {
            wake(thing, 1);
        }
    }

    /** The client's locks in the order in which it took them. */
    @Override
    void giveBack(long client) {
        things.stream()
                .filter(thing -> holds(client, thing))
                .sorted((a, b) -> Integer.compare(a.holder.taken, b.holder.taken))
                .toList()
                .forEach(thing -> {
                    thing.holder = null;
                    settle(thing);
                });
    }

    // ---- how it stands

    @Override
    List<String> contentions() {
        return things.stream().filter(Thing::isKnown).map(this::text).toList();
    }

    private String text(Thing thing) {
        Member holder = thing.holder;
        List<String> holders = holder == null
                ? List.of()
                : List.of(presence(holder.client, String.valueOf(holder.token), holder.since, false));
        return contention(
                "condition",
                thing.name,
                holders,
                Stream.concat(thing.line.stream(), thing.waiting.stream())
                        .map(this::text)
                        .toList());
    }

    /** A client that takes the lock again waits for it since it was notified or gave up. */
    private String text(Member member) {
        return switch (member.stage) {
            case ACQUIRING -> waiting(member.client, "acquire");
            case WAITING -> waiting(member.client, "wait");
            default -> waiting(member.client, "reacquire", member.since);
        };
    }

    @Override
    int remembered() {
        return (int) things.stream().filter(Thing::isKnown).count();
    }
}
