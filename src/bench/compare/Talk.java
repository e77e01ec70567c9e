import java.nio.ByteBuffer;
import java.util.List;

/** What one connection says over and over: each time a batch of requests in one piece, and then it awaits the replies. */
abstract class Talk {

    /** What to send now, as a view of its own on the bytes. */
    abstract ByteBuffer request();

    /** How many replies answer it. */
    abstract int replies();

    /** All of them are there: goes on to the next batch, and says how many operations have ended with this one. */
    abstract int answered(Replies replies);

    /** Whether others decide when it is answered: a run does not wait for it, and it ends no operation of its own. */
    boolean waitsForOthers() {
        return false;
    }

    /** Batches that are the same each time, or one after another of a prepared selection. */
    static Talk of(List<ByteBuffer> batches, int first, int replies, int operations) {
        return new Talk() {
            private int at = first % batches.size();

            @Override
            ByteBuffer request() {
                return batches.get(at).duplicate();
            }

            @Override
            int replies() {
                return replies;
            }

            @Override
            int answered(Replies ignored) {
                at = at + 1 == batches.size() ? 0 : at + 1;
                return operations;
            }
        };
    }

    static Talk of(ByteBuffer batch, int replies, int operations) {
        return of(List.of(batch), 0, replies, operations);
    }
}
