package dev.tutti;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of what is there when a server starts again, however it ended, each with a client of that server. */
@ParameterizedClass
@EnumSource(StopMode.class)
@Timeout(60)
public abstract class RestartCase {

    @RegisterExtension
    protected final TuttiServer server;

    protected final StopMode mode;
    protected RespClient client;

    /** @param server with a journal */
    protected RestartCase(StopMode mode, TuttiServer server) {
        this.mode = mode;
        this.server = server;
    }

    @BeforeEach
    protected void connect() {
        client = server.connect();
    }

    protected final void restart() throws Exception {
        server.restart(mode);
        connect();
    }
}
