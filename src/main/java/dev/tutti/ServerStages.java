package dev.tutti;

/** The stages of a {@link Server}. They stop in this order. */
record ServerStages(Stage netServers, Stage consumers, Stage owners, Stage metrics) {

    static ServerStages create() {
        Stage netServers = new Stage(null);
        Stage consumers = new Stage(netServers);
        Stage owners = new Stage(consumers);
        return new ServerStages(netServers, consumers, owners, new Stage(owners));
    }
}
