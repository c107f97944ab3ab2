package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitSideTest {

    private long room;

    private final WaitSide side =
            new WaitSide(false, true, true, 1, need -> need <= room, Parker.system(), NanoClock.system());
    private final SelectToken first = new SelectToken(false);
    private final SelectToken second = new SelectToken(false);

    @Test
    void passesAWakeUpOnToOneThatHasWhatItNeeds() {
        room = 10;
        side.enlist(first, 0, 10);

        side.passOn();

        assertThat(first.isSignalled()).isTrue();
    }

    /** Two that both need more than there is would wake each other in turn, each time it gives up and lists itself anew. */
    @Test
    void passesNoWakeUpOnToOneThatNeedsMoreThanThereIs() {
        room = 10;
        side.enlist(first, 0, 11);

        side.passOn();

        assertThat(first.isSignalled()).isFalse();
        side.checkInvariants();
    }

    @Test
    void doesNotLetOneThatNeedsLittleOvertakeOneThatNeedsMuch() {
        room = 10;
        side.enlist(first, 0, 11);
        side.enlist(second, 0, 1);

        side.passOn();

        assertThat(second.isSignalled()).isFalse();
    }

    @Test
    void wakesTheNextOnceTheOneInFrontHasLeft() {
        room = 10;
        Waiter large = side.enlist(first, 0, 11);
        side.enlist(second, 0, 1);
        side.delist(large);

        side.passOn();

        assertThat(second.isSignalled()).isTrue();
    }
}
