package example;

import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;

/** A user's class that does to the process what the item says. */
public final class HostileTask implements Task {

    private Vertx vertx;

    @Override
    public Future<?> start(Vertx vertx) {
        this.vertx = vertx;
        return Future.succeededFuture();
    }

    @Override
    public Future<Buffer> run(Buffer item) {
        switch (item.toString()) {
            case "hang" -> hang();
            case "close" -> vertx.close();
            case "exit" -> System.exit(7);
            case "end-loop" ->
                ((VertxInternal) vertx).nettyEventLoopGroup().iterator().next().shutdownGracefully();
            default -> throw new IllegalArgumentException(item.toString());
        }
        return Future.succeededFuture(item);
    }

    private static void hang() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
