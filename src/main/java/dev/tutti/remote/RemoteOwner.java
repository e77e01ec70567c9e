package dev.tutti.remote;

import dev.tutti.bus.Caller;
import dev.tutti.client.Item;
import dev.tutti.client.Tutti;
import dev.tutti.client.TuttiException.ConnectionLost;
import dev.tutti.client.TuttiException.QueueShutDown;
import dev.tutti.client.TuttiQueue;
import dev.tutti.command.Command;
import dev.tutti.command.Notice;
import dev.tutti.command.QueueCommand;
import dev.tutti.command.Refusal;
import dev.tutti.command.Reply;
import dev.tutti.consumer.SlotOwner;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * A queue of a server elsewhere, for the slots of one consumer instance. At most one GET is under way, for as many
 * items as there are slots that ask. A slot asks when the server has answered for its last item, so the process never
 * holds more items than it can run. Used on the consumer's context only.
 */
public final class RemoteOwner implements SlotOwner {

    private static final long CLOSE_MILLIS = 2000;

    private final RemoteServer server;
    private final String queue;
    /** Whether the tasks ask for the progress of an earlier attempt. */
    private final boolean asksProgress;

    private final Map<Long, RemoteSlot> slots = new HashMap<>();
    private final ArrayDeque<RemoteSlot> asking = new ArrayDeque<>();
    private LongFunction<Caller> callers;
    private Context context;
    private Tutti client;
    private TuttiQueue items;
    /** The GET that is under way, or null. */
    private Future<List<Item>> get;
    /** The number of items that were got and are not delivered yet. */
    private int inspections;
    /** The withdrawals that are not answered yet. */
    private int withdrawals;

    private boolean isWithdrawn;
    private boolean isFlushing;

    /** @param asksProgress whether the tasks ask for the progress of an earlier attempt, which costs a request */
    public RemoteOwner(RemoteServer server, String queue, boolean asksProgress) {
        this.server = server;
        this.queue = queue;
        this.asksProgress = asksProgress;
    }

    @Override
    public Future<?> open(LongFunction<Caller> receivers) {
        callers = receivers;
        context = Vertx.currentContext();
        server.client().onSuccess(connected -> context.runOnContext(turn -> connected(connected)));
        return Future.succeededFuture();
    }

    private void connected(Tutti connected) {
        client = connected;
        items = server.queue(connected, queue);
        flush();
    }

    @Override
    public void add(long slot, Command command) {
        RemoteSlot remote = slots.computeIfAbsent(slot, id -> new RemoteSlot(callers.apply(id)));
        if (command instanceof QueueCommand.Consume) {
            remote.whenAnswered(() -> {
                asking.add(remote);
                flushLater();
            });
        } else {
            remote.carryOut(command);
        }
    }

    /** Slots that ask in one turn share a GET. */
    private void flushLater() {
        if (!isFlushing) {
            isFlushing = true;
            context.runOnContext(turnEnds -> {
                isFlushing = false;
                flush();
            });
        }
    }

    @Override
    public void withdraw(long slot) {
        isWithdrawn = true;
        withdrawals++;
    }

    @Override
    public void flush() {
        if (!isWithdrawn) {
            get();
        } else if (get != null) {
            client.cancel(get);
        } else {
            answerWithdrawals();
        }
    }

    private void get() {
        if (items != null && get == null && asking.size() > inspections) {
            get = items.getSeveral(asking.size() - inspections);
            get.onComplete(this::got);
        }
    }

    private void got(AsyncResult<List<Item>> result) {
        get = null;
        if (result.succeeded()) {
            result.result().forEach(this::inspect);
        } else if (!isWithdrawn) {
            refused(result.cause());
        }
        flush();
    }

    private void refused(Throwable reason) {
        if (!(reason instanceof QueueShutDown) && !(reason instanceof ConnectionLost)) {
            server.refused(queue, reason);
        }
        for (int refused = asking.size() - inspections; refused > 0; refused--) {
            asking.remove().refused(Refusal.error("ERR", String.valueOf(reason.getMessage())));
        }
    }

    /** Hands the item to a slot, if need be with the progress that an earlier attempt has told. */
    private void inspect(Item item) {
        if (!asksProgress) {
            asking.remove().delivered(item, null);
            return;
        }
        inspections++;
        client.command("QUEUE", "INSPECT", queue, item.id()).onComplete(reply -> {
            inspections--;
            asking.remove().delivered(item, progress(reply.result()));
            flush();
        });
    }

    /** Null if there is none, or if it cannot be asked for. */
    private static byte[] progress(Object inspection) {
        return inspection instanceof Map<?, ?> map && map.get("progress") instanceof Buffer progress
                ? progress.getBytes()
                : null;
    }

    private void answerWithdrawals() {
        if (inspections > 0) {
            return;
        }
        List<RemoteSlot> none = new ArrayList<>(asking);
        asking.clear();
        none.forEach(slot -> slot.refused(Reply.NULL));
        for (; withdrawals > 0; withdrawals--) {
            callers.apply(NO_SLOT).told(Notice.Count.of(true));
        }
    }

    /**
     * Waits until the server has been told the ends of all items, and gives back those that were not finished, whose
     * attempts do not count. A server that is away is not waited for.
     */
    @Override
    public Future<?> close() {
        return Future.join(slots.values().stream().map(RemoteSlot::giveBack).toList())
                .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(closed -> Future.succeededFuture());
    }
}
