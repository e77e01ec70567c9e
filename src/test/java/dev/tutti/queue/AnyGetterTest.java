package dev.tutti.queue;

import static dev.tutti.queue.QueueScene.ENDED;
import static dev.tutti.queue.QueueScene.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.config.QueueConfig;
import dev.tutti.config.QueueSetting;
import dev.tutti.waiting.Claim;
import dev.tutti.waiting.Decision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The wait of a GETANY in the lines of several queues, of one owner or, with a shared claim, of two. */
class AnyGetterTest {

    private final QueueScene scene = new QueueScene();
    private final QueueScene other = new QueueScene();
    private final Claim shared = new Claim(2);
    /** The items that getters were told of before they were served. */
    private final List<String> delivered = new ArrayList<>();

    private AnyGetter begin(String who, String... queues) {
        return begin(scene, new Claim(queues.length), who, 1, queues);
    }

    private AnyGetter begin(QueueScene owner, Claim claim, String who, int count, String... queues) {
        AnyGetter getter = new AnyGetter(owner.queues, claim, count, new AnyGetter.Listener() {
            @Override
            public void delivering(WorkQueue from, Item item) {
                delivered.add(from.name() + " " + QueueScene.text(item));
            }

            @Override
            public void served(WorkQueue from, List<Item> items) {
                scene.log.add(who + " got " + from.name() + texts(items));
            }

            @Override
            public void shutDown() {
                scene.log.add(who + " shut down");
            }

            @Override
            public void unreadable(String cause) {
                scene.log.add(who + " cannot read: " + cause);
            }

            @Override
            public void givenUp() {
                scene.log.add(who + " given up");
            }
        });
        Holder holder = owner.holder(who);
        for (String queue : queues) {
            getter.enter(queue, holder, 0);
        }
        getter.serve();
        return getter;
    }

    private WorkQueue queue(String name) {
        return scene.queues.named(name);
    }

    private long getters(String name) {
        return scene.queues.stats(name).getters();
    }

    // ---- one owner

    @Test
    void isToldOfEachItemWhenItIsDelivered() {
        queue("b").control().pause(0);
        for (int i = 1; i <= 5; i++) {
            scene.put(queue("b"), String.valueOf(i));
        }
        begin(scene, new Claim(2), "w", 3, "a", "b");
        queue("b").control().resume();
        assertThat(delivered).containsExactly("b 1", "b 2", "b 3");
        assertThat(scene.log).containsExactly("w got b[1, 2, 3]");
    }

    @Test
    void isServedOnceByTheFirstQueueThatGetsAnItem() {
        begin("any", "a", "b", "c");
        scene.put(queue("b"), "b1");
        scene.put(queue("a"), "a1");
        assertThat(scene.log).containsExactly("any got b[b1]");
        assertThat(queue("a").size()).isEqualTo(1);
    }

    @Test
    void takesFromTheFirstQueueThatCanDeliverWhenItBegins() {
        scene.put(queue("c"), "c1");
        scene.put(queue("b"), "b1");
        begin("any", "a", "b", "c");
        assertThat(scene.log).containsExactly("any got b[b1]");
        assertThat(queue("c").size()).isEqualTo(1);
    }

    @Test
    void overtakesNobodyInAnyLine() {
        scene.waitToGet(queue("a"), "first");
        begin("any", "a", "b");
        scene.waitToGet(queue("b"), "third");
        scene.put(queue("a"), "a1");
        scene.put(queue("b"), "b1");
        scene.put(queue("b"), "b2");
        assertThat(scene.log).containsExactly("first got [a1]", "any got b[b1]", "third got [b2]");
    }

    @Test
    void theOtherLinesLoseNothing() {
        begin("any", "a", "b");
        scene.waitToGet(queue("b"), "next");
        scene.put(queue("a"), "a1");
        scene.put(queue("b"), "b1");
        assertThat(scene.log).containsExactly("any got a[a1]", "next got [b1]");
    }

