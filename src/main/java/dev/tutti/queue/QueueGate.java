package dev.tutti.queue;

import dev.tutti.waiting.Gate;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The gate of a queue, at which commands wait while a long change goes on, or until bodies that they need are read. */
final class QueueGate {

    private final LongChanges longChanges;
    private final QueueListener listener;
    /** Null until it is shut for the first time. */
    private Gate gate;

    private boolean isChanging;
    /** Whether commands wait for bodies. */
    private boolean isReading;

    /** @param listener is told when a long change is over, before the gate opens */
    QueueGate(LongChanges longChanges, QueueListener listener) {
        this.longChanges = longChanges;
        this.listener = listener;
    }

    /** Whether a long change goes on. */
    boolean isChanging() {
        return isChanging;
    }

    /** Whether commands may wait at the gate. */
    boolean isHeldUp() {
        return isChanging || isReading;
    }

    /**
     * Makes a long change in slices. Until its end nobody is served here, and whoever comes waits at the gate. In
     * between, single items may end, and dead items may come.
     *
     * @param step makes a small part of the change, and returns whether there is more. If it throws an exception, the
     *     change is over, and the gate opens.
     * @param end is run behind the last step, and before anybody is served
     */
    void changeInSlices(BooleanSupplier step, Runnable end) {
        changeInSlices(List.of(this), step, end);
    }

    /** Makes a long change of several queues, none of which is changing. */
    static void changeInSlices(List<QueueGate> gates, BooleanSupplier step, Runnable end) {
        gates.forEach(QueueGate::shut);
        gates.get(0)
                .longChanges
                .make(
                        step,
                        () -> {
                            gates.forEach(QueueGate::hasChanged);
                            end.run();
                            gates.forEach(gate -> gate.listener.opened());
                            gates.forEach(QueueGate::open);
                        },
                        () -> {
                            gates.forEach(QueueGate::hasChanged);
                            gates.forEach(QueueGate::open);
                        });
    }

    private void shut() {
        gate = gate == null ? new Gate() : gate;
        gate.shut();
        isChanging = true;
    }

    private void hasChanged() {
        isChanging = false;
    }

    /** Opens the gate, unless another change has begun. */
    private void open() {
        if (!isChanging) {
            gate.open();
        }
    }

    /** Runs the action, behind the long change that goes on and those who came before. */
    void whenOpen(Runnable action) {
        if (isChanging) {
            gate.await(action);
        } else {
            action.run();
        }
    }

    /** Runs the action when none of these queues is changing. None of them is held up meanwhile. */
    static void whenOpen(List<QueueGate> gates, Runnable action) {
        for (QueueGate gate : gates) {
            if (gate.isChanging) {
                gate.whenOpen(() -> whenOpen(gates, action));
                return;
            }
        }
        action.run();
    }

    /** The gate if it is shut, since a long change or a read goes on; or null. */
    Gate ifShut() {
        return isHeldUp() ? gate : null;
    }

    /** Shuts the gate until {@link #endWaitForRead}, and returns it. */
    Gate shutForRead() {
        if (!isReading) {
            gate = gate == null ? new Gate() : gate;
            gate.shut();
            isReading = true;
            longChanges.shutForRead(true);
        }
        return gate;
    }

    /** Lets in those who wait at the gate for bodies. A long change lets them in at its own end. */
    void endWaitForRead() {
        if (isReading) {
            isReading = false;
            longChanges.shutForRead(false);
            if (!isChanging) {
                gate.open();
            }
        }
    }
}
