package dev.tutti.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Seeds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntrusiveListTest {

    private static final class Waiter extends IntrusiveNode {
        private final int number;

        private Waiter(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "waiter " + number;
        }
    }

    private final IntrusiveList<Waiter> chain = new IntrusiveList<>();

    @Test
    void servesInArrivalOrder() {
        Waiter first = new Waiter(1);
        Waiter second = new Waiter(2);
        chain.addLast(first);
        chain.addLast(second);
        assertThat(chain.first()).isSameAs(first);
        assertThat(chain.poll()).isSameAs(first);
        assertThat(chain.poll()).isSameAs(second);
        assertThat(chain.poll()).isNull();
        assertThat(chain.first()).isNull();
    }

    @Test
    void isEmptiedFromEitherEnd() {
        List<Waiter> waiters = List.of(new Waiter(1), new Waiter(2), new Waiter(3));
        waiters.forEach(chain::addLast);
        assertThat(chain.pollLast()).isSameAs(waiters.get(2));
        List<Waiter> others = new ArrayList<>();
        chain.poll(99, others::add);
        assertThat(others).containsExactly(waiters.get(0), waiters.get(1));
        assertThat(chain.pollLast()).isNull();
        assertThat(chain.size()).isZero();
    }

    @Test
    void lineStaysWholeWhoeverLeavesIt() {
        for (int leaving = 0; leaving < 3; leaving++) {
            IntrusiveList<Waiter> line = new IntrusiveList<>();
            List<Waiter> left = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                left.add(new Waiter(i));
                line.addLast(left.get(i));
            }
            left.remove(leaving).unlink();
            assertThat(line).containsExactlyElementsOf(left);
            assertThat(line.size()).isEqualTo(2);
        }
    }

    @Test
    void leavingTwiceDoesNothing() {
        Waiter waiter = new Waiter(1);
        chain.addLast(waiter);
        waiter.unlink();
        waiter.unlink();
        assertThat(waiter.isLinked()).isFalse();
        assertThat(chain.isEmpty()).isTrue();
        assertThat(chain.size()).isZero();
    }

    @Test
    void nobodyStandsInTwoLines() {
        Waiter waiter = new Waiter(7);
        new IntrusiveList<Waiter>().addLast(waiter);
        assertThatThrownBy(() -> chain.addFirst(waiter))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("already in a list: waiter 7");
        waiter.unlink();
        chain.addFirst(waiter);
        assertThat(chain).containsExactly(waiter);
    }

    @Test
    void theOneJustSeenMayLeave() {
        for (int i = 0; i < 4; i++) {
            chain.addLast(new Waiter(i));
        }
        for (Waiter waiter : chain) {
            if (waiter.number % 2 == 0) {
                waiter.unlink();
            }
        }
        assertThat(chain).extracting(waiter -> waiter.number).containsExactly(1, 3);
    }

    @Test
    void endsWithAnException() {
        Iterator<Waiter> nobody = chain.iterator();
        assertThat(nobody.hasNext()).isFalse();
        assertThatThrownBy(nobody::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void findsTheLastOneThatIsAsAsked() {
        assertThat(chain.last(waiter -> true)).isNull();
        for (int i = 0; i < 6; i++) {
            chain.addLast(new Waiter(i));
        }
        assertThat(chain.last(waiter -> true).number).isEqualTo(5);
        assertThat(chain.last(waiter -> waiter.number % 3 == 0).number).isEqualTo(3);
        assertThat(chain.last(waiter -> waiter.number == 0).number).isZero();
        assertThat(chain.last(waiter -> waiter.number > 5)).isNull();
    }

    @Test
    void aWalkMeetsThoseThatStayAndThoseThatCome() {
        Random random = Seeds.random();
        for (int round = 0; round < 100; round++) {
            IntrusiveList<Waiter> list = new IntrusiveList<>();
            List<Waiter> here = new ArrayList<>();
            List<Waiter> gone = new ArrayList<>();
            List<Waiter> met = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                here.add(new Waiter(i));
                list.addLast(here.get(i));
            }
            for (Iterator<Waiter> walk = list.walk(); walk.hasNext(); ) {
                met.add(walk.next());
                for (int i = random.nextInt(4); i > 0 && !here.isEmpty(); i--) {
                    gone.add(here.remove(random.nextInt(here.size())));
                    gone.get(gone.size() - 1).unlink();
                }
                if (random.nextBoolean()) {
                    here.add(new Waiter(50));
                    list.addLast(here.get(here.size() - 1));
                }
            }
            assertThat(met).doesNotHaveDuplicates().containsAll(here);
            assertThat(met.stream().filter(here::contains)).containsExactlyElementsOf(here);
        }
    }

    @Test
    void behavesAsAList() {
        Random random = Seeds.random(1);
        LinkedList<Waiter> list = new LinkedList<>();
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    Waiter last = new Waiter(i);
                    chain.addLast(last);
                    list.addLast(last);
                }
                case 2 -> {
                    Waiter first = new Waiter(i);
                    chain.addFirst(first);
                    list.addFirst(first);
                }
                case 3 -> assertThat(chain.poll()).isSameAs(list.pollFirst());
                default -> {
                    if (!list.isEmpty()) {
                        list.remove(random.nextInt(list.size())).unlink();
                    }
                }
            }
            assertThat(chain.size()).isEqualTo(list.size());
            assertThat(chain.first()).isSameAs(list.peekFirst());
        }
        assertThat(chain).containsExactlyElementsOf(list);
    }
}
