package com.example;

import dev.tutti.client.TaskCall;
import dev.tutti.client.Tutti;
import dev.tutti.client.TuttiOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program: runs {@link Square} as a worker, and calls it. Its argument is the URL of the server. */
public class Main {

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        try {
            Tutti tutti = Tutti.connect(vertx, TuttiOptions.of(args[0])).await();
            tutti.worker("square", new Square()).concurrency(8).start().await();
            List<TaskCall> calls = Stream.of("3", "4", "5")
                    .map(number -> new TaskCall("square", Buffer.buffer(number)))
                    .collect(Collectors.toList());
            List<Buffer> results = tutti.gather(calls).await();
            System.out.println(results.stream().map(Buffer::toString).collect(Collectors.joining(" ")));
        } finally {
            // Closes the client, too: the worker finishes what it has begun.
            vertx.close().await();
        }
    }
}
