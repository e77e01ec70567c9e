package dev.tutti.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The client for threads that may block: virtual threads, worker threads, and threads of your own. Each method waits
 * for the result of the method of {@link Tutti} with the same name, and throws the exception with which its future
 * fails.
 *
 * <p>On an event loop all of them throw an {@link IllegalStateException}. A thread that is interrupted gets an
 * {@link InterruptedException} after its call has been withdrawn at the server. Then the call has taken nothing. If it
 * was served in that moment, the method returns the result, and the thread stays interrupted.
 */
public class BlockingTutti {

    private final Tutti tutti;
    private final CallerThread thread;

    BlockingTutti(Tutti tutti, CallerThread thread) {
        this.tutti = tutti;
        this.thread = thread;
    }

    /** The queue of this name. */
    public Queue queue(String name) {
        return new Queue(thread, tutti.queue(name));
    }

    /** The queue of this name, which lends each item for so long. */
    public Queue queue(String name, Duration lease) {
        return new Queue(thread, tutti.queue(name, lease));
    }

    /** The lock of this name. */
    public Lock lock(String name) {
        return new Lock(thread, tutti.lock(name));
    }

    /** The lock of this name, which is held with a lease. */
    public Lock lock(String name, Duration lease) {
        return new Lock(thread, tutti.lock(name, lease));
    }

    /** The semaphore of this name with so many permits. */
    public Lock semaphore(String name, int permits) {
        return new Lock(thread, tutti.semaphore(name, permits));
    }

    /** The event of this name. */
    public Event event(String name) {
        return new Event(thread, tutti.event(name));
    }

    /** The condition of this name. */
    public Condition condition(String name) {
        return new Condition(thread, tutti.condition(name));
    }

    /** The barrier of this name for so many parties. */
    public Barrier barrier(String name, int parties) {
        return new Barrier(thread, tutti.barrier(name, parties));
    }

    /** Runs a task. A thread that is interrupted cancels it. */
    public Buffer run(String task, Buffer item) throws InterruptedException {
        return thread.await(() -> tutti.run(task, item));
    }

    /** As {@link #run(String, Buffer)}, with a limit of the time. */
    public Buffer run(String task, Buffer item, Duration timeout) throws InterruptedException {
        return thread.await(() -> tutti.run(task, item, timeout));
    }

    /** Runs tasks in parallel. The first failure is thrown at once. */
    public List<Buffer> gather(List<TaskCall> calls) throws InterruptedException {
        return thread.await(() -> tutti.gather(calls));
    }

    /** Submits a task, which goes on without this client. Wait for it by {@code await(submitted::result)}. */
    public SubmittedTask submit(String task, Buffer item) throws InterruptedException {
        return thread.await(() -> tutti.submit(task, item));
    }

    /** As {@link #submit(String, Buffer)}, with options. */
    public SubmittedTask submit(String task, Buffer item, PutOptions options) throws InterruptedException {
        return thread.await(() -> tutti.submit(task, item, options));
    }

    /** Makes any other call of this client, such as {@code submitted::result}, and waits for it. */
    public <T> T await(Supplier<Future<T>> call) throws InterruptedException {
        return thread.await(call);
    }

    /** Sends any other command that does not wait. */
    public Object command(Object... words) throws InterruptedException {
        return thread.await(() -> tutti.command(words));
    }

    /** Gives back everything that this client holds, and closes its connections. */
    public void close() throws InterruptedException {
        thread.await(tutti::close);
    }

    /** As {@link TuttiQueue}. */
    public static final class Queue {

        private final CallerThread thread;
        private final TuttiQueue queue;

        private Queue(CallerThread thread, TuttiQueue queue) {
            this.thread = thread;
            this.queue = queue;
        }

        /** Puts an item, and returns its id. */
        public long put(Buffer body) throws InterruptedException {
            return thread.await(() -> queue.put(body));
        }

        /** As {@link #put(Buffer)}, with options. */
        public long put(Buffer body, PutOptions options) throws InterruptedException {
            return thread.await(() -> queue.put(body, options));
        }

        /** As {@link #put(Buffer)}, with options and a limit of the time. */
        public long put(Buffer body, PutOptions options, Duration timeout) throws InterruptedException {
            return thread.await(() -> queue.put(body, options, timeout));
        }

        /** Gets the next item. */
        public Lent get() throws InterruptedException {
            return new Lent(thread, thread.await(queue::get));
        }

        /** As {@link #get()}, with a limit of the time. */
        public Lent get(Duration timeout) throws InterruptedException {
            return new Lent(thread, thread.await(() -> queue.get(timeout)));
        }

        /** Waits until every item that was put has been finished. */
        public void join() throws InterruptedException {
            thread.await(queue::join);
        }

        /** The number of items that are ready. */
        public long size() throws InterruptedException {
            return thread.await(queue::size);
        }
    }

