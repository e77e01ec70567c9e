package dev.tutti.waiting;

/** A participant whose connection is closed, and which still holds something by a lease alone. */
public record Departed(long id, String name) implements Participant {

    /** A participant of before the start of the server, of which nothing is known. */
    public static final Departed OF_EARLIER_START = new Departed(0, "");

    public static Departed of(Participant gone) {
        return new Departed(gone.id(), gone.name());
    }

    @Override
    public long waitingSince() {
        return 0;
    }

    @Override
    public boolean isIdle() {
        return false;
    }

    @Override
    public boolean waitsForEver() {
        return false;
    }
}
