package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import io.millrace.support.Await;
import io.millrace.support.HookedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The message of a send clause comes from a supplier, which runs inside the claim of a buffered channel and may fail there. */
class SelectSupplierTest extends ChannelContract {

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({69, 89})
    void aSupplierRunsOnceAndOnlyIfItsClauseWins(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Channel<Integer> ready = Channel.bounded(1);
        ready.trySend(0);
        AtomicInteger calls = new AtomicInteger();
        Select select = Select.biased();
        int send = select.onSend(channel, calls::incrementAndGet);
        int other = select.onReceive(ready);
        int accepted = Math.min(channel.capacity(), 10);
        for (int i = 0; i < accepted; i++) {
            assertThat(select.poll()).isEqualTo(send);
        }
        assertThat(calls).hasValue(accepted);
        if (channel.isFull()) {
            assertThat(select.poll()).isEqualTo(other);
        }
        channel.close();
        assertThat(select.poll()).isEqualTo(send);
        assertThat(calls).hasValue(accepted);
        assertThat(takeAll(channel)).hasSize(accepted);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({28, 89})
    void aThrowingSupplierSendsNothingAndLeavesTheChannelWhole(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        Select select = Select.fair();
        IllegalStateException failure = new IllegalStateException("no message");
        AtomicInteger calls = new AtomicInteger();
        select.onSend(channel, () -> {
            if (calls.getAndIncrement() % 2 == 0) {
                throw failure;
            }
            return calls.get();
        });
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(select::poll).isSameAs(failure);
            assertThat(channel.tryReceive()).isNull();
            assertThat(select.await()).isZero();
            assertThat(channel.tryReceive()).isEqualTo(2 * i + 2);
        }
        assertThatThrownBy(select::await).isSameAs(failure);
        assertThat(channel.tryReceive()).isNull();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(fill(channel)).isEqualTo(takeAll(channel));
        assertThat(channel.stats().accepted()).isEqualTo(channel.stats().received());
        Invariants.check(channel);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(89)
    void aChannelThatIsClosedBehindAThrowingSupplierEnds(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Select select = Select.fair();
        select.onSend(channel, () -> null);
        assertThatThrownBy(select::poll)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("supplier");
        channel.close();
        assertThat(channel.receiveOrNull()).isNull();
        assertThat(channel.isClosedForReceive()).isTrue();
        Invariants.check(channel);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour({16, 89})
    void aChannelThatIsCancelledBehindAThrowingSupplierHandsNothingOver(ChannelKind kind) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> undelivered.add(message))
                .build();
        Select select = Select.fair();
        select.onSend(channel, () -> null);
        assertThatThrownBy(select::poll).isInstanceOf(NullPointerException.class);
        channel.cancel();
        assertThat(undelivered).isEmpty();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(89)
    void theQueueViewShowsNothingOfAThrowingSupplier(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Select select = Select.fair();
        select.onSend(channel, () -> null);
        assertThatThrownBy(select::poll).isInstanceOf(NullPointerException.class);
        Integer seen = channel.asBlockingQueue().peek();
        assertThat(seen).isNull();
        assertThat(channel.asBlockingQueue().toArray()).isEmpty();
    }

    /** Listed over one channel, the select is woken over another, whose supplier then waits on the first. */
    @Contract(told = true)
    @Behaviour({78, 89})
    void aSupplierMayWaitForAnotherClausesChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> awaited = kind.open();
        Channel<Integer> full = Channel.bounded(1);
        full.send(0);
        AtomicBoolean runs = new AtomicBoolean();
        Actor<Integer> selecting = actors.start("select", () -> {
                    Select select = Select.fair();
                    select.onReceive(awaited);
                    select.onSend(full, () -> {
                        runs.set(true);
                        return receive(awaited);
                    });
                    return select.await();
                })
                .awaitBlocked();
        full.receive();
        Await.until("the supplier runs", runs::get);
        selecting.awaitBlocked();
        awaited.send(7);
        assertThat(selecting.join()).isOne();
        assertThat(full.receive()).isEqualTo(7);
        Invariants.check(awaited);
        Invariants.check(full);
    }

    /** The wake-up for a message comes to a select, whose supplier then waits until another thread has received it. */
    @Contract(on = Kinds.BUFFERED)
    @Behaviour({78, 89})
    void aSupplierMayWaitForAThreadThatNeedsItsSelectsWakeUp(ChannelKind kind) throws InterruptedException {
        Channel<Integer> awaited = kind.open();
        Channel<Integer> full = Channel.bounded(1);
        full.send(0);
        AtomicReference<Actor<Integer>> other = new AtomicReference<>();
        Select select = Select.fair().timeSource(new HookedTime(() -> {
            other.set(blockedReceiver(awaited));
            awaited.send(7);
            return full.receive();
        }));
        select.onReceive(awaited);
        int send = select.onSend(full, () -> other.get().join());
        assertThat(select.await()).isEqualTo(send);
        assertThat(full.receive()).isEqualTo(7);
        Invariants.check(awaited);
        Invariants.check(full);
    }

    private static Integer receive(Channel<Integer> channel) {
        try {
            return channel.receive();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
