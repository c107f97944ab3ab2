package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.Broadcast;
import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import io.millrace.ChannelFullException;
import io.millrace.ChannelKind;
import io.millrace.Lagging;
import io.millrace.Overflow;
import io.millrace.PartialSendException;
import io.millrace.Sender;
import io.millrace.contract.Contract.Kinds;
import io.millrace.support.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch that fails in its middle tells how many messages were accepted, whatever it failed of. */
class PartialSendContractTest extends ChannelContract {

    private static final RuntimeException OLD = new RuntimeException("suppressed before");

    private static void assertAccepted(Throwable failure, int accepted, int total) {
        assertThat(PartialSendException.acceptedBefore(failure)).isEqualTo(accepted);
        assertThat(List.of(failure.getSuppressed()))
                .last()
                .isInstanceOfSatisfying(PartialSendException.class, partial -> {
                    assertThat(partial.accepted()).isEqualTo(accepted);
                    assertThat(partial.total()).isEqualTo(total);
                });
    }

    private static List<Integer> oneMoreThanFits(ChannelKind kind) {
        return Collections.nCopies(kind.capacity() + 1, 7);
    }

    @Contract(on = Kinds.LIMITED)
    void aCloseInTheMiddleOfABatchLeavesItsCauseAndTheCount(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Void> sender = actors.run("sender", () -> channel.sendAll(oneMoreThanFits(kind)));
        sender.awaitBlocked();
        RuntimeException cause = new RuntimeException("feed lost");
        channel.close(cause);
        Throwable failure = sender.failure();
        assertThat(failure)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("accepted were " + kind.capacity() + " of " + (kind.capacity() + 1))
                .hasCause(cause);
        assertAccepted(failure, kind.capacity(), kind.capacity() + 1);
    }

    @Contract(on = Kinds.LIMITED)
    void anInterruptInTheMiddleOfABatchLeavesTheCount(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        Actor<Void> sender = actors.run("sender", () -> channel.sendAll(oneMoreThanFits(kind)));
        sender.awaitBlocked();
        sender.interrupt();
        Throwable failure = sender.failure();
        assertThat(failure)
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("accepted were " + kind.capacity());
        assertAccepted(failure, kind.capacity(), kind.capacity() + 1);
    }

    @Contract(on = Kinds.LIMITED)
    void aHandleClosedInTheMiddleOfABatchLeavesTheCount(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Sender<Integer>> handles = channel.attachSenders(2);
        Actor<Void> sender = actors.run("sender", () -> handles.get(0).sendAll(oneMoreThanFits(kind)));
        sender.awaitBlocked();
        handles.get(0).close();
        Throwable failure = sender.failure();
        assertThat(failure)
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageContaining("was closed; accepted were " + kind.capacity());
        assertAccepted(failure, kind.capacity(), kind.capacity() + 1);
    }

    @Contract(told = true)
    void aBatchThroughAClosedHandleOrToAClosedChannelAcceptsNone(ChannelKind kind) {
        Channel<Integer> channel = kind.open();
        List<Sender<Integer>> handles = channel.attachSenders(2);
        handles.get(0).close();
        Throwable ofTheHandle = catchThrowable(() -> handles.get(0).sendAll(List.of(1, 2)));
        assertThat(ofTheHandle).hasMessageContaining("accepted were 0 of 2");
        assertAccepted(ofTheHandle, 0, 2);
        channel.close();
        Throwable ofTheChannel = catchThrowable(() -> channel.sendAll(List.of(1, 2)));
        assertThat(ofTheChannel).hasMessageContaining("accepted were 0 of 2");
        assertAccepted(ofTheChannel, 0, 2);
    }

    @Test
    void aFullChannelThatFailsLeavesTheCount() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(2).onFull(Overflow.FAIL).build();
        Throwable failure = catchThrowable(() -> channel.sendAll(List.of(1, 2, 3)));
        assertThat(failure).isInstanceOf(ChannelFullException.class).hasMessageContaining("accepted were 2 of 3");
        assertAccepted(failure, 2, 3);
    }

    @Test
    void aCallbackThatThrowsInTheMiddleComesOutWithTheCountAndWhatItHadSuppressed() {
        for (Overflow policy : List.of(Overflow.DROP_NEWEST, Overflow.DROP_OLDEST)) {
            Channel<Integer> channel = Channel.<Integer>builder()
                    .capacity(2)
                    .onFull(policy)
                    .recordStats()
                    .onUndelivered((message, reason) -> {
                        IllegalArgumentException thrown = new IllegalArgumentException("of the callback");
                        thrown.addSuppressed(OLD);
                        throw thrown;
                    })
                    .build();
            Throwable failure = catchThrowable(() -> channel.sendAll(List.of(1, 2, 3, 4)));
            assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessage("of the callback");
            assertThat(failure.getSuppressed()).contains(OLD);
            assertAccepted(failure, 4, 4);
            assertThat(channel.stats().accepted()).isEqualTo(4);
        }
    }

    @Test
    void aCallbackOfAConflatingChannelThatThrowsComesOutWithTheCount() {
        Channel<Integer> channel = Channel.<Integer>builder()
                .conflating()
                .recordStats()
                .onUndelivered((message, reason) -> {
                    throw new IllegalArgumentException("of " + message);
                })
                .build();
        Throwable failure = catchThrowable(() -> channel.sendAll(List.of(1, 2, 3)));
        assertThat(failure).hasMessage("of 1");
        assertAccepted(failure, 3, 3);
        assertThat(channel.stats().accepted()).isEqualTo(3);
        assertThat(channel.stats().replaced()).isEqualTo(2);
        assertThat(takeAll(channel)).containsExactly(3);
    }

    @Test
    void aMessageWithoutAKeyIsNotCountedAndTheBatchGoesOn() {
        Channel<Integer> channel = Channel.<Integer>builder()
                .conflatingBy(message -> {
                    if (message == 3) {
                        throw new IllegalArgumentException("no key");
                    }
                    return message;
                })
                .recordStats()
                .build();
        Throwable failure = catchThrowable(() -> channel.sendAll(List.of(1, 2, 3, 4)));
        assertThat(failure).hasMessage("no key");
        assertAccepted(failure, 3, 4);
        assertThat(takeAll(channel)).containsExactly(1, 2, 4);
        assertThat(channel.stats().accepted()).isEqualTo(3);
    }

    @Test
    void aBroadcastThatIsClosedInTheMiddleLeavesTheCount() {
        Broadcast<Integer> broadcast = Broadcast.of(2);
        broadcast.subscribe(Lagging.HOLD);
        Actor<Void> sender = actors.run("sender", () -> broadcast.sendAll(new ArrayList<>(List.of(1, 2, 3))));
        sender.awaitBlocked();
        broadcast.close();
        assertAccepted(sender.failure(), 2, 3);
    }
}
