import dev.tutti.proof.SwitchHistory;

/** Sets an event and clears it, again and again; another event if it cannot know what came of a command. */
final class Switcher extends Client {

    private static final int PAUSE_MILLIS = 30;

    private int events;
    private boolean isSet;

    Switcher(String name, long seed, Cluster cluster, Histories histories) {
        super(name, seed, cluster, histories);
        next();
    }

    private void next() {
        isSet = false;
        histories.event = new SwitchHistory("event" + events++, histories.violations);
    }

    @Override
    void act() throws Broken, InterruptedException {
        SwitchHistory event = histories.event;
        event.writing(!isSet, System.nanoTime());
        try {
            Answer answer = ask("EVENT " + (isSet ? "CLEAR " : "SET ") + event.name());
            if (answer.isRefused()) {
                event.notWritten();
            } else {
                event.written(answer.read());
                isSet = !isSet;
            }
        } catch (Broken unknown) {
            next();
            throw unknown;
        }
        pause(PAUSE_MILLIS);
    }
}
