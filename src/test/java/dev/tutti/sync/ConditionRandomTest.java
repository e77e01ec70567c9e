package dev.tutti.sync;

import dev.tutti.sync.ConditionModel.Thing;
import java.util.Random;

class ConditionRandomTest extends RandomSyncTest<ConditionModel> {

    ConditionRandomTest() {
        super(new ConditionModel());
    }

    @Override
    String act(long client, ConditionModel model, Random random) {
        Thing thing = model.things.get(random.nextInt(10) / 8);
        int dice = model.holds(client, thing) ? 35 + random.nextInt(65) : random.nextInt(70);
        if (dice < 35) {
            int timeout = random.nextInt(8) - 1;
            String asked = ask(client, "CONDITION ACQUIRE " + thing.name + timeout(timeout));
            model.acquire(client, thing, timeout);
            return asked;
        } else if (dice < 65) {
            int timeout = Math.max(-1, random.nextInt(40) - 20);
            String asked = ask(client, "CONDITION WAIT " + thing.name + timeout(timeout));
            model.await(client, thing, timeout);
            return asked;
        } else if (dice < 80) {
            int count = random.nextInt(3);
            String asked = ask(client, "CONDITION NOTIFY " + thing.name + " " + count);
            model.wake(client, thing, count);
            return asked;
        } else if (dice < 83) {
            String asked = ask(client, "CONDITION NOTIFY_ALL " + thing.name);
            model.wake(client, thing, Integer.MAX_VALUE);
            return asked;
        } else if (dice < 97) {
            return release(client, thing, model, random);
        }
        model.tell(client, thing.isLocked() ? "1" : "0");
        return ask(client, "CONDITION LOCKED " + thing.name);
    }

    private String release(long client, Thing thing, ConditionModel model, Random random) {
        long token = random.nextInt(3) > 0 ? 0 : model.anyToken(thing, random);
        String asked = ask(client, "CONDITION RELEASE " + thing.name + (token == 0 ? "" : " " + token));
        model.release(client, thing, token);
        return asked;
    }
}
