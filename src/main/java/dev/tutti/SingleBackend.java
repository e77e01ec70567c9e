package dev.tutti;

import dev.tutti.config.ProducerConfig;
import dev.tutti.journal.Journal;
import dev.tutti.log.EventLog;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** The backend of a server that is in no cluster: one service from the start to the stop. */
final class SingleBackend implements Backend {

    private final ProducerConfig config;
    private final EventLog events;
    private final Service service;

    SingleBackend(ProducerConfig config, EventLog events, Service service) {
        this.config = config;
        this.events = events;
        this.service = service;
    }

    @Override
    public Future<?> start(Supplier<Future<?>> goOn) {
        return service.start(() -> Storage.openJournal(config, events), goOn);
    }

    @Override
    public String step() {
        return service.step();
    }

    @Override
    public Journal journal() {
        return service.journal();
    }

    @Override
    public Optional<Service> service() {
        return Optional.of(service);
    }

    @Override
    public Future<?> close() {
        return service.close();
    }
}
