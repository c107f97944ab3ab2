package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterClass;

/** The test kit of Reactive Streams. It runs on TestNG; what it skips are rules that it marks optional or cannot test. */
class FlowTckTest {

    /** Long, for a loaded machine: only tests of what must come wait for it. */
    private static final long COMES_MILLIS = 10_000;

    /** For how long a test looks whether what must not come does. */
    private static final long DOES_NOT_COME_MILLIS = 20;

    /** The kit waits for so long before it looks, once, for an error that must come: here it is there already. */
    private static final long ERROR_COMES_MILLIS = 0;

    private static TestEnvironment environment() {
        return new TestEnvironment(COMES_MILLIS, DOES_NOT_COME_MILLIS, ERROR_COMES_MILLIS, false);
    }

    /** A channel that holds so many messages and is closed. */
    private static Channel<Integer> filled(long messages) {
        Channel<Integer> channel = Channel.unbounded();
        for (int i = 0; i < messages; i++) {
            channel.trySend(i);
        }
        channel.close();
        return channel;
    }

    private static Flow.Publisher<Integer> failed() {
        Channel<Integer> channel = Channel.bounded(1);
        channel.close(new IllegalStateException("feed lost"));
        return Flows.publisher(channel);
    }

    /** All signals come on the thread that requests. */
    public static class OverAFilledChannelVerification extends FlowPublisherVerification<Integer> {
        public OverAFilledChannelVerification() {
            super(environment());
        }

        @Override
        public long maxElementsFromPublisher() {
            return 10_000;
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return Flows.publisher(filled(elements), Runnable::run);
        }

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            return failed();
        }
    }

    /** Messages come while the subscriber waits, from a thread that the channel holds back, and signals from the common pool. */
    public static class WhileSendingVerification extends FlowPublisherVerification<Integer> {
        private final ExecutorService senders = Executors.newCachedThreadPool();
        private Function<Channel<Integer>, Flow.Publisher<Integer>> publishing = Flows::publisher;

        public WhileSendingVerification() {
            super(environment());
        }

        @AfterClass
        public void end() {
            senders.shutdownNow();
        }

        @Override
        public Flow.Publisher<Integer> createFlowPublisher(long elements) {
            Channel<Integer> channel = Channel.bounded(2);
            senders.submit(() -> {
                for (long i = 0; i < elements; i++) {
                    channel.send((int) i);
                }
                channel.close();
                return null;
            });
            return publishing.apply(channel);
        }

        private interface Rule {
            void run() throws Throwable;
        }

        /** What a request brings about has been signalled, in the pool, once the request returns. */
        private void whileRequestsWaitForSignals(Rule rule) throws Throwable {
            publishing = channel -> Flows.publisher(
                    channel, signals -> CompletableFuture.runAsync(signals).join());
            try {
                rule.run();
            } finally {
                publishing = Flows::publisher;
            }
        }

        @Override
        @org.testng.annotations.Test
        public void required_spec309_requestZeroMustSignalIllegalArgumentException() throws Throwable {
            whileRequestsWaitForSignals(super::required_spec309_requestZeroMustSignalIllegalArgumentException);
        }

        @Override
        @org.testng.annotations.Test
        public void required_spec309_requestNegativeNumberMustSignalIllegalArgumentException() throws Throwable {
            whileRequestsWaitForSignals(
                    super::required_spec309_requestNegativeNumberMustSignalIllegalArgumentException);
        }

        @Override
        @org.testng.annotations.Test
        public void optional_spec309_requestNegativeNumberMaySignalIllegalArgumentExceptionWithSpecificMessage()
                throws Throwable {
            whileRequestsWaitForSignals(
                    super::optional_spec309_requestNegativeNumberMaySignalIllegalArgumentExceptionWithSpecificMessage);
        }

        /** Not run: the kit waits for so long only, and the pool may be late. The other verification runs it. */
        @Override
        public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber() {}

        @Override
        public Flow.Publisher<Integer> createFailedFlowPublisher() {
            return failed();
        }
    }

    public static class IntoABoundedChannelVerification extends FlowSubscriberBlackboxVerification<Integer> {
        public IntoABoundedChannelVerification() {
            super(environment());
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            return Flows.subscriber(Channel.bounded(3));
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    public static class IntoARendezvousVerification extends FlowSubscriberBlackboxVerification<Integer> {
        public IntoARendezvousVerification() {
            super(environment());
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            return Flows.subscriber(Channel.rendezvous());
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    private static void verify(Class<?> verification) {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setTestClasses(new Class<?>[] {verification});
        kit.addListener(results);
        kit.run();
        List<ITestResult> wrong = results.getFailedTests();
        wrong.addAll(results.getConfigurationFailures());
        assertThat(wrong)
                .as(() -> wrong.get(0).getName() + ": " + wrong.get(0).getThrowable())
                .isEmpty();
        long passed = results.getPassedTests().stream()
                .map(ITestResult::getName)
                .filter(name -> name.startsWith("required_"))
                .count();
        assertThat(passed).as("required rules that were tested").isGreaterThan(10);
    }

    @Test
    void aPublisherOverAFilledChannelPasses() {
        verify(OverAFilledChannelVerification.class);
    }

    @Test
    void aPublisherOverAChannelThatIsBeingFilledPasses() {
        verify(WhileSendingVerification.class);
    }

    @Test
    void aSubscriberIntoABoundedChannelPasses() {
        verify(IntoABoundedChannelVerification.class);
    }

    @Test
    void aSubscriberIntoARendezvousPasses() {
        verify(IntoARendezvousVerification.class);
    }
}
