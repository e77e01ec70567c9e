import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes an item over and over: a task that costs far more than to bring its item and take its result away. */
public final class HeavySha256 implements Task {

    private static final int TIMES = 10_000;

    @Override
    public Future<Buffer> run(Buffer item) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] hash = item.getBytes();
            for (int i = 0; i < TIMES; i++) {
                hash = sha256.digest(hash);
            }
            return Future.succeededFuture(Buffer.buffer(hash));
        } catch (NoSuchAlgorithmException e) {
            return Future.failedFuture(e);
        }
    }
}
