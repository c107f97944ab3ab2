package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.clock.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitQueueTest {

    private static final Blocker AT = new Blocker() {};

    private long offered;
    private long used;

    private final Supply supply = Supply.of(() -> offered, () -> used, need -> offered - used >= need);
    private final WaitQueue queue = new WaitQueue(supply, Parker.system());

    @AfterEach
    void theQueueIsWhole() {
        queue.checkInvariants();
    }

    private Waiter register() {
        return queue.register(AT, WaitSide.ANY, false);
    }

    private void offer(int units) {
        offered += units;
        queue.wake();
    }

    @Test
    void wakesTheFirstThatRegistered() {
        Waiter first = register();
        Waiter second = register();

        offer(1);

        assertThat(first.isNotified()).isTrue();
        assertThat(second.isNotified()).isFalse();
    }

    @Test
    void wakesOneThatComesAgainBeforeTheOthers() {
        register();
        Waiter again = queue.register(AT, WaitSide.ANY, true);

        offer(1);

        assertThat(again.isNotified()).isTrue();
    }

    @Test
    void wakesNoSecondWaiterForOneUnit() {
        register();
        Waiter second = register();

        offer(1);
        queue.wake();

        assertThat(second.isNotified()).isFalse();
    }

    /** The first never runs. */
    @Test
    void wakesOneWaiterForEachUnitWhetherThoseBeforeComeOrNot() {
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(register());
        }
        for (int i = 0; i < 4; i++) {
            offer(1);
        }
        assertThat(waiters.subList(0, 4)).allMatch(Waiter::isNotified);
        assertThat(waiters.get(4).isNotified()).isFalse();
    }

    /** One that was woken in vain comes back, in front of the others, while a close wakes them all. */
    @Test
    void aCloseWakesAlsoWhoStandsBehindOneThatComesBackMeanwhile() {
        List<Waiter> backs = new ArrayList<>();
        List<WaitQueue> queues = new ArrayList<>();
        Parker comingBack = new Parker() {
            @Override
            public void park(Object blocker) {}

            @Override
            public void parkNanos(Object blocker, long nanos) {}

            @Override
            public void unpark(Thread thread) {
                if (backs.isEmpty()) {
                    backs.add(queues.get(0).register(AT, WaitSide.ANY, true));
                }
            }
        };
        WaitQueue closed = new WaitQueue(supply, comingBack);
        queues.add(closed);
        List<Waiter> waiters = List.of(
                closed.register(AT, WaitSide.ANY, false),
                closed.register(AT, WaitSide.ANY, false),
                closed.register(AT, WaitSide.ANY, false));
        waiters.forEach(waiter -> waiter.park(comingBack, AT, Deadlines.NEVER));

        closed.wakeAll();

        assertThat(waiters).allMatch(Waiter::isNotified);
        assertThat(backs)
                .hasSize(1)
                .noneMatch(Waiter::isNotified); // or threads that come again could hold the closer up
        closed.checkInvariants();
    }

    @Test
    void wakesAsManyForABatchAsItHasUnits() {
        List<Waiter> waiters = List.of(register(), register(), register());

        offer(2);

        assertThat(waiters).extracting(Waiter::isNotified).containsExactly(true, true, false);
    }

    @Test
    void aWokenThreadWhoseUnitAnotherTookKeepsNoOtherUnit() {
        register();
        Waiter second = register();
        offer(1);
        used++; // by a thread that runs

        offer(1);

        assertThat(second.isNotified()).isTrue();
    }

    /** The second takes the first unit; the unit it was woken for is left, and the first does not come for it. */
    @Test
    void aWokenThreadThatIsOvertakenKeepsNothing() {
        register();
        Waiter second = register();
        Waiter third = register();
        offer(2);
        used++;
        queue.unregister(second);

        queue.wakeFirst();

        assertThat(third.isNotified()).isTrue();
    }

    @Test
    void oneThatLeavesWithoutItsUnitLeavesItToTheNext() {
        Waiter first = register();
        Waiter second = register();
        offer(1);
        queue.unregister(first);

        queue.wakeFirst();

        assertThat(second.isNotified()).isTrue();
    }

    @Test
    void oneThatLeavesWithItsUnitWakesNobody() {
        Waiter first = register();
        Waiter second = register();
        offer(1);
        used++;
        queue.unregister(first);

        assertThat(queue.wakeFirst()).isFalse();
        assertThat(second.isNotified()).isFalse();
    }

    @Test
    void oneThatNeedsMoreThanThereIsIsNotWokenNorOvertaken() {
        Waiter large = queue.register(AT, 10, false);
        Waiter small = register();

        offer(9);
        assertThat(large.isNotified()).isFalse();
        offer(1);

        assertThat(large.isNotified()).isTrue();
        assertThat(small.isNotified()).isFalse();
    }

    /** As in a ring of bytes, where the room at the end may not do. */
    @Test
    void oneThatWasWokenInVainIsWokenByTheNextUnit() {
        Waiter waiter = register();
        offer(1);
        queue.unregister(waiter);
        Waiter again = queue.register(AT, WaitSide.ANY, true);

        offer(1);

        assertThat(again.isNotified()).isTrue();
    }

    @Test
    void forgetsAWaiterThatLeavesUnnotified() {
        Waiter first = register();
        Waiter second = register();

        queue.unregister(first);
        offer(1);

        assertThat(second.isNotified()).isTrue();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void wakesAllAlsoWhileOneIsUnderWay() {
        register();
        Waiter second = register();
        Waiter third = register();
        offer(1);

        queue.wakeAll();

        assertThat(second.isNotified()).isTrue();
        assertThat(third.isNotified()).isTrue();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void usesWaitersAgain() {
        Waiter first = register();
        queue.unregister(first);

        assertThat(register()).isSameAs(first);
        assertThat(first.isNotified()).isFalse();
    }

    /** As the scheduler of a virtual thread may refuse it. */
    @Test
    void aWakeUpThatThrowsIsNotTheWakersAndGoesToTheNext() {
        int[] refusals = {1};
        SelectToken refused = new SelectToken(() -> {
            if (refusals[0]-- > 0) {
                throw new RejectedExecutionException();
            }
        });
        refused.reset();
        queue.register(refused, 0, WaitSide.ANY);
        refused.sleep();
        Waiter next = register();

        offer(1);

        assertThat(next.isNotified()).isTrue();
    }

    @Test
    void aCloseWakesTheOthersIfAWakeUpThrows() {
        SelectToken refused = new SelectToken(() -> {
            throw new RejectedExecutionException();
        });
        refused.reset();
        queue.register(refused, 0, WaitSide.ANY);
        refused.sleep();
        Waiter next = register();

        queue.wakeAll();

        assertThat(next.isNotified()).isTrue();
    }

    /** Whatever a wake-up runs may use the channel, or be slow. */
    @Test
    void aWakeUpRunsOutsideOfTheLock() {
        int[] waiting = {-1};
        SelectToken looking = new SelectToken(() -> waiting[0] = queue.waiting());
        looking.reset();
        queue.register(looking, 0, WaitSide.ANY);
        looking.sleep();

        offer(1);

        assertThat(waiting[0]).isZero();
    }
}
