package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelKind;
import io.millrace.Select;
import io.millrace.contract.Contract.Kinds;
import io.millrace.internal.flavor.Invariants;
import io.millrace.support.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The message of a send clause is made when a call begins, before anything is claimed: a supplier may do whatever it likes. */
class SelectSupplierTest extends ChannelContract {

    private static final IllegalStateException FAILURE = new IllegalStateException("no message");

    private static <T> Supplier<T> failing() {
        return () -> {
            throw FAILURE;
        };
    }

    @Contract(told = true)
    @Behaviour({69, 89})
    void eachSupplierRunsOncePerCallWhetherOrNotItsClauseIsChosen(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        Channel<Integer> ready = Channel.bounded(1);
        Select select = Select.fair();
        AtomicInteger calls = new AtomicInteger();
        int send = select.onSend(channel, calls::incrementAndGet);
        int other = select.onReceive(ready);
        boolean hasRoom = channel.capacity() == Channel.UNBOUNDED;
        for (int call = 1; call <= 10; call++) {
            ready.trySend(0);
            int chosen = call % 2 == 0 ? select.poll() : select.await(Duration.ofSeconds(30));
            assertThat(chosen).isIn(hasRoom ? List.of(send, other) : List.of(other));
            assertThat(calls).hasValue(call);
        }
        select.disable(send);
        ready.trySend(0);
        select.poll();
        assertThat(calls).hasValue(10);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(89)
    void whatIsSentIsWhatTheSupplierMadeInThisCall(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Select select = Select.biased();
        AtomicInteger calls = new AtomicInteger();
        select.onSend(channel, calls::incrementAndGet);
        assertThat(select.poll()).isZero();
        assertThat(channel.tryReceive()).isEqualTo(1);
        channel.close();
        assertThat(select.poll()).isZero();
        assertThat(select.isClosed()).isTrue();
        assertThat(takeAll(channel)).isEmpty();
    }

    @Contract(told = true)
    @Behaviour({28, 89})
    void aThrowingSupplierLeavesEveryClauseAlone(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.openCounting();
        Channel<Integer> ready = Channel.bounded(1);
        ready.trySend(9);
        Select select = Select.biased();
        int in = select.onReceive(ready);
        int out = select.onSend(channel, failing());
        assertThatThrownBy(select::poll).isSameAs(FAILURE);
        assertThatThrownBy(select::await).isSameAs(FAILURE);
        assertThatThrownBy(() -> select.await(Duration.ofSeconds(1))).isSameAs(FAILURE);
        assertThat(ready.size()).isOne();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.stats().accepted()).isZero();
        select.disable(out);
        assertThat(select.poll()).isEqualTo(in);
        assertThat(select.received(ready)).isEqualTo(9);
        Invariants.check(channel);
    }

    @Contract(told = true)
    @Behaviour(89)
    void aSupplierThatMakesNothingFailsTheCall(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Select select = Select.fair();
        select.onSend(channel, () -> null);
        assertThatThrownBy(select::poll)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("supplier");
        channel.cancel();
        assertThat(channel.isClosedForReceive()).isTrue();
        Invariants.check(channel);
    }

    @Contract(told = true)
    @Behaviour(89)
    void aSupplierMayCloseItsOwnChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        Select select = Select.fair();
        int out = select.onSend(channel, () -> {
            channel.close();
            return 1;
        });
        assertThat(select.await()).isEqualTo(out);
        assertThat(select.isClosed()).isTrue();
        assertThat(channel.isClosedForReceive()).isTrue();
    }

    @Contract(told = true)
    @Behaviour(89)
    void aSupplierMayCancelItsOwnChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        fill(channel);
        Select select = Select.fair();
        int out = select.onSend(channel, () -> {
            channel.cancel();
            return 1;
        });
        assertThat(select.await()).isEqualTo(out);
        assertThat(select.isClosed()).isTrue();
    }

    @Contract(on = Kinds.BUFFERED)
    @Behaviour(89)
    void aSupplierMayUseItsOwnChannel(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        channel.trySend(1);
        Select select = Select.fair();
        int out = select.onSend(channel, () -> channel.tryReceive() + 1);
        assertThat(select.poll()).isEqualTo(out);
        assertThat(takeAll(channel)).containsExactly(2);
    }

    /** One waits for what only the other's supplier brings: nothing is held while a supplier runs. */
    @Contract
    @Behaviour({78, 89})
    void aSupplierMayWaitForAThreadThatWaitsForAnotherClausesChannel(ChannelKind kind) throws InterruptedException {
        Channel<Integer> awaited = kind.open();
        Channel<Integer> answers = Channel.bounded(1);
        Channel<Integer> out = Channel.bounded(1);
        Actor<Void> other = actors.run("other", () -> answers.send(awaited.receive() + 1));
        Select select = Select.fair();
        select.onReceive(awaited);
        int send = select.onSend(out, () -> {
            try {
                awaited.send(6);
                return answers.receive();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(select.await()).isEqualTo(send);
        assertThat(out.receive()).isEqualTo(7);
        other.join();
        Invariants.check(awaited);
    }

    @Contract(told = true)
    @Behaviour(89)
    void aSupplierThatUsesItsOwnSelectGetsAnErrorAndTheSelectStaysUsable(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Channel<Integer> free = Channel.bounded(8);
        Select select = Select.fair();
        List<Throwable> errors = new ArrayList<>();
        AtomicReference<Runnable> use = new AtomicReference<>();
        int out = select.onSend(free, () -> {
            try {
                use.get().run();
            } catch (Throwable e) {
                errors.add(e);
            }
            return 1;
        });
        List<Runnable> uses = List.of(
                select::poll,
                () -> select.remove(out),
                () -> select.disable(out),
                () -> select.enable(out),
                select::dropClosed,
                () -> select.onReceive(channel),
                () -> select.onSend(channel, () -> 2));
        for (Runnable one : uses) {
            use.set(one);
            assertThat(select.poll()).isEqualTo(out);
        }
        assertThat(errors)
                .hasSameSizeAs(uses)
                .allSatisfy(error -> assertThat(error)
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("supplier"));
        assertThat(takeAll(free)).hasSameSizeAs(uses);
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract(told = true)
    @Behaviour(89)
    void aSupplierMayLookAtWhatTheLastCallReceived(ChannelKind kind) {
        Channel<Integer> in = Channel.bounded(1);
        Channel<Integer> out = Channel.bounded(1);
        in.trySend(4);
        Select select = Select.biased();
        int receive = select.onReceive(in);
        assertThat(select.poll()).isEqualTo(receive);
        select.onSend(out, () -> select.received(in) + 1);
        assertThat(select.poll()).isOne();
        assertThat(out.tryReceive()).isEqualTo(5);
    }
}