    @Test
    void createsQueuesAndForgetsThemWhenItLeaves() {
        AnyGetter getter = begin("any", "a", "b");
        assertThat(getters("a")).isEqualTo(1);
        assertThat(scene.queues.existing("b")).isNotNull();
        scene.put(queue("a"), "a1");
        assertThat(scene.queues.existing("b")).isNull();
        getter = begin("late", "b", "c");
        assertThat(getter.lines()).isEqualTo(2);
        getter.withdraw();
        assertThat(scene.queues.all()).extracting(WorkQueue::name).containsExactly("a");
    }

    @Test
    void getsAsManyAsItAsksForFromOneQueue() {
        scene.put(queue("a"), "a1");
        scene.put(queue("a"), "a2");
        scene.put(queue("a"), "a3");
        scene.put(queue("b"), "b1");
        begin(scene, new Claim(2), "any", 2, "a", "b");
        assertThat(scene.log).containsExactly("any got a[a1, a2]");
        assertThat(queue("b").size()).isEqualTo(1);
    }

    @Test
    void aQueueThatMayNotDeliverIsPassedBy() {
        queue("a").control().pause(50);
        scene.put(queue("a"), "a1");
        WorkQueue limited = scene.queue("b", QueueConfig.DEFAULT.with(QueueSetting.CONCURRENCY, 1));
        scene.put(limited, "b1");
        scene.put(limited, "b2");
        limited.take(scene.holder("busy"), 0);
        begin("any", "a", "b", "c");
        begin("later", "a", "b", "c");
        assertThat(scene.log).isEmpty();
        scene.after(50);
        assertThat(scene.log).containsExactly("any got a[a1]");
        scene.put(queue("c"), "c1");
        assertThat(scene.log).containsExactly("any got a[a1]", "later got c[c1]");
    }

    @Test
    void aLimitOfTheRateServesItWhenTheTimeHasCome() {
        WorkQueue limited =
                scene.queue("a", QueueConfig.DEFAULT.with(QueueSetting.RATE, 1).with(QueueSetting.PER, 100));
        scene.put(limited, "a1");
        scene.put(limited, "a2");
        limited.take(scene.holder("busy"), 0);
        begin("any", "a", "b");
        scene.after(99);
        assertThat(scene.log).isEmpty();
        scene.after(1);
        assertThat(scene.log).containsExactly("any got a[a2]");
    }

    // ---- queues that end

    @Test
    void isRefusedWhenAllQueuesAreShutDownAndEmpty() {
        begin("any", "a", "b");
        queue("a").control().shutDown(false, ENDED);
        assertThat(scene.log).isEmpty();
        queue("b").control().shutDown(true, ENDED);
        assertThat(scene.log).containsExactly("any shut down");
    }

    @Test
    void aQueueThatIsShutDownStillDeliversWhatItHas() {
        scene.put(queue("a"), "a1");
        Holder busy = scene.holder("busy");
        Item taken = queue("a").take(busy, 0);
        begin("any", "a", "b");
        queue("a").control().shutDown(false, ENDED);
        queue("b").control().shutDown(false, ENDED);
        assertThat(scene.log).isEmpty();
        queue("a").release(busy, taken.id(), 0);
        assertThat(scene.log).containsExactly("any got a[a1]");
    }

    @Test
    void isRefusedAtOnceIfAllAreOverAlready() {
        scene.queue("a", 0, 0).control().shutDown(false, ENDED);
        scene.queue("b", 0, 0).control().shutDown(false, ENDED);
        begin("any", "a", "b");
        assertThat(scene.log).containsExactly("any shut down");
    }

    @Test
    void joinsTheNextQueueOfTheNameOfADeletedOne() {
        begin("any", "a", "b");
        WorkQueue deleted = queue("a");
        deleted.control().delete(ENDED);
        assertThat(queue("a")).isNotSameAs(deleted);
        assertThat(getters("a")).isEqualTo(1);
        scene.put(queue("a"), "again");
        assertThat(scene.log).containsExactly("any got a[again]");
    }

