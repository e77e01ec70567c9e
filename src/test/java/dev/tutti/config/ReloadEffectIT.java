package dev.tutti.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.TuttiServer;
import dev.tutti.config.ReloadedKey.Scene;
import dev.tutti.log.LoggedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each key that a reload changes has its effect after that. */
@ParameterizedClass
@EnumSource(ReloadedKey.class)
@Timeout(60)
class ReloadEffectIT {

    @RegisterExtension
    private final LoggedEvents logged = new LoggedEvents();

    @RegisterExtension
    private final TuttiServer server;

    private final ReloadedKey key;

    ReloadEffectIT(ReloadedKey key) {
        this.key = key;
        this.server = key.server();
    }

    @Test
    void itTakesEffect() throws Exception {
        Scene scene = Scene.of(server, logged);
        key.begin(scene);
        key.change(server);
        assertThat(scene.client().ask("CONFIG RELOAD")).isEqualTo("OK");
        key.takesEffect(scene);
    }
}
