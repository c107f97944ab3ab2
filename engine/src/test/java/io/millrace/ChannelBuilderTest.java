package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.contract.Behaviour;
import org.junit.jupiter.api.Test;

/** What the builder and the short forms accept. */
class ChannelBuilderTest {

    @Test
    @Behaviour(2)
    void capacitiesOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> Channel.bounded(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("capacity is 0, allowed is 1 to " + ChannelBuilder.MAX_CAPACITY)
                .hasMessageContaining("Channel.rendezvous()");
        assertThatThrownBy(() -> Channel.bounded(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is 2147483647, allowed is 1 to " + ChannelBuilder.MAX_CAPACITY);
        assertThatThrownBy(() -> Channel.builder().capacity(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is -1, allowed is 0 to " + ChannelBuilder.MAX_CAPACITY);
        assertThatThrownBy(() -> Channel.builder().capacity(ChannelBuilder.MAX_CAPACITY + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCapacityMustBeChosen() {
        assertThatThrownBy(() -> Channel.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("capacity(n) or unbounded()");
    }

    @Test
    @Behaviour(108)
    void nullSettingsAreRefused() {
        ChannelBuilder<String> builder = Channel.builder();
        assertThatThrownBy(() -> builder.name(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.sendWaiting(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.receiveWaiting(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.onUndelivered(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.onClose(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @Behaviour({2, 29, 41})
    void theShortFormsMakeWhatTheyAreNamed() {
        assertThat(Channel.bounded(7).capacity()).isEqualTo(7);
        assertThat(Channel.rendezvous().capacity()).isZero();
        assertThat(Channel.unbounded().capacity()).isEqualTo(Channel.UNBOUNDED);
    }

    @Test
    @Behaviour(26)
    void oneBuilderMakesIndependentChannels() {
        ChannelBuilder<String> builder = Channel.<String>builder().capacity(1);
        Channel<String> first = builder.build();
        Channel<String> second = builder.build();
        first.trySend("a");
        first.close();
        assertThat(second.isClosedForSend()).isFalse();
        assertThat(second.isEmpty()).isTrue();
    }

    @Test
    void aChannelNamesItselfInItsTextAndInItsExceptions() {
        Channel<String> channel =
                Channel.<String>builder().capacity(1).name("orders").build();
        channel.close();
        assertThat(channel.toString()).contains("orders");
        assertThatThrownBy(() -> channel.trySend("a")).hasMessageContaining("orders");
        assertThatThrownBy(channel::tryReceive).hasMessageContaining("orders");
    }

    @Test
    void aBuilderThatIsToldTheTypeNeedsNoTypeInFrontOfItsMethods() {
        Channel<String> channel = Channel.builder(String.class).capacity(1).build();
        assertThat(channel.trySend("a")).isTrue();
        assertThatThrownBy(() -> Channel.builder(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("type");
    }
}
