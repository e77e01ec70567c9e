import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** Vert.x with a server that answers whatever comes with PONG: about how soon a server on Vert.x can answer at all. */
public final class BareServer implements Handler<NetSocket> {

    public static void main(String[] args) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(1);
        options.getFileSystemOptions().setFileCachingEnabled(false);
        Vertx.vertx(options)
                .createNetServer()
                .connectHandler(new BareServer())
                .listen(Integer.parseInt(args[0]), "127.0.0.1");
    }

    /** By no lambda, since Tutti's come from its archive and this one's would not. */
    @Override
    public void handle(NetSocket socket) {
        socket.handler(new Handler<>() {
            @Override
            public void handle(Buffer request) {
                socket.write(Buffer.buffer("+PONG\r\n"));
            }
        });
    }
}
