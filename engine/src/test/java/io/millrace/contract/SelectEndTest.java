package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.Timers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a select that drops closed clauses has ended, and what it tells of why. */
class SelectEndTest extends ChannelContract {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Throwable CAUSE = new IllegalStateException("gone");

    @Contract(told = true)
    @Behaviour(70)
    void onceAllClausesAreClosedEveryCallSaysSoAtOnce(ChannelKind kind) throws InterruptedException {
        Channel<Integer> first = kind.open();
        Channel<Integer> second = kind.open();
        Select select = Select.fair().dropClosed();
        select.onReceive(first);
        select.onSend(second, () -> 1);
        first.close();
        second.close();
        assertThat(select.await(LONG)).isEqualTo(Select.ENDED);
        assertThat(select.await()).isEqualTo(Select.ENDED);
        assertThat(select.poll()).isEqualTo(Select.ENDED);
        assertThat(select.isClosed()).isTrue();
        assertThat(select.closeCause()).isNull();
    }

    @Contract(told = true)
    @Behaviour({70, 73})
    void aSelectThatIsIdleSaysThatTheTimeIsUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> closed = kind.open();
        Channel<Integer> idle = kind.open();
        Select select = Select.fair().dropClosed();
        select.onReceive(closed);
        select.onReceive(idle);
        closed.close();
        assertThat(select.await(Duration.ofNanos(1))).isEqualTo(Select.NONE);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.isClosed()).isFalse();
    }

    @Contract(told = true)
    @Behaviour(70)
    void theEndReachesASelectThatWaits(ChannelKind kind) {
        Channel<Integer> first = kind.open();
        Channel<Integer> second = kind.open();
        var waiting = actors.start("select", () -> {
                    Select select = Select.fair().dropClosed();
                    select.onReceive(first);
                    select.onReceive(second);
                    return List.of(select.await(LONG), select.closeCause() == CAUSE ? 1 : 0);
                })
                .awaitBlocked();
        first.close();
        second.close(CAUSE);
        assertThat(waiting.join()).containsExactly(Select.ENDED, 1);
    }

    @Test
    @Behaviour(70)
    void timersDoNotKeepASelectFromHavingEnded() throws InterruptedException {
        Channel<Integer> channel = Channel.bounded(1);
        Select select = Select.fair().dropClosed();
        select.onReceive(Timers.tick(LONG));
        select.onReceive(Timers.after(LONG));
        select.onReceive(Timers.never());
        int only = select.onReceive(channel);
        channel.close(CAUSE);
        assertThat(select.await()).isEqualTo(Select.ENDED);
        assertThat(select.await(LONG)).isEqualTo(Select.ENDED);
        assertThat(select.closeCause()).isSameAs(CAUSE);
        select.remove(only);
        assertThat(select.await(Duration.ofNanos(1))).isEqualTo(Select.NONE);
    }

    @Test
    @Behaviour(70)
    void aSelectOfTimersAloneGoesOn() throws InterruptedException {
        var ticks = Timers.tick(Duration.ofNanos(1));
        var closes = Timers.tick(LONG);
        Select select = Select.fair().dropClosed();
        int tick = select.onReceive(ticks);
        select.onReceive(closes);
        closes.close();
        assertThat(select.await()).isEqualTo(tick);
        ticks.close();
        assertThat(select.await()).isEqualTo(Select.ENDED);
    }

    @Test
    @Behaviour(70)
    void eachDroppedClauseKeepsItsCause() {
        Channel<Integer> plain = Channel.bounded(1);
        Channel<Integer> failed = Channel.bounded(1);
        Channel<Integer> open = Channel.bounded(1);
        Select select = Select.biased().dropClosed();
        int one = select.onReceive(plain);
        int two = select.onSend(failed, () -> 1);
        int three = select.onReceive(open);
        plain.close();
        failed.close(CAUSE);
        assertThat(select.poll()).isEqualTo(Select.NONE);
        assertThat(select.isDropped(one)).isTrue();
        assertThat(select.isDropped(two)).isTrue();
        assertThat(select.isDropped(three)).isFalse();
        assertThat(select.closeCause(one)).isNull();
        assertThat(select.closeCause(two)).isSameAs(CAUSE);
        assertThat(select.closeCause(three)).isNull();
        assertThat(select.closeCause()).isNull();
        open.close(new IllegalStateException("later"));
        assertThat(select.poll()).isEqualTo(Select.ENDED);
        assertThat(select.closeCause()).isSameAs(CAUSE);
    }

    @Contract(told = true)
    @Behaviour(70)
    void theCauseOfTheClauseChosenLastIsTold(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Channel<Integer> ready = Channel.bounded(1);
        Select select = Select.biased();
        select.onReceive(channel);
        select.onReceive(ready);
        ready.trySend(1);
        assertThat(select.poll()).isOne();
        assertThat(select.closeCause()).isNull();
        channel.close(CAUSE);
        assertThat(select.poll()).isZero();
        assertThat(select.closeCause()).isSameAs(CAUSE);
    }

    @Test
    @Behaviour({25, 72})
    void withoutAnEnabledClauseATimeTooLongToCountIsRefusedAsForEverIs() throws InterruptedException {
        Select select = Select.fair();
        int disabled = select.onReceive(Channel.bounded(1));
        select.disable(disabled);
        for (Duration forEver : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> select.await(forEver))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("no clause is enabled: this select would wait for ever");
        }
        assertThat(select.await(Duration.ofMillis(1))).isEqualTo(Select.NONE);
    }
}
