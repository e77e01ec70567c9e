package dev.tutti.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class BarrierRandomTest extends RandomSyncTest<BarrierRandomTest.Gates> {

    private static final String BROKEN = "BROKEN barrier %s is broken";

    private static final class Gate {
        private final String name;
        private final List<Long> there = new ArrayList<>();
        private int parties;
        private boolean broken;

        private Gate(String name) {
            this.name = name;
        }

        private boolean isKnown() {
            return broken || !there.isEmpty();
        }
    }

    /** The clients that wait at each barrier. */
    static final class Gates extends SyncModel {
        private final List<Gate> gates = List.of(new Gate("a"), new Gate("b"));

        void await(long client, Gate gate, int parties, int timeout) {
            if (gate.broken) {
                tell(client, BROKEN.formatted(gate.name));
            } else if (!gate.there.isEmpty() && gate.parties != parties) {
                tell(
                        client,
                        "ERR barrier " + gate.name + " waits for " + gate.parties + " parties, not " + parties
                                + ", until it opens or is RESET");
            } else if (gate.there.size() + 1 == parties) {
                gate.there.add(client);
                leave(gate, true);
            } else if (timeout == 0) {
                tell(client, "Null");
            } else {
                await(client, timeout);
                gate.parties = parties;
                gate.there.add(client);
            }
        }

        private void leave(Gate gate, boolean open) {
            List<Long> leaving = List.copyOf(gate.there);
            gate.there.clear();
            for (int i = 0; i < leaving.size(); i++) {
                tell(leaving.get(i), open ? String.valueOf(i) : BROKEN.formatted(gate.name));
            }
        }

        void breakIt(long client, Gate gate, boolean lasting) {
            gate.broken = lasting;
            leave(gate, false);
            tell(client, "OK");
        }

        String state(Gate gate) {
            int parties = gate.there.isEmpty() ? 0 : gate.parties;
            return "[parties, " + parties + ", waiting, " + gate.there.size() + ", broken, " + (gate.broken ? 1 : 0)
                    + "]";
        }

        @Override
        void withdraw(long client) {
            gates.forEach(gate -> gate.there.remove(client));
        }

        @Override
        void giveBack(long client) {}

        @Override
        List<String> contentions() {
            return gates.stream()
                    .filter(gate -> !gate.there.isEmpty())
                    .map(gate -> contention(
                            "barrier", gate.name, List.of(), waiters(gate).toList()))
                    .toList();
        }

        private Stream<String> waiters(Gate gate) {
            return gate.there.stream().map(client -> waiting(client, "wait"));
        }

        @Override
        int remembered() {
            return (int) gates.stream().filter(Gate::isKnown).count();
        }
    }

    BarrierRandomTest() {
        super(new Gates());
    }

    @Override
    String act(long client, Gates model, Random random) {
        Gate gate = model.gates.get(random.nextInt(2));
        int dice = random.nextInt(100);
        if (dice < 80) {
            int parties = random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 3;
            int timeout = random.nextInt(12) - 1;
            String asked = ask(client, "BARRIER WAIT " + gate.name + " PARTIES " + parties + timeout(timeout));
            model.await(client, gate, parties, timeout);
            return asked;
        } else if (dice < 84) {
            String asked = ask(client, "BARRIER ABORT " + gate.name);
            model.breakIt(client, gate, true);
            return asked;
        } else if (dice < 95) {
            String asked = ask(client, "BARRIER RESET " + gate.name);
            model.breakIt(client, gate, false);
            return asked;
        }
        model.tell(client, model.state(gate));
        return ask(client, "BARRIER STATE " + gate.name);
    }

    @Override
    void undo() {
        ask(1, "BARRIER RESET a");
        ask(1, "BARRIER RESET b");
    }
}
