package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import dev.tutti.config.ConfigurationSources;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchHooksTest {

    private final JsonObject json = new JsonObject("{ \"server\": { \"instances\": 3 } }");
    private final LaunchHooks hooks = hooks();

    /** @param given the options of Vert.x in the command line */
    private LaunchHooks hooks(String... given) {
        JsonObject options = new JsonObject();
        List.of(given).forEach(option -> options.put(option, 1));
        return new LaunchHooks(sources(), Configuration.from(json), options);
    }

    private ConfigurationSources sources() {
        return ConfigurationSources.read(Path.of(""), Optional.of(json.encode()), List.of(), Map.of());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 1, 4", "1, 4, 4", "2, 3, 3", "256, 1, 256"})
    void everyInstanceHasAnEventLoopOfItsOwnHoweverFewCoresThereAre(int servers, int producers, int loops) {
        json.put("server", new JsonObject().put("instances", servers));
        json.put("producer", new JsonObject().put("instances", producers));
        VertxOptions options = new VertxOptions();
        hooks().beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(loops);
    }

    @Test
    void classesOnEventLoopsHaveTheirsBesideThose() {
        json.put("consumers", new JsonArray("[{ \"queue\": \"q\", \"class\": \"A\", \"threading\": \"event_loop\" }]"));
        VertxOptions options = new VertxOptions();
        hooks().beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(4);
    }

    @Test
    void theNumberOfEventLoopsInVertxsOptionsCounts() {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(500);
        hooks().beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(500);
        int usual = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE;
        options.setEventLoopPoolSize(usual);
        hooks("eventLoopPoolSize").beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(usual);
    }

    @Test
    void vertxHasAsManyEventLoopsAsTheConfigurationNeeds() {
        VertxOptions options = new VertxOptions();
        hooks.beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(3);
        assertThat(options.getFileSystemOptions().isFileCachingEnabled()).isFalse();
    }

    @Test
    void theVerticleGetsTheConfigurationThatWasChecked() {
        assertThat(hooks.afterConfigParsed(null)).isEqualTo(json);
        assertThat(hooks.verticleSupplier().get()).isInstanceOf(MainVerticle.class);
    }

    /** What the launcher offers before there is a Vert.x. */
    private record BeforeStart(VertxOptions vertxOptions) implements HookContext {

        @Override
        public Vertx vertx() {
            return null;
        }

        @Override
        public String mainVerticle() {
            return null;
        }

        @Override
        public DeploymentOptions deploymentOptions() {
            return null;
        }

        @Override
        public String deploymentId() {
            return null;
        }
    }
}
