package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitQueueTest {

    private static final Blocker AT = new Blocker() {};

    private final WaitQueue queue = new WaitQueue(Parker.system());

    @Test
    void wakesTheFirstThatRegistered() {
        Waiter first = queue.register(AT, WaitSide.ANY, false);
        Waiter second = queue.register(AT, WaitSide.ANY, false);

        queue.wakeOne();

        assertThat(first.isNotified()).isTrue();
        assertThat(second.isNotified()).isFalse();
    }

    @Test
    void wakesOneThatComesAgainBeforeTheOthers() {
        queue.register(AT, WaitSide.ANY, false);
        Waiter again = queue.register(AT, WaitSide.ANY, true);

        queue.wakeOne();

        assertThat(again.isNotified()).isTrue();
    }

    @Test
    void wakesNoSecondWaiterWhileOneIsUnderWay() {
        queue.register(AT, WaitSide.ANY, false);
        Waiter second = queue.register(AT, WaitSide.ANY, false);

        queue.wakeOne();
        queue.wakeOne();

        assertThat(second.isNotified()).isFalse();
        queue.checkInvariants();
    }

    @Test
    void wakesTheNextOnceTheWokenOneHasLeft() {
        Waiter first = queue.register(AT, WaitSide.ANY, false);
        Waiter second = queue.register(AT, WaitSide.ANY, false);
        queue.wakeOne();
        queue.leave(first);

        queue.wakeOne();

        assertThat(second.isNotified()).isTrue();
    }

    @Test
    void forgetsAWaiterThatLeavesUnnotified() {
        Waiter first = queue.register(AT, WaitSide.ANY, false);
        Waiter second = queue.register(AT, WaitSide.ANY, false);

        queue.leave(first);
        queue.wakeOne();

        assertThat(second.isNotified()).isTrue();
        assertThat(queue.waiting()).isZero();
        queue.checkInvariants();
    }

    @Test
    void wakesAllAlsoWhileOneIsUnderWay() {
        queue.register(AT, WaitSide.ANY, false);
        Waiter second = queue.register(AT, WaitSide.ANY, false);
        Waiter third = queue.register(AT, WaitSide.ANY, false);
        queue.wakeOne();

        queue.wakeAll();

        assertThat(second.isNotified()).isTrue();
        assertThat(third.isNotified()).isTrue();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void usesWaitersAgain() {
        Waiter first = queue.register(AT, WaitSide.ANY, false);
        queue.leave(first);

        assertThat(queue.register(AT, WaitSide.ANY, false)).isSameAs(first);
        assertThat(first.isNotified()).isFalse();
    }
}
