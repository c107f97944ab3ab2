package io.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Channel;
import io.millrace.ChannelBuilder;
import io.millrace.ChannelKind;
import io.millrace.Receiver;
import io.millrace.Sender;
import java.util.ArrayList;
import java.util.List;

/** What runs when a channel is closed. */
class CloseHookContractTest extends ChannelContract {

    private static final RuntimeException BROKEN = new IllegalStateException("broken");

    private final List<Throwable> causes = new ArrayList<>();

    private ChannelBuilder<Integer> hooked(ChannelKind kind) {
        return kind.<Integer>builder().onClose(causes::add);
    }

    @Contract
    void theHookRunsOnceWithTheCause(ChannelKind kind) {
        Channel<Integer> channel = hooked(kind).build();
        channel.close(BROKEN);
        channel.close();
        channel.cancel();
        assertThat(causes).containsExactly(BROKEN);
    }

    @Contract
    void theHookOfAPlainCloseGetsNull(ChannelKind kind) {
        hooked(kind).build().cancel();
        assertThat(causes).containsExactly((Throwable) null);
    }

    @Contract
    void theHookRunsWhenTheLastHandleIsClosed(ChannelKind kind) {
        Channel<Integer> channel = hooked(kind).build();
        Sender<Integer> first = channel.attachSender();
        Sender<Integer> last = channel.attachSender();
        first.close();
        assertThat(causes).isEmpty();
        last.close();
        assertThat(causes).hasSize(1);
        Channel<Integer> other = hooked(kind).build();
        Receiver<Integer> receiver = other.attachReceiver();
        receiver.close();
        assertThat(causes).hasSize(2);
    }

    @Contract
    void theChannelIsClosedForTheHook(ChannelKind kind) {
        List<Boolean> closed = new ArrayList<>();
        List<Channel<Integer>> self = new ArrayList<>();
        self.add(kind.<Integer>builder()
                .onClose(cause -> {
                    closed.add(self.get(0).isClosedForSend());
                    self.get(0).close();
                })
                .build());
        self.get(0).close();
        assertThat(closed).containsExactly(true);
    }

    @Contract
    void aHookThatThrowsBreaksNothing(ChannelKind kind) {
        List<Integer> undelivered = new ArrayList<>();
        Channel<Integer> channel = kind.<Integer>builder()
                .onUndelivered((message, reason) -> undelivered.add(message))
                .onClose(cause -> {
                    throw BROKEN;
                })
                .build();
        boolean accepted = channel.trySend(1);
        assertThatThrownBy(channel::cancel).isSameAs(BROKEN);
        assertThat(channel.isClosedForReceive()).isTrue();
        assertThat(undelivered).hasSize(accepted ? 1 : 0);
        channel.cancel();
    }
}
