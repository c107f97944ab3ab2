package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.HookedTime;
import org.junit.jupiter.api.Test;

/** A biased select that has waited chooses by its order too, whoever woke it. */
class SelectBiasedTest extends ChannelContract {

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(82)
    void ofWhatBecameReadyDuringTheWaitTheFirstIsChosen(ChannelKind kind) throws InterruptedException {
        Channel<Integer> first = kind.open();
        Channel<Integer> second = kind.open();
        Channel<Integer> third = kind.open();
        Select select = Select.biased().timeSource(new HookedTime(() -> {
            second.send(2);
            first.send(1);
            third.send(3);
            return null;
        }));
        select.onReceive(first);
        select.onReceive(second);
        select.onReceive(third);
        assertThat(select.await()).isZero();
        assertThat(select.received(first)).isEqualTo(1);
        assertThat(select.await()).isOne();
        assertThat(select.await()).isEqualTo(2);
    }

    /** The wake-up for the first message goes to a thread that waited before. */
    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(82)
    void aClauseWhoseWakeUpWentToAnotherComesFirstAllTheSame(ChannelKind kind) throws InterruptedException {
        Channel<Integer> first = kind.open();
        Channel<Integer> second = kind.open();
        Select early = Select.fair().timeSource(new HookedTime(() -> {
            Select select = Select.biased().timeSource(new HookedTime(() -> {
                first.send(1);
                second.send(2);
                return null;
            }));
            select.onReceive(first);
            select.onReceive(second);
            assertThat(select.await()).isZero();
            assertThat(select.received(first)).isEqualTo(1);
            first.send(3);
            return null;
        }));
        early.onReceive(first);
        assertThat(early.await()).isZero();
        assertThat(early.received(first)).isEqualTo(3);
        assertThat(second.receive()).isEqualTo(2);
    }

    @Test
    @Behaviour(82)
    void aSenderOverARendezvousDoesNotComeBeforeAClauseThatIsReadyBefore() throws InterruptedException {
        Channel<Integer> buffered = Channel.bounded(1);
        Channel<Integer> direct = Channel.rendezvous();
        Select select = Select.biased().timeSource(new HookedTime(() -> {
            buffered.send(1);
            return actors.run("sender", () -> direct.send(2)).awaitBlocked();
        }));
        select.onReceive(buffered);
        select.onReceive(direct);
        assertThat(select.await()).isZero();
        assertThat(select.received(buffered)).isEqualTo(1);
        assertThat(select.await()).isOne();
        assertThat(select.received(direct)).isEqualTo(2);
    }
}
