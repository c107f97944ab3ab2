package io.millrace.contract;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelKind;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A channel as a BlockingQueue. */
class QueueViewContractTest extends ChannelContract {

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(1)
    void whatIsPutIntoTheViewComesOutOfTheChannelAndBack(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        queue.put(1);
        assertThat(channel.receive()).isEqualTo(1);
        assertThat(queue.add(2)).isTrue();
        assertThat(queue.poll()).isEqualTo(2);
        assertThat(queue.offer(3)).isTrue();
        assertThat(queue.remove()).isEqualTo(3);
        assertThat(queue.offer(4, 1, DAYS)).isTrue();
        assertThat(queue.poll(1, DAYS)).isEqualTo(4);
        channel.send(5);
        assertThat(queue.take()).isEqualTo(5);
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, NANOSECONDS)).isNull();
        assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
    }

    @Contract(on = Kinds.LIMITED, told = true)
    @Behaviour(5)
    void aFullViewRefuses(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        fill(channel);
        assertThat(queue.remainingCapacity()).isZero();
        assertThat(queue.offer(-1)).isFalse();
        assertThat(queue.offer(-1, 1, NANOSECONDS)).isFalse();
        assertThatThrownBy(() -> queue.add(-1)).isInstanceOf(IllegalStateException.class);
        assertThat(queue).hasSize(kind.capacity());
    }

    @Contract
    @Behaviour({7, 8})
    void putAndTakeWait(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        Actor<Integer> taker = actors.start("taker", queue::take).awaitBlocked();
        queue.put(1);
        assertThat(taker.join()).isEqualTo(1);
        if (!kind.isUnbounded()) {
            fill(channel);
            Actor<Void> putter = actors.run("putter", () -> queue.put(-1)).awaitBlocked();
            assertThat(queue.take()).isNotNull();
            putter.join();
        }
    }

    @Contract(told = true)
    @Behaviour(2)
    void theViewReportsSizeAndRoomOfTheChannel(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        assertThat(queue.remainingCapacity()).isEqualTo(kind.capacity());
        assertThat(queue.isEmpty()).isTrue();
        int sent = fill(channel).size();
        assertThat(queue.size()).isEqualTo(sent);
        assertThat(queue.remainingCapacity()).isEqualTo(kind.isUnbounded() ? Integer.MAX_VALUE : 0);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void drainToTakesWhatIsThereUpToItsLimit(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> sent = fill(channel);
        List<Integer> taken = new ArrayList<>();
        assertThat(queue.drainTo(taken, 0)).isZero();
        assertThat(queue.drainTo(taken, 1)).isEqualTo(1);
        assertThat(queue.drainTo(taken)).isEqualTo(sent.size() - 1);
        assertThat(queue.drainTo(taken)).isZero();
        assertThat(taken).isEqualTo(sent);
        channel.trySend(1);
        for (BlockingQueue<Integer> view : List.of(queue, channel.asBlockingQueue())) {
            assertThatThrownBy(() -> queue.drainTo(view))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("target is a view of the same " + channel);
        }
        assertThatThrownBy(() -> queue.drainTo(null)).isInstanceOf(NullPointerException.class);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(104)
    void lookingIntoTheViewTakesNothing(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        assertThat(queue.peek()).isNull();
        assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
        List<Integer> sent = fill(channel);
        assertThat(queue.peek()).isEqualTo(0);
        assertThat(queue.element()).isEqualTo(0);
        assertThat(queue.contains(0)).isTrue();
        assertThat(queue.contains(-1)).isFalse();
        assertThat(List.copyOf(queue)).isEqualTo(sent);
        assertThat(queue.toArray()).isEqualTo(sent.toArray());
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(105)
    void clearTakesEverythingOut(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        fill(channel);
        channel.asBlockingQueue().clear();
        assertThat(channel.isEmpty()).isTrue();
        assertThat(channel.trySend(1)).isTrue();
        assertThat(takeAll(channel)).containsExactly(1);
    }

    @Contract(on = Kinds.BUFFERED)
    void removeTakesTheNextMessageAndNoOther(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> sent = fill(channel);
        Integer last = sent.get(sent.size() - 1);
        assertThat(queue.remove((Object) (-1))).isFalse();
        assertThat(queue.remove("no message")).isFalse();
        assertThat(queue.remove(last)).isEqualTo(sent.size() == 1);
        for (Integer message : sent.subList(0, sent.size() - 1)) {
            assertThat(queue.remove(message)).isTrue();
            assertThat(queue.remove(message)).isFalse();
        }
        assertThat(takeAll(channel)).isEqualTo(sent.size() == 1 ? List.of() : List.of(last));
    }

    @Contract(on = Kinds.BUFFERED)
    void theIteratorRemovesInOrder(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        fill(channel);
        Iterator<Integer> iterator = channel.asBlockingQueue().iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        while (iterator.hasNext()) {
            iterator.next();
            iterator.remove();
        }
        assertThat(channel.isEmpty()).isTrue();
    }

    @Contract(on = Kinds.BOUNDED)
    void aRemovalMakesRoomAndCountsAsReceived(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.<Integer>builder().recordStats().build();
        List<Integer> sent = fill(channel);
        Actor<Void> sender = blockedSender(channel, -1);
        assertThat(channel.asBlockingQueue().remove(sent.get(0))).isTrue();
        sender.join();
        assertThat(channel.stats().received()).isEqualTo(1);
        assertThat(channel.size()).isEqualTo(kind.capacity());
    }

    @Contract(on = Kinds.RENDEZVOUS)
    void aRendezvousHasNothingToRemove(ChannelKind kind) {
        assertThat(kind.<Integer>open().asBlockingQueue().remove((Object) 1)).isFalse();
    }

    @Contract
    void aSingleConsumersMessagesAreItsOwn(ChannelKind kind) {
        Channel<Integer> channel = kind.<Integer>builder().singleConsumer().build();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> sent = fill(channel);
        for (Iterator<Integer> iterator = queue.iterator(); iterator.hasNext(); ) {
            assertThat(queue.remove(iterator.next())).isFalse();
            iterator.remove();
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(on = Kinds.BUFFERED, told = true)
    @Behaviour(104)
    void whatWouldTakeFromTheMiddleIsNotSupported(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> sent = fill(channel);
        List<ThrowingCallable> calls = List.of(
                () -> queue.removeIf(message -> true),
                () -> queue.retainAll(List.of()),
                () -> queue.removeAll(List.of(0)));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(takeAll(channel)).isEqualTo(sent);
    }

    @Contract(told = true)
    @Behaviour({12, 13, 97})
    void aClosedViewThrowsOrEndsAsItsMethodsCan(ChannelKind kind) throws InterruptedException {
        Channel<Integer> channel = kind.open();
        BlockingQueue<Integer> queue = channel.asBlockingQueue();
        List<Integer> sent = fill(channel);
        channel.close();
        List<ThrowingCallable> insertions =
                List.of(() -> queue.put(1), () -> queue.add(1), () -> queue.offer(1), () -> queue.offer(1, 1, DAYS));
        for (ThrowingCallable insertion : insertions) {
            assertThatThrownBy(insertion).isInstanceOf(ChannelClosedException.class);
        }
        for (Integer message : sent) {
            assertThat(queue.take()).isEqualTo(message);
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, DAYS)).isNull();
        assertThat(queue.peek()).isNull();
        assertThatThrownBy(queue::take).isInstanceOf(ChannelClosedException.class);
    }

    @Contract(told = true)
    @Behaviour(108)
    void theViewRefusesNull(ChannelKind kind) {
        BlockingQueue<Integer> queue = kind.<Integer>open().asBlockingQueue();
        assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.add(null)).isInstanceOf(NullPointerException.class);
    }
}
