import dev.tutti.RespClient;
import dev.tutti.proof.SwitchHistory;
import java.io.UncheckedIOException;

/** Asks one node for the event all the time, whether or not it leads: it must not tell what is over. */
final class Reader extends Client {

    private static final int PAUSE_MILLIS = 40;

    private final Node node;

    Reader(Node node, long seed, Cluster cluster, Histories histories) {
        super("reader-" + node.name, seed, cluster, histories);
        this.node = node;
    }

    @Override
    RespClient open() {
        try {
            return Cluster.open(node, PATIENCE_MILLIS);
        } catch (UncheckedIOException notThere) {
            return null;
        }
    }

    @Override
    void act() throws Broken, InterruptedException {
        SwitchHistory event = histories.event;
        Answer answer = ask("EVENT IS_SET " + event.name());
        if (answer.reply() instanceof Long value) {
            event.read(value == 1, answer.sent(), answer.read());
        }
        pause(PAUSE_MILLIS);
    }
}
