package dev.tutti.net;

/** Is told of the commands of one connection, in order to count them. */
interface CommandTimes {

    /** Counts nothing, and costs nothing. */
    CommandTimes NONE = new CommandTimes() {
        @Override
        public void received() {}

        @Override
        public void decoded(int command) {}

        @Override
        public void decodedAll() {}

        @Override
        public void sent(long lastReplied) {}
    };

    /** Bytes have arrived. */
    void received();

    /** The next command is read. */
    void decoded(int command);

    /** The commands for which there is time in this turn are read. */
    void decodedAll();

    /** The replies are sent of the commands up to this number. The first command has the number 1. */
    void sent(long lastReplied);
}
