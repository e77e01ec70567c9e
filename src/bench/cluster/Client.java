import dev.tutti.RespClient;
import dev.tutti.RespClient.Failure;
import java.io.UncheckedIOException;
import java.util.Random;

/**
 * A client that follows the leader. Each of its commands is recorded as carried out, as refused, or, if the connection
 * broke or no reply came in time, as unknown.
 */
abstract class Client implements Runnable {

    static final int PATIENCE_MILLIS = 4000;
    private static final int RECONNECT_MILLIS = 20;

    /** The connection broke, and a command may have been carried out or not. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        private Broken(Throwable cause) {
            super(cause);
        }
    }

    /** What came of a command that was answered. */
    record Answer(long sent, long read, Object reply) {

        boolean isRefused() {
            return reply instanceof Failure;
        }

        /** Whether the node carries out no commands at the moment, whatever they are. */
        boolean isFromFollower() {
            return reply instanceof Failure failure
                    && (failure.text().startsWith("READONLY") || failure.text().startsWith("LOADING"));
        }

        long integer() {
            return (Long) reply;
        }
    }

    final String name;
    final Random random;
    final Histories histories;
    private final Cluster cluster;
    private RespClient connection;
    private volatile boolean isEnding;

    Client(String name, long seed, Cluster cluster, Histories histories) {
        this.name = name;
        this.random = new Random(seed);
        this.cluster = cluster;
        this.histories = histories;
    }

    @Override
    public void run() {
        try {
            while (!isEnding) {
                if (connection == null && !connect()) {
                    Thread.sleep(RECONNECT_MILLIS);
                    continue;
                }
                try {
                    act();
                } catch (Broken gone) {
                    disconnect();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            histories.violations.add(name + " failed: " + bug + " at " + bug.getStackTrace()[0]);
        } finally {
            disconnect();
        }
    }

    /** Does something, in which waiting for a reply is the only long part. */
    abstract void act() throws Broken, InterruptedException;

    /** The connection is made by another way than to the leader by those who say so. */
    RespClient open() {
        return cluster.connect(PATIENCE_MILLIS);
    }

    private boolean connect() {
        connection = open();
        return connection != null;
    }

    void end() {
        isEnding = true;
    }

    boolean isEnding() {
        return isEnding;
    }

    boolean isConnected() {
        return connection != null;
    }

    void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    // ---- commands

    int dice(int sides) {
        return random.nextInt(sides);
    }

    void pause(int mostMillis) throws InterruptedException {
        Thread.sleep(dice(mostMillis));
    }

    Answer ask(String command) throws Broken {
        if (connection == null && !connect()) {
            throw new Broken(null);
        }
        long sent = System.nanoTime();
        try {
            Object reply = connection.ask(command);
            Answer answer = new Answer(sent, System.nanoTime(), reply);
            if (answer.isRefused()) {
                histories.refused(name, command, sent, answer.read, ((Failure) reply).text());
            } else {
                histories.ok(name, command, sent, answer.read, reply);
            }
            if (answer.isFromFollower()) {
                disconnect();
            }
            return answer;
        } catch (UncheckedIOException broken) {
            histories.unknown(name, command, sent, System.nanoTime(), broken.getCause().toString());
            disconnect();
            throw new Broken(broken);
        }
    }
}
