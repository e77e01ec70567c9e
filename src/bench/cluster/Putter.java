import dev.tutti.RespClient.Failure;

/** Puts items, moves some, and submits tasks, whose results it awaits. */
final class Putter extends Client {

    private static final int PAUSE_MILLIS = 15;

    Putter(String name, long seed, Cluster cluster, Histories histories) {
        super(name, seed, cluster, histories);
    }

    @Override
    void act() throws Broken, InterruptedException {
        int what = dice(10);
        if (what < 6) {
            put("QUEUE PUT " + Queue.any(random) + " ", "");
        } else if (what < 8) {
            submit();
        } else {
            ask("QUEUE MOVE " + Queue.any(random) + " " + Queue.any(random) + " COUNT " + (1 + dice(3)));
        }
        pause(PAUSE_MILLIS);
    }

    /** Returns the answer of a put that was carried out, or null. */
    private Answer put(String command, String options) throws Broken {
        long number = histories.newNumber();
        histories.items.putting(number);
        Answer answer = ask(command + Queue.body(number, random) + options);
        if (answer.isRefused()) {
            histories.items.notPut(number);
            return null;
        }
        histories.items.put(number, answer.integer());
        histories.putAcknowledged(answer.sent(), answer.read());
        return answer;
    }

    private void submit() throws Broken {
        Answer put = put("SUBMIT " + Queue.TASKS + " ", " TTL 60000");
        if (put == null) {
            return;
        }
        Answer result = ask("AWAIT " + Queue.TASKS + " " + put.integer() + " TIMEOUT 500");
        boolean isUnknown = result.reply() instanceof Failure failure && failure.text().startsWith("NOITEM");
        boolean isOther = result.reply() instanceof String text && !text.equals(Queue.result(put.integer()));
        if (isUnknown || isOther) {
            histories.violations.add("task " + put.integer() + " has no result, but " + result.reply());
        }
    }
}
