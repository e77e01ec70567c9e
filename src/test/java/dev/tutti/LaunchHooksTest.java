package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.Configuration;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import org.junit.jupiter.api.Test;

class LaunchHooksTest {

    private final JsonObject json = new JsonObject("{ \"server\": { \"instances\": 3 } }");
    private final LaunchHooks hooks = new LaunchHooks(json, Configuration.from(json));

    @Test
    void vertxHasAsManyEventLoopsAsTheConfigurationNeeds() {
        VertxOptions options = new VertxOptions();
        hooks.beforeStartingVertx(new BeforeStart(options));
        assertThat(options.getEventLoopPoolSize()).isEqualTo(3);
        assertThat(options.getFileSystemOptions().isFileCachingEnabled()).isFalse();
    }

    @Test
    void theVerticleGetsTheConfigurationThatWasChecked() {
        assertThat(hooks.afterConfigParsed(null)).isSameAs(json);
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
