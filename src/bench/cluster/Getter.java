import dev.tutti.proof.ItemHistory.Delivery;
import java.util.List;

/** Gets items, and ends them, gives them back, or breaks off. */
final class Getter extends Client {

    private static final int PAUSE_MILLIS = 10;
    private static final int BATCH = 3;

    Getter(String name, long seed, Cluster cluster, Histories histories) {
        super(name, seed, cluster, histories);
    }

    @Override
    void act() throws Broken, InterruptedException {
        String queue = Queue.ALL.get(dice(Queue.ALL.size()));
        get(queue, 1 + dice(BATCH), 300);
        pause(PAUSE_MILLIS);
    }

    private void get(String queue, int count, int timeoutMillis) throws Broken, InterruptedException {
        Answer answer = ask("QUEUE GET " + queue + " COUNT " + count + " TIMEOUT " + timeoutMillis);
        if (!(answer.reply() instanceof List<?> items)) {
            return;
        }
        List<Delivery> deliveries = items.stream().map(item -> got((List<?>) item, answer)).toList();
        for (Delivery delivery : deliveries) {
            settle(queue, delivery);
        }
    }

    private Delivery got(List<?> item, Answer answer) {
        return histories.items.got(Queue.number(item.get(1)), (Long) item.get(0), answer.sent(), answer.read());
    }

    private void settle(String queue, Delivery delivery) throws Broken, InterruptedException {
        int what = dice(100);
        if (what == 0) {
            disconnect();
        }
        if (!isConnected()) {
            // It has gone back to the queue.
            return;
        }
        if (what < 15) {
            Answer answer = ask("QUEUE FAIL " + queue + " " + delivery.id() + " again");
            if (!answer.isRefused()) {
                histories.items.givenBack(delivery, answer.sent());
            }
        } else {
            end(queue, delivery);
        }
    }

    private void end(String queue, Delivery delivery) throws Broken {
        histories.items.ending(delivery);
        String result = queue.equals(Queue.TASKS) ? " " + Queue.result(delivery.id()) : "";
        Answer answer = ask("QUEUE DONE " + queue + " " + delivery.id() + result);
        if (answer.isRefused()) {
            histories.items.notEnded(delivery);
        } else {
            histories.items.ended(delivery, answer.sent(), answer.read());
        }
    }

    /** Gets and ends all items, when no other client is there, and has the results of tasks forgotten. */
    void drain() throws InterruptedException {
        boolean isForgotten = false;
        for (int rounds = 0; rounds < 3 || !isForgotten; ) {
            try {
                rounds = drainOnce() ? rounds + 1 : 0;
                isForgotten = rounds >= 3 && !ask("QUEUE DELETE " + Queue.TASKS).isRefused();
            } catch (Broken gone) {
                Thread.sleep(100);
            }
        }
        disconnect();
    }

    /** Returns whether nothing was there. */
    private boolean drainOnce() throws Broken {
        boolean isEmpty = true;
        for (String queue : Queue.ALL) {
            Answer answer = ask("QUEUE GET " + queue + " COUNT 100 TIMEOUT 50");
            if (answer.isRefused()) {
                return false;
            }
            if (answer.reply() instanceof List<?> items) {
                isEmpty = false;
                for (Delivery delivery : items.stream().map(item -> got((List<?>) item, answer)).toList()) {
                    end(queue, delivery);
                }
            }
        }
        return isEmpty;
    }
}
