package dev.tutti.kill;

import dev.tutti.RespClient.Null;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways in which a client gets items. */
final class GetActions {

    private static final int MOST_ITEMS = 3;
    private static final String DETACHED = " LEASE 36000000 DETACHED";

    private final Caller caller;
    private final List<InHand> inHand;

    /** @param inHand receives the items */
    GetActions(Caller caller, List<InHand> inHand) {
        this.caller = caller;
        this.inHand = inHand;
    }

    void get() {
        KillQueue queue = KillQueue.any(caller.random);
        long asked = caller.history().getting(Set.of(queue.family));
        long inOrder = caller.histories.order().asking();
        Object reply = caller.ask("QUEUE GET " + queue.key + " TIMEOUT 0 COUNT " + (1 + caller.dice(MOST_ITEMS)));
        if (reply instanceof List<?> deliveries) {
            got(queue, asked, inOrder, 0, deliveries, queue == KillQueue.DETACHED);
        } else if (reply != Null.ARRAY) {
            caller.unexpected("GET", Caller.text(reply));
        }
        caller.history().answered(Set.of(queue.family));
    }

    /** Items of any queue, and sometimes on detached leases. */
    void getAny() {
        Set<KillQueue> queues = EnumSet.of(KillQueue.any(caller.random));
        while (caller.dice(3) > 0) {
            queues.add(KillQueue.any(caller.random));
        }
        boolean isDetached = caller.dice(3) == 0 && queues.stream().noneMatch(KillQueue::isGotPlainly);
        Set<String> families = queues.stream().map(queue -> queue.family).collect(Collectors.toSet());
        String names = queues.stream().map(queue -> queue.key).collect(Collectors.joining(" "));
        long asked = caller.history().getting(families);
        long inOrder = caller.histories.order().asking();
        String line = "QUEUE GETANY " + queues.size() + " " + names + " TIMEOUT 0 COUNT "
                + (1 + caller.dice(MOST_ITEMS)) + (isDetached ? DETACHED : "");
        Object reply = caller.ask(line);
        if (reply instanceof List<?> deliveries) {
            KillQueue from = KillQueue.named((String) ((List<?>) deliveries.get(0)).get(0));
            got(from, asked, inOrder, 1, deliveries, isDetached || from == KillQueue.DETACHED);
        } else if (reply != Null.ARRAY) {
            caller.unexpected(line, Caller.text(reply));
        }
        caller.history().answered(families);
    }

    /** @param shift the place of the id in each delivery */
    private void got(KillQueue queue, long asked, long inOrder, int shift, List<?> deliveries, boolean isDetached) {
        List<String> bodies = new ArrayList<>();
        for (Object delivery : deliveries) {
            List<?> parts = (List<?>) delivery;
            String body = (String) parts.get(shift + 1);
            bodies.add(body);
            got(queue, asked, body, (Long) parts.get(shift), (Long) parts.get(shift + 2), isDetached);
        }
        // A server that is stopping gives back a closed connection's items while other connections still get items.
        if (queue.isOrdered() && !caller.isEnding()) {
            caller.histories.gotInOrder(queue, inOrder, bodies);
        }
    }

    private void got(KillQueue queue, long asked, String body, long id, long attempt, boolean isDetached) {
        caller.history().got(queue.family, asked, body, id, attempt);
        inHand.removeIf(earlier -> earlier.id() == id); // its lease has ended, and this client acts on the new one
        InHand item = new InHand(queue, id, attempt, isDetached);
        caller.histories.got(item, caller.isEnding());
        if (!isDetached) {
            inHand.add(item);
        }
    }
}
