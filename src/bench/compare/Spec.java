/**
 * A server as a row wants it.
 *
 * @param name one of those that {@link Servers} can start
 * @param durable whether what it has acknowledged is on the disk
 * @param instances event loops for connections and for queues; Tutti's alone
 * @param consumers what is to run inside, as the configuration has it; Tutti's alone
 * @param cores how many it may run on, 0 for all
 */
record Spec(String name, boolean durable, int instances, String consumers, int cores) {

    static final Spec TUTTI = new Spec("Tutti", false, 1, "", 0);
    static final Spec REDIS = new Spec("Redis", false, 0, "", 0);
    static final Spec BEANSTALKD = new Spec("beanstalkd", false, 0, "", 0);
    static final Spec GEARMAND = new Spec("gearmand", false, 0, "", 0);
    static final Spec NOTHING = new Spec("nothing", false, 0, "", 0);

    Spec onDisk() {
        return new Spec(name, true, instances, consumers, cores);
    }

    Spec withInstances(int count) {
        return new Spec(name, durable, count, consumers, cores);
    }

    Spec withConsumer(String consumer) {
        return new Spec(name, durable, instances, consumer, cores);
    }

    Spec onCores(int count) {
        return new Spec(name, durable, instances, consumers, count);
    }
}
