package dev.tutti.coroutine;

import dev.tutti.command.Refusal;

/** The number of commands of one family that wait at an owner, each as often as it stands in a line, and its limit. */
final class WaiterLimit {

    private int most;
    private int waiting;

    WaiterLimit(int most) {
        this.most = most;
    }

    /** Sets another limit. Commands that wait beyond it go on waiting. */
    void change(int next) {
        most = next;
    }

    /** @throws Refusal if no command may wait in so many lines */
    void check(int lines) {
        if (waiting + lines > most) {
            throw Refusal.malformed("server.maxWaiters: " + most + " commands wait already");
        }
    }

    /** So many more wait, or fewer. */
    void add(int lines) {
        waiting += lines;
    }
}
