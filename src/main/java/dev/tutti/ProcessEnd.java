package dev.tutti;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in bounded time, whatever code of users' classes does. SIGTERM and SIGINT close everything in order,
 * also if the server is still starting: the start ends at its next step. A second signal halts the process, and so does
 * a stop that takes longer than {@link #STOP_MILLIS} beyond the drain. SIGHUP has the configuration read again.
 */
final class ProcessEnd {

    /** The exit code if a class in this process has closed Vert.x or has ended an event loop. */
    static final int ENDED_FROM_WITHIN = 4;

    /** A task that hangs has 6 s of these: one to leave its item and five to stop. */
    private static final long STOP_MILLIS = 10_000;

    /**
     * The nanoseconds after a signal in which further ones are the same: {@code timeout} of GNU tells the process, and
     * then its group.
     */
    private static final long SAME_SIGNAL = TimeUnit.MILLISECONDS.toNanos(500);

    /** The longest time that the end of a start is waited for. Meanwhile the journal may be read. */
    private static final long START_MILLIS = 2000;

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int KILLED = 128;
    private static final List<String> PLATFORM =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "io.netty.", "io.vertx.", "org.rocksdb.");

    private static final String SERVER = ProcessEnd.class.getPackageName() + ".";

    private static final AtomicBoolean endsFromWithin = new AtomicBoolean();
    /** When the first signal came, in nanoseconds of the monotonic clock; null before. */
    private static final AtomicReference<Long> signalled = new AtomicReference<>();

    private static final AtomicReference<Runnable> hangUp = new AtomicReference<>(
            () -> log().info("SIGHUP is ignored while the server starts; SIGTERM stops the server"));

    private static final CountDownLatch startEnded = new CountDownLatch(1);
    private static volatile boolean isListening;
    private static volatile int exitCode = KILLED + SIGTERM;
    private static volatile long drainMillis;
    private static final AtomicBoolean isStopping = new AtomicBoolean();
    private static volatile long stopBegan;

    private ProcessEnd() {}

    /** To be called once, before Vert.x is started. */
    static void prepare() {
        handle("TERM", () -> stop("SIGTERM", SIGTERM));
        handle("INT", () -> stop("SIGINT", SIGINT));
        Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::beginStop, "tutti-stop"));
        handle("HUP", () -> hangUp.get().run());
    }

    /** SIGHUP does this from now on. */
    static void onHangUp(Runnable action) {
        hangUp.set(action);
    }

    /** A stop may take so much longer, in which items in flight are finished. */
    static void allowDrain(long millis) {
        drainMillis = millis;
    }

    /** The first signal ends the process in order, and the second one at once. Each comes on a thread of its own. */
    private static void stop(String name, int signal) {
        int code = KILLED + signal;
        long now = System.nanoTime();
        if (signalled.compareAndSet(null, now)) {
            exitCode = code;
            awaitStart(name, code);
            exit(code, name);
        } else if (now - signalled.get() >= SAME_SIGNAL) {
            log().warn("a second signal: the process ends at once");
            Runtime.getRuntime().halt(code);
        }
    }

    /** A start that has not ended is given a moment, so that everything that it has begun is closed in order. */
    private static void awaitStart(String name, int code) {
        if (startEnded.getCount() == 0) {
            return;
        }
        begin(isListening ? name : name + ", while it was starting");
        try {
            if (!startEnded.await(START_MILLIS, TimeUnit.MILLISECONDS)) {
                log().info("Tutti has stopped: its start had not ended within {} ms", START_MILLIS);
                halt(code);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a signal has come, so that a start need not go on. */
    static boolean isSignalled() {
        return signalled.get() != null;
    }

    /** Clients can connect. */
    static void listens() {
        isListening = true;
    }

    /** Everything is deployed. */
    static void started() {
        startEnded.countDown();
    }

    /** The start has failed. If a signal is the cause, this does not return, but ends the process. */
    static void startFailed() {
        startEnded.countDown();
        if (isSignalled()) {
            System.exit(exitCode);
        }
    }

    /** Ends the process after a failure that is reported already, and after closing Vert.x if it has started. */
    static void exit(int code) {
        isStopping.set(true);
        exitCode = code;
        System.exit(code);
    }

    private static void exit(int code, String why) {
        begin(why);
        exitCode = code;
        System.exit(code);
    }

    private static void begin(String why) {
        if (isStopping.compareAndSet(false, true)) {
            stopBegan = System.nanoTime();
            log().info("Tutti stops: {}", why);
        }
    }

    /** Everything is closed. */
    static void stopped() {
        if (stopBegan != 0) {
            log().info("Tutti has stopped after {} ms", stopMillis());
        }
    }

    /** Something could not be closed. */
    static void stopFailed(Throwable cause) {
        if (stopBegan != 0) {
            log().error("Tutti has stopped after {} ms, and not everything could be closed", stopMillis(), cause);
        } else {
            log().error("not everything could be closed", cause);
        }
    }

    private static long stopMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopBegan);
    }

    /**
     * Ends the process because something that the server cannot do without has ended in it. Does nothing if the process
     * is ending anyway. Returns at once: an exit waits for event loops, and the caller may be on one.
     */
    static void endFromWithin(String why) {
        if (isFirstEnd(why)) {
            begin(why);
            Thread exit = new Thread(() -> exit(ENDED_FROM_WITHIN, why), "tutti-exit");
            exit.setDaemon(true);
            exit.start();
        }
    }

    /**
     * Ends the process at once, as if it were killed, because an event loop has ended: a stop in order would wait for
     * it. Nothing acknowledged is lost. Does nothing if the process is ending anyway.
     */
    static void haltFromWithin(String why) {
        if (isFirstEnd(why)) {
            halt(ENDED_FROM_WITHIN);
        }
    }

    private static void halt(int code) {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        Runtime.getRuntime().halt(code);
    }

    private static boolean isFirstEnd(String why) {
        boolean first = !isEnding() && endsFromWithin.compareAndSet(false, true);
        if (first) {
            log().error("{}: the server ends with exit code {}", why, ENDED_FROM_WITHIN);
        }
        return first;
    }

    /** Whether the JVM is shutting down, which it tells only by refusing further hooks. */
    private static boolean isEnding() {
        Thread none = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(none);
            Runtime.getRuntime().removeShutdownHook(none);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    /** The other hooks run meanwhile. */
    private static void beginStop() {
        if (!isStopping.get()) {
            begin("System.exit was called"
                    + exitCaller().map(place -> " by " + place).orElse(""));
        }
        startDeadline();
    }

    /** The method behind the call of System.exit, whose thread waits for the hooks. */
    private static Optional<String> exitCaller() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                                && frame.getMethodName().equals("exit")))
                .flatMap(ProcessEnd::place)
                .findFirst();
    }

    /** The JVM does not wait for this thread, since it is a daemon. */
    private static void startDeadline() {
        Thread deadline = new Thread(ProcessEnd::haltAfterDeadline, "tutti-deadline");
        deadline.setDaemon(true);
        deadline.start();
    }

    private static void haltAfterDeadline() {
        long millis = STOP_MILLIS + drainMillis;
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        log().error("did not stop within {} ms, the process is halted; still running: {}", millis, running());
        Runtime.getRuntime().halt(exitCode);
    }

    /**
     * The threads that are inside a user's class, or else those inside this server, each with the place where it is.
     */
    private static String running() {
        List<String> places = Thread.getAllStackTraces().entrySet().stream()
                .flatMap(ProcessEnd::place)
                .toList();
        List<String> ofUsers =
                places.stream().filter(place -> !place.startsWith(SERVER)).toList();
        return places.isEmpty() ? "no code of a task" : String.join(", ", ofUsers.isEmpty() ? places : ofUsers);
    }

    private static Stream<String> place(Map.Entry<Thread, StackTraceElement[]> thread) {
        return Stream.of(thread.getValue())
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .limit(1)
                .filter(frame -> !frame.getClassName().equals(ProcessEnd.class.getName()))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + " on "
                        + thread.getKey().getName());
    }

    /**
     * Has a signal run this action instead of what it does otherwise. Java has no public class for signals, and warns
     * of the one that it has at compile time.
     */
    private static void handle(String signalName, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invoked = (proxy, method, args) -> {
                if (method.getDeclaringClass() == Object.class) {
                    return method.invoke(ProcessEnd.class, args);
                }
                action.run();
                return null;
            };
            Object proxy = Proxy.newProxyInstance(ProcessEnd.class.getClassLoader(), new Class<?>[] {handler}, invoked);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(signalName), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            log().debug("SIG{} cannot be handled", signalName, unavailable);
        }
    }

    /** Not a constant: whoever prints only the help needs no log. */
    private static Logger log() {
        return LoggerFactory.getLogger(ProcessEnd.class);
    }
}
