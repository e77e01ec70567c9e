package dev.tutti;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notice to systemd that the server listens, for units with {@code Type=notify}. Java has no datagrams to sockets
 * in the file system, so systemd's own program sends it.
 */
final class SystemdNotice {

    private static final Logger log = LoggerFactory.getLogger(SystemdNotice.class);

    private SystemdNotice() {}

    /** Whether systemd waits for a notice of this process. */
    static boolean isExpected() {
        return System.getenv("NOTIFY_SOCKET") != null;
    }

    /** Tells systemd that the server is ready. Starts a process, so call this on a worker thread. */
    static void tellReady() {
        try {
            int code = new ProcessBuilder("systemd-notify", "--ready")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                log.warn("systemd is not told that the server is ready: systemd-notify ended with exit code {}", code);
            }
        } catch (IOException e) {
            log.warn("systemd is not told that the server is ready: {}", e.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
