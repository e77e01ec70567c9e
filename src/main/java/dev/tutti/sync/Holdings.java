package dev.tutti.sync;

import dev.tutti.waiting.IntrusiveList;
import dev.tutti.waiting.Participant;
import java.util.ArrayList;
import java.util.List;

/** The locks and permits that one coroutine holds, in the order it took them. */
final class Holdings {

    private final Participant participant;
    private final IntrusiveList<Grant> grants = new IntrusiveList<>();

    Holdings(Participant participant) {
        this.participant = participant;
    }

    Participant participant() {
        return participant;
    }

    void add(Grant grant) {
        grants.addLast(grant);
    }

    int size() {
        return grants.size();
    }

    /** The newest permit of that semaphore among them, or null. */
    Grant newest(AsyncSemaphore from) {
        return grants.last(grant -> grant.from() == from);
    }

    /** Gives everything back, in that order, before anybody is told of what has come to him. */
    void giveBack() {
        List<Runnable> told = new ArrayList<>();
        for (Grant grant = grants.first(); grant != null; grant = grants.first()) {
            told.add(grant.from().takeBack(grant));
        }
        told.forEach(Runnable::run);
    }
}
