package dev.tutti.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.RespClient;

/** The ways in which a connection's session ends, so that everything it holds is released. */
enum SessionEnd {
    CLOSE {
        @Override
        void of(RespClient client, RespClient other) {
            client.close();
        }
    },
    CONNECTION_RESET {
        @Override
        void of(RespClient client, RespClient other) {
            client.abort();
        }
    },
    RESET {
        @Override
        void of(RespClient client, RespClient other) {
            assertThat(client.ask("RESET")).isEqualTo("RESET");
        }
    },
    QUIT {
        @Override
        void of(RespClient client, RespClient other) {
            assertThat(client.ask("QUIT")).isEqualTo("OK");
        }
    },
    KILL {
        @Override
        void of(RespClient client, RespClient other) {
            assertThat(other.ask("CLIENT KILL ID " + client.id())).isEqualTo(1L);
        }
    },
    END_OF_STREAM {
        @Override
        void of(RespClient client, RespClient other) {
            client.endOutput();
        }
    };

    /** @param other another connection, for commands that end the session from outside */
    abstract void of(RespClient client, RespClient other);
}
