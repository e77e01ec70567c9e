package com.example;

import dev.tutti.consumer.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** A task: the square of a number. It runs as a worker of a client, or inside the server. */
public class Square implements Task {

    @Override
    public Future<Buffer> run(Buffer item) {
        long number = Long.parseLong(item.toString());
        return Future.succeededFuture(Buffer.buffer(String.valueOf(number * number)));
    }
}
