/**
 * A server as a row wants it.
 *
 * @param name one of those that {@link Servers} can start
 * @param durable whether what it has acknowledged is on the disk
 * @param instances net servers, and owners of queues; Tutti's alone
 * @param loops event loops, 0 for as many as it chooses; Tutti's alone
 * @param consumers what is to run inside, as the configuration has it; Tutti's alone
 * @param cores how many it may run on, 0 for all
 */
record Spec(String name, boolean durable, int instances, int loops, String consumers, int cores) {

    static final Spec TUTTI = new Spec("Tutti", false, 1, 0, "", 0);
    static final Spec REDIS = new Spec("Redis", false, 0, 0, "", 0);
    static final Spec BEANSTALKD = new Spec("beanstalkd", false, 0, 0, "", 0);
    static final Spec GEARMAND = new Spec("gearmand", false, 0, 0, "", 0);
    static final Spec NOTHING = new Spec("nothing", false, 0, 0, "", 0);
    static final Spec RELAY = new Spec("relay", false, 0, 0, "", 0);

    Spec onDisk() {
        return new Spec(name, true, instances, loops, consumers, cores);
    }

    Spec withInstances(int count) {
        return new Spec(name, durable, count, loops, consumers, cores);
    }

    Spec withLoops(int count) {
        return new Spec(name, durable, instances, count, consumers, cores);
    }

    Spec withConsumer(String consumer) {
        return new Spec(name, durable, instances, loops, consumer, cores);
    }

    Spec onCores(int count) {
        return new Spec(name, durable, instances, loops, consumers, count);
    }
}