    @Test
    void isRefusedWhenAllQueuesHaveBeenDeletedOrShutDown() {
        begin("any", "a", "b");
        queue("a").control().delete(ENDED);
        queue("b").control().shutDown(false, ENDED);
        assertThat(scene.log).containsExactly("any shut down");
        assertThat(scene.queues.existing("a")).isNull();
    }

    @Test
    void aQueueCountsOnceHoweverOftenItIsDeleted() {
        begin("any", "a", "b");
        queue("a").control().delete(ENDED);
        queue("a").control().delete(ENDED);
        assertThat(scene.log).isEmpty();
        scene.put(queue("b"), "b1");
        assertThat(scene.log).containsExactly("any got b[b1]");
        assertThat(scene.queues.existing("a")).isNull();
    }

    // ---- ends before its time

    @Test
    void givesUpAndLeavesAllLines() {
        AnyGetter getter = begin("any", "a", "b");
        assertThat(getter.isBrief()).isFalse();
        assertThat(getter.giveUp()).isTrue();
        scene.put(queue("a"), "a1");
        assertThat(queue("a").size()).isEqualTo(1);
        assertThat(scene.log).isEmpty();
        assertThat(scene.queues.existing("b")).isNull();
    }

    @Test
    void isNotGivenUpOnceItIsServed() {
        AnyGetter getter = begin("any", "a", "b");
        scene.put(queue("a"), "a1");
        assertThat(getter.isBrief()).isTrue();
        assertThat(getter.giveUp()).isFalse();
        getter.decide(Decision.GIVE_UP);
        assertThat(scene.log).containsExactly("any got a[a1]");
    }

    // ---- two owners

    @Test
    void ofTwoOwnersTheFirstThatClaimsServesIt() {
        AnyGetter here = begin(scene, shared, "here", 1, "a");
        AnyGetter there = begin(other, shared, "there", 1, "b");
        scene.put(queue("a"), "a1");
        assertThat(scene.log).containsExactly("here got a[a1]");
        assertThat(there.isBrief()).isTrue();
        assertThat(there.giveUp()).isFalse();
        other.put(other.queues.named("b"), "b1");
        assertThat(other.queues.named("b").size()).isEqualTo(1);
        here.decide(Decision.GIVE_UP);
        there.decide(Decision.GIVE_UP);
        assertThat(scene.log).containsExactly("here got a[a1]", "there given up");
    }

    @Test
    void anOwnerThatHasNotHeardOfItServesTheNextInLine() {
        begin(scene, shared, "here", 1, "a");
        begin(other, shared, "there", 1, "b");
        other.waitToGet(other.queues.named("b"), "next");
        scene.put(queue("a"), "a1");
        other.put(other.queues.named("b"), "b1");
        assertThat(scene.log).containsExactly("here got a[a1]");
        assertThat(other.log).containsExactly("next got [b1]");
    }

    @Test
    void isRefusedOnceWhenTheQueuesOfBothOwnersAreOver() {
        begin(scene, shared, "here", 1, "a");
        begin(other, shared, "there", 1, "b");
        other.queues.named("b").control().shutDown(false, ENDED);
        assertThat(scene.log).isEmpty();
        queue("a").control().shutDown(false, ENDED);
        assertThat(scene.log).containsExactly("here shut down");
    }

    @Test
    void isNotServedAfterItsEndAtAnotherOwner() {
        AnyGetter here = begin(scene, shared, "here", 1, "a");
        begin(other, shared, "there", 1, "b");
        here.withdraw();
        other.put(other.queues.named("b"), "b1");
        assertThat(scene.log).isEmpty();
        assertThat(other.queues.named("b").size()).isEqualTo(1);
    }
}
