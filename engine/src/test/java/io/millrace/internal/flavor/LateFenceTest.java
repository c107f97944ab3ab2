package io.millrace.internal.flavor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.select.SendTarget;
import io.millrace.interop.Flows;
import io.millrace.support.Actors;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A promised thread has a fence from the first wait without a thread on, and not before. */
class LateFenceTest {

    private final Actors actors = new Actors();

    @AfterEach
    void everyThreadHasEnded() {
        actors.close();
    }

    @Test
    void threadsThatReceiveFromASingleProducerLeaveItWithoutAFence() throws Exception {
        Channel<Integer> channel =
                Channel.<Integer>builder().unbounded().singleProducer().build();
        channel.send(1);
        channel.receive();
        channel.tryReceive();
        assertThat(((ReceiveSource<?>) channel).isFencedForReceive()).isFalse();
    }

    @Test
    void aReceiveWithoutAThreadGivesTheSingleProducerAFence() {
        Channel<Integer> channel =
                Channel.<Integer>builder().unbounded().singleProducer().build();
        channel.receiveAsync();
        assertThat(((ReceiveSource<?>) channel).isFencedForReceive()).isTrue();
    }

    @Test
    void aSingleProducerOfABoundedChannelWithSeveralConsumersHasAFence() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(4).singleProducer().build();
        assertThat(((ReceiveSource<?>) channel).isFencedForReceive()).isTrue();
    }

    @Test
    void aReceiveWithoutAThreadThroughAHandleGivesTheSingleProducerAFence() {
        Channel<Integer> channel =
                Channel.<Integer>builder().unbounded().singleProducer().build();
        channel.attachReceiver().receiveAsync();
        assertThat(((ReceiveSource<?>) channel).isFencedForReceive()).isTrue();
    }

    @Test
    void aReceiveWithoutAThreadGivesAProducerAFenceThatIsBusyElsewhere() throws Exception {
        Channel<Integer> channel =
                Channel.<Integer>builder().unbounded().singleProducer().build();
        CountDownLatch hasSent = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        actors.run("producer", () -> {
            channel.send(1);
            hasSent.countDown();
            mayEnd.await();
        });
        hasSent.await();
        channel.receiveAsync();
        assertThat(((ReceiveSource<?>) channel).isFencedForReceive()).isTrue();
        mayEnd.countDown();
    }

    @Test
    void threadsThatSendToASingleConsumerLeaveItWithoutAFence() throws Exception {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(4).singleConsumer().build();
        channel.send(1);
        channel.receive();
        assertThat(((SendTarget<?>) channel).isFencedForSend()).isFalse();
    }

    @Test
    void aFlowSubscriberGivesTheSingleConsumerAFence() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(4).singleConsumer().build();
        Flows.subscriber(channel);
        assertThat(((SendTarget<?>) channel).isFencedForSend()).isTrue();
    }

    @Test
    void aFlowSubscriberThroughAHandleGivesTheSingleConsumerAFence() {
        Channel<Integer> channel =
                Channel.<Integer>builder().capacity(4).singleConsumer().build();
        Flows.subscriber(channel.attachSender());
        assertThat(((SendTarget<?>) channel).isFencedForSend()).isTrue();
    }
}
