package dev.tutti.net;

import dev.tutti.bus.RequestSender;
import dev.tutti.command.Command;
import dev.tutti.command.Signal;
import dev.tutti.command.Transaction;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The owners that one connection has sent commands to, and the facts that each of them has to know about it: the
 * client's name, and that its input has ended. An owner is told these when it gets its first command, or when they
 * change.
 */
final class OwnerContacts {

    private final long id;
    private final Set<RequestSender> owners = new LinkedHashSet<>();
    private String name = "";
    private boolean inputEnded;

    /** @param id the connection's */
    OwnerContacts(long id) {
        this.id = id;
    }

    /** Whether no owner knows of the connection. */
    boolean areNone() {
        return owners.isEmpty();
    }

    /** Adds an owner. If it is new, it is told the facts. */
    void add(RequestSender owner) {
        if (!owners.add(owner)) {
            return;
        }
        if (!name.isEmpty()) {
            owner.add(id, new Signal.Named(name));
        }
        if (inputEnded) {
            owner.add(id, new Signal.InputEnded());
        }
    }

    /**
     * If the command is a transaction that an owner runs together with a partner, adds the partner. Everything that
     * was sent to the two before arrives before the transaction.
     */
    void addPartner(Command command, OwnerRouter router) {
        RequestSender partner = command instanceof Transaction transaction ? router.partner(transaction) : null;
        if (partner != null) {
            add(partner);
            router.flush();
        }
    }

    /** @param given empty for no name */
    void named(String given) {
        if (!given.equals(name)) {
            name = given;
            tell(new Signal.Named(given));
        }
    }

    void inputEnded() {
        inputEnded = true;
        tell(new Signal.InputEnded());
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Sends a signal to every owner. */
    void tell(Signal signal) {
        owners.forEach(owner -> owner.add(id, signal));
    }

    /** Sends a last signal. The owners hear nothing more after it. */
    void leave(Signal signal) {
        tell(signal);
        owners.clear();
    }
}
