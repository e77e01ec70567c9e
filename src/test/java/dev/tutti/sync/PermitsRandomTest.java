package dev.tutti.sync;

import dev.tutti.sync.PermitsModel.Thing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Random commands on locks and semaphores, so that connections hold several of them. */
class PermitsRandomTest extends RandomSyncTest<PermitsModel> {

    PermitsRandomTest() {
        super(new PermitsModel());
    }

    @Override
    String act(long client, PermitsModel model, Random random) {
        Thing thing = model.things.get(random.nextInt(model.things.size()));
        int dice = random.nextInt(100);
        if (dice < 15) {
            return acquireAll(client, model, random);
        } else if (dice < 50) {
            return acquire(client, thing, model, random);
        }
        boolean own = random.nextInt(3) > 0;
        long token = own ? 0 : model.oldest(thing);
        if (dice < 85) {
            String asked = ask(client, command(thing, "RELEASE") + (own ? "" : " " + token));
            model.release(client, thing, token);
            return asked;
        } else if (dice < 95) {
            int lease = random.nextInt(8) - 1;
            String asked = ask(
                    client, command(thing, "TOUCH") + " " + model.oldest(thing) + (lease < 0 ? "" : " LEASE " + lease));
            model.touch(client, thing, model.oldest(thing), lease);
            return asked;
        } else if (thing.kind.equals("lock")) {
            model.tell(client, model.value(thing) == 0 ? "1" : "0");
            return ask(client, command(thing, "LOCKED"));
        }
        model.tell(client, String.valueOf(model.value(thing)));
        return ask(client, command(thing, "VALUE"));
    }

    private static String command(Thing thing, String subcommand) {
        return thing.kind.toUpperCase(Locale.ROOT) + " " + subcommand + " " + thing.name;
    }

    private String acquireAll(long client, PermitsModel model, Random random) {
        List<Thing> locks = new ArrayList<>(model.things.subList(0, 3));
        Collections.shuffle(locks, random);
        List<Thing> some = locks.subList(0, 2 + random.nextInt(2));
        int timeout = timeout(random);
        int lease = random.nextInt(3) > 0 ? 0 : random.nextInt(8);
        String names = some.stream().map(thing -> " " + thing.name).collect(Collectors.joining());
        String asked = ask(
                client,
                "LOCK ACQUIREALL " + some.size() + names + timeout(timeout) + (lease > 0 ? " LEASE " + lease : ""));
        model.acquireAll(client, List.copyOf(some), timeout, lease);
        return asked;
    }

    /** Some wait so long that an ACQUIREALL blocks others. */
    private static int timeout(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(2000) : random.nextInt(8) - 1;
    }

    private String acquire(long client, Thing thing, PermitsModel model, Random random) {
        boolean limited = thing.kind.equals("semaphore") && random.nextBoolean();
        int limit = limited ? 2 + random.nextInt(10) / 9 : 0;
        int permits = thing.kind.equals("lock") ? 1 : 1 + random.nextInt(10) / 8;
        int timeout = timeout(random);
        int lease = random.nextInt(3) > 0 ? 0 : random.nextInt(8);
        String asked = ask(
                client,
                command(thing, "ACQUIRE")
                        + (limited ? " LIMIT " + limit : "")
                        + (permits == 1 ? "" : " PERMITS " + permits)
                        + timeout(timeout)
                        + (random.nextBoolean() || lease > 0 ? " LEASE " + lease : ""));
        model.acquire(client, thing, limit, permits, timeout, lease);
        return asked;
    }
}
