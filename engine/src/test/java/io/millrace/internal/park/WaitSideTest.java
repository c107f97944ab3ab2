package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.support.Await;
import io.millrace.support.ManualClock;
import io.millrace.support.StrictParker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitSideTest {

    private static final Blocker AT = new Blocker() {};

    private volatile long room;

    private final WaitSide side = side(true, Parker.system(), NanoClock.system());
    private final SelectToken first = new SelectToken(false);
    private final SelectToken second = new SelectToken(false);

    private WaitSide side(boolean fenced, Parker parker, NanoClock clock) {
        Supply supply = Supply.of(() -> room, () -> 0, need -> need <= room);
        return new WaitSide(false, true, fenced, 1, supply, parker, new Deadlines(clock));
    }

    @Test
    void passesAWakeUpOnToOneThatHasWhatItNeeds() {
        room = 10;
        side.register(first, 0, 10);

        side.passOn();

        assertThat(first.isSignalled()).isTrue();
    }

    /** Two that both need more than there is would wake each other in turn, each time it gives up and lists itself anew. */
    @Test
    void passesNoWakeUpOnToOneThatNeedsMoreThanThereIs() {
        room = 10;
        side.register(first, 0, 11);

        side.passOn();

        assertThat(first.isSignalled()).isFalse();
        side.checkInvariants();
    }

    @Test
    void doesNotLetOneThatNeedsLittleOvertakeOneThatNeedsMuch() {
        room = 10;
        side.register(first, 0, 11);
        side.register(second, 0, 1);

        side.passOn();

        assertThat(second.isSignalled()).isFalse();
    }

    @Test
    void wakesTheNextOnceTheOneInFrontHasLeft() {
        room = 10;
        Waiter large = side.register(first, 0, 11);
        side.register(second, 0, 1);
        side.unregister(large);

        side.passOn();

        assertThat(second.isSignalled()).isTrue();
    }

    /** The other side has no fence and may have missed the registration, as this one may have missed a claim. */
    @Test
    void withoutAFenceOnTheOtherSideAThreadSleepsOnceWhatItMayHaveMissedIsVisible() {
        ManualClock clock = new ManualClock(0);
        StrictParker parker = new StrictParker(clock);
        WaitSide unfenced = side(false, parker, clock);
        try (Actors actors = new Actors()) {
            Actor<Integer> waiter =
                    actors.start("waiter", () -> unfenced.pause(WaitSide.START, AT, 1, Deadlines.NEVER));
            Await.until("it sleeps", () -> parker.parks() == 1);
            clock.advance(TimeUnit.HOURS.toNanos(1));
            waiter.awaitBlocked();
            assertThat(parker.parks()).isEqualTo(1);
            room = 1;
            unfenced.wake();
            waiter.join();
        }
    }

    /** The claim was on its way at the first look, and nobody wakes. */
    @Test
    void withoutAFenceOnTheOtherSideAThreadFindsWhatItMissedBeforeItSleeps() throws InterruptedException {
        ManualClock clock = new ManualClock(0);
        StrictParker parker = new StrictParker(clock);
        int[] looks = new int[1];
        Supply supply = Supply.ofOne(need -> looks[0]++ > 0);
        WaitSide unfenced = new WaitSide(false, true, false, 1, supply, parker, new Deadlines(clock));
        unfenced.pause(WaitSide.START, AT, 1, Deadlines.NEVER);
        assertThat(parker.parks()).isZero();
    }
}
