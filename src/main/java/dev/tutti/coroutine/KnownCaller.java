package dev.tutti.coroutine;

import dev.tutti.bus.ReplySender;
import dev.tutti.command.Notice;
import dev.tutti.waiting.Participant;

/**
 * What an owner knows of a caller besides its commands: its number and name, the way back to it, and the things that it
 * holds.
 *
 * @param <H> the things that it may hold at this owner
 */
abstract class KnownCaller<H> implements Participant {

    private final long id;
    private final ReplySender.Lane lane;
    private String name = "";
    private H holdings;

    KnownCaller(long id, ReplySender.Lane lane) {
        this.id = id;
        this.lane = lane;
    }

    @Override
    public long id() {
        return id;
    }

    /** Tasks of one command have negative ids, and are forgotten with their reply. */
    boolean isTask() {
        return id < 0;
    }

    @Override
    public String name() {
        return name;
    }

    void name(String given) {
        name = given;
    }

    /** The things that it holds here, or null until {@link #holdings(Object)} is called. */
    public H holdings() {
        return holdings;
    }

    public void holdings(H value) {
        holdings = value;
    }

    /** The way back to its caller. */
    ReplySender.Lane lane() {
        return lane;
    }

    /** Sends news that answer none of its commands. */
    public void tell(Notice news) {
        lane.add(id, news);
    }
}
