package dev.tutti.consumer;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * One delivery of an item, as a {@link ContextTask} sees it. All methods may be called from any thread, also after
 * {@code run} has returned. None of them blocks.
 */
public interface TaskContext {

    /** The name of the queue from which the item was taken. */
    String queue();

    /** The id of the item, as PUT or SUBMIT answered it. It is unique in the server. */
    long id();

    /**
     * The number of this delivery. It is 1 for the first one. It grows when the item comes back because it failed, its
     * server was killed, or the like.
     */
    int attempt();

    /**
     * Whether the item has been stopped: a client cancelled it, it ran for longer than the {@code timeout}, or the
     * server stops. Its result is ignored from then on. Stays true after that.
     */
    boolean isCancelled();

    /**
     * Has the callback called once when the item is stopped, for the reasons that {@link #isCancelled} names. Use it to
     * end work that does not ask for that, such as a request to another server. If the item has been stopped already,
     * the callback is called at once. If it ends otherwise, the callback is forgotten.
     *
     * <p>The thread is of the kind that the consumer's {@code threading} names. With {@code event_loop} it is that of
     * {@code run}, so the callback must not block. With {@code worker} and {@code virtual_thread} it is another thread
     * than that of {@code run}, which may still be inside: guard the state that both use. The callbacks of one item are
     * called one after another, in the order in which they came. Until the last has returned, the item counts as one
     * that runs. What a callback throws is logged.
     */
    void onCancelled(Runnable callback);

    /**
     * Tells the progress of the item, in a form of your choice. {@code QUEUE INSPECT} and {@code QUEUE ITEMS} show the
     * last one. It stays with the item when it comes back or fails, also in the dead-letter queue and after a restart
     * of a server with a journal.
     *
     * <p>You may call this as often as you like. The server takes about ten of the calls in a second, and the last one
     * before the item fails. If it has no room for a progress, it tries again every second while the item runs.
     *
     * <p>The time of the consumer's {@code timeout} begins again with each call. A call after the result of the item is
     * complete has no effect.
     *
     * @param progress of which a copy is made
     * @throws IllegalArgumentException if it has more than 4,096 bytes
     * @throws CancellationException if the item {@link #isCancelled has been stopped}. So a task that tells its
     *     progress need not ask for that.
     */
    void progress(Buffer progress);

    /**
     * The last progress of the item, as a copy: the one that was told in this delivery, or else the one that the item
     * had when it was delivered. So an attempt can go on where an earlier one has failed, also after a restart of a
     * server with a journal. Empty if nobody has told a progress.
     */
    Optional<Buffer> lastProgress();

    /** As {@link #progress(Buffer)}, with the text in UTF-8. */
    default void progress(String progress) {
        progress(Buffer.buffer(progress));
    }
}
