package dev.tutti.replica.ratis;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.util.ExitUtils;

/** What must be done before anything of Ratis is used. */
final class RatisLibrary {

    /** Kept, since a logger that nobody keeps forgets its level. */
    private static final Logger GRPC = Logger.getLogger("org.apache.ratis.thirdparty.io.grpc");

    private RatisLibrary() {}

    /**
     * Ratis would end the process by itself, and its exit handler takes the place of the handler of uncaught exceptions
     * of all threads, to end the process after any of them. Its gRPC would write a line about the system on standard
     * error.
     */
    static void prepare() {
        GRPC.setLevel(Level.WARNING);
        Thread.UncaughtExceptionHandler own = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        Thread.setDefaultUncaughtExceptionHandler(own);
    }
}
