import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The life of items: a batch of puts, as many gets, and then each item that was got is finished by its id. An operation
 * is the whole life of one.
 */
final class Cycle extends Talk {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int LONGEST_ID = 40;

    /**
     * @param finish what stands before the id in the request that finishes the item of each get; empty where a get is
     *     the end already
     * @param bulk whether the id is a bulk, with its length before it, or the rest of a line
     */
    record Plan(ByteBuffer puts, ByteBuffer gets, int depth, List<byte[]> finish, boolean bulk) {}

    private final List<Plan> plans;
    private final ByteBuffer finish;
    private int at;
    private int step;

    Cycle(List<Plan> plans, int first) {
        this.plans = plans;
        at = first % plans.size();
        int longest = plans.stream().mapToInt(Cycle::room).max().orElseThrow();
        finish = ByteBuffer.allocateDirect(longest);
    }

    private static int room(Plan plan) {
        return plan.finish.stream().mapToInt(begin -> begin.length + LONGEST_ID).sum();
    }

    @Override
    ByteBuffer request() {
        return switch (step) {
            case 0 -> plans.get(at).puts.duplicate();
            case 1 -> plans.get(at).gets.duplicate();
            default -> finish;
        };
    }

    @Override
    int replies() {
        return plans.get(at).depth;
    }

    @Override
    int answered(Replies replies) {
        Plan plan = plans.get(at);
        if (step == 0 || step == 1 && !plan.finish.isEmpty()) {
            step++;
            if (step == 2) {
                name(plan, replies);
            }
            return 0;
        }
        step = 0;
        at = at + 1 == plans.size() ? 0 : at + 1;
        return plan.depth;
    }

    private void name(Plan plan, Replies replies) {
        finish.clear();
        for (int i = 0; i < plan.depth; i++) {
            byte[] id = Long.toString(replies.id(i)).getBytes(StandardCharsets.US_ASCII);
            finish.put(plan.finish.get(i));
            if (plan.bulk) {
                finish.put((byte) '$').put(Integer.toString(id.length).getBytes(StandardCharsets.US_ASCII));
                finish.put(LINE_END);
            }
            finish.put(id).put(LINE_END);
        }
        finish.flip();
    }
}