    /** An item that is lent to this client, as {@link Item}. */
    public static final class Lent {

        private final CallerThread thread;
        private final Item item;

        private Lent(CallerThread thread, Item item) {
            this.thread = thread;
            this.item = item;
        }

        /** The item, with its id, its body and its attempt. */
        public Item item() {
            return item;
        }

        /** The bytes that were put. */
        public Buffer body() {
            return item.body();
        }

        /** Finishes the item. */
        public void done() throws InterruptedException {
            thread.await(item::done);
        }

        /** Finishes the item with a result. */
        public void done(Buffer result) throws InterruptedException {
            thread.await(() -> item.done(result));
        }

        /** Fails the item. */
        public void fail(String message) throws InterruptedException {
            thread.await(() -> item.fail(message));
        }

        /** Gives the item back. */
        public void release() throws InterruptedException {
            thread.await(item::release);
        }
    }

    /** As {@link TuttiLock}. */
    public static final class Lock {

        private final CallerThread thread;
        private final TuttiLock lock;

        private Lock(CallerThread thread, TuttiLock lock) {
            this.thread = thread;
            this.lock = lock;
        }

        /** Acquires the lock or a permit, for a {@code try} with resources. */
        public Held acquire() throws InterruptedException {
            return new Held(thread, thread.await(lock::acquire));
        }

        /** As {@link #acquire()}, with a limit of the time. */
        public Held acquire(Duration timeout) throws InterruptedException {
            return new Held(thread, thread.await(() -> lock.acquire(timeout)));
        }
    }

    /** A lock or permit that is held until it is closed, as {@link Hold}. */
    public static class Held implements AutoCloseable {

        final CallerThread thread;
        private final Hold hold;

        private Held(CallerThread thread, Hold hold) {
            this.thread = thread;
            this.hold = hold;
        }

        /** The hold, with its token, and with a way to hear of its loss. */
        public Hold hold() {
            return hold;
        }

        /**
         * Releases it. Throws {@link TuttiException.NotHeld} if it was lost. A thread that is interrupted does not wait
         * for the answer.
         */
        @Override
        public void close() {
            thread.finish(hold::release);
        }
    }

    /** As {@link TuttiEvent}. */
    public static final class Event {

        private final CallerThread thread;
        private final TuttiEvent event;

        private Event(CallerThread thread, TuttiEvent event) {
            this.thread = thread;
            this.event = event;
        }

        /** Sets the event. */
        public void set() throws InterruptedException {
            thread.await(event::set);
        }

        /** Clears the event. */
        public void clear() throws InterruptedException {
            thread.await(event::clear);
        }

        /** Whether the event is set. */
        public boolean isSet() throws InterruptedException {
            return thread.await(event::isSet);
        }

        /** Waits until the event is set. */
        public void await() throws InterruptedException {
            thread.await(event::await);
        }

        /** As {@link #await()}, with a limit of the time. */
        public void await(Duration timeout) throws InterruptedException {
            thread.await(() -> event.await(timeout));
        }
    }

    /** As {@link TuttiCondition}. */
    public static final class Condition {

        private final CallerThread thread;
        private final TuttiCondition condition;

        private Condition(CallerThread thread, TuttiCondition condition) {
            this.thread = thread;
            this.condition = condition;
        }

        /** Acquires the condition's lock, for a {@code try} with resources. */
        public HeldCondition acquire() throws InterruptedException {
            return new HeldCondition(thread, thread.await(condition::acquire));
        }
    }

    /** A condition's lock that is held until it is closed, as {@link TuttiCondition.Held}. */
    public static final class HeldCondition extends Held {

        private final TuttiCondition.Held held;

        private HeldCondition(CallerThread thread, TuttiCondition.Held held) {
            super(thread, held);
            this.held = held;
        }

        /** Gives up the lock until it is signalled, and has it again then. */
        public void await() throws InterruptedException {
            thread.await(held::await);
        }

        /** As {@link #await()}, with a limit of the time. */
        public void await(Duration timeout) throws InterruptedException {
            thread.await(() -> held.await(timeout));
        }

        /** Wakes up one waiter. */
        public void signal() throws InterruptedException {
            thread.await(held::signal);
        }

        /** Wakes up all waiters. */
        public void signalAll() throws InterruptedException {
            thread.await(held::signalAll);
        }
    }

    /** As {@link TuttiBarrier}. */
    public static final class Barrier {

        private final CallerThread thread;
        private final TuttiBarrier barrier;

        private Barrier(CallerThread thread, TuttiBarrier barrier) {
            this.thread = thread;
            this.barrier = barrier;
        }

        /** Waits for the other parties, and returns this party's number. */
        public long await() throws InterruptedException {
            return thread.await(barrier::await);
        }
    }
}
