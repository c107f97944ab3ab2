package io.millrace.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.internal.park.HeadStart.Regime;
import org.junit.jupiter.api.Test;

class RegimeTest {

    private final Regime regime = new Regime();
    private long used = 1_000;

    private void waitAfter(int messages, int times) {
        for (int i = 0; i < times; i++) {
            used += messages;
            regime.begin(used);
        }
    }

    @Test
    void aSideBeginsAsInAStream() {
        waitAfter(1, Regime.SINGLES / 2);

        assertThat(regime.isConversation()).isFalse();
    }

    @Test
    void waitsAfterOneMessageEachAreAConversation() {
        waitAfter(1, 2 * Regime.SINGLES);

        assertThat(regime.isConversation()).isTrue();
    }

    @Test
    void aWaitAfterSeveralMessagesEndsAConversation() {
        waitAfter(1, 2 * Regime.SINGLES);

        waitAfter(2, 1);

        assertThat(regime.isConversation()).isFalse();
    }

    @Test
    void aWaitAfterNoMessageEndsAConversation() {
        waitAfter(1, 2 * Regime.SINGLES);

        waitAfter(0, 1);

        assertThat(regime.isConversation()).isFalse();
    }

    @Test
    void aConversationTriesAWaitAsInAStreamNowAndThen() {
        int trials = 0;
        waitAfter(1, Regime.SINGLES);
        for (int i = 0; i < 10 * Regime.WAITS_PER_TRIAL; i++) {
            waitAfter(1, 1);
            trials += regime.isConversation() ? 0 : 1;
        }

        assertThat(trials).isEqualTo(10);
    }
}
