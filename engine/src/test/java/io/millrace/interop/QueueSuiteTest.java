package io.millrace.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.testers.CollectionClearTester;
import com.google.common.collect.testing.testers.CollectionIteratorTester;
import com.google.common.collect.testing.testers.CollectionRemoveAllTester;
import com.google.common.collect.testing.testers.CollectionRemoveIfTester;
import com.google.common.collect.testing.testers.CollectionRemoveTester;
import com.google.common.collect.testing.testers.CollectionRetainAllTester;
import io.millrace.Channel;
import io.millrace.ChannelKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Guava's test suite for queues over the view of each kind of channel that holds messages. */
class QueueSuiteTest {

    static final List<ChannelKind> KINDS =
            ChannelKind.ALL.stream().filter(kind -> kind.capacity() >= 64).toList();

    private static final List<Feature<?>> FEATURES = List.of(
            CollectionSize.ANY,
            CollectionFeature.SUPPORTS_ADD,
            CollectionFeature.KNOWN_ORDER,
            CollectionFeature.NON_STANDARD_TOSTRING);

    /** A queue can take from its head without being able to take from its middle; to the suite both are one feature. */
    private static final Class<?>[] FROM_THE_MIDDLE = {
        CollectionRemoveTester.class,
        CollectionRemoveAllTester.class,
        CollectionRemoveIfTester.class,
        CollectionRetainAllTester.class
    };

    private static final class Views extends TestStringQueueGenerator {

        private final ChannelKind kind;

        Views(ChannelKind kind) {
            this.kind = kind;
        }

        @Override
        protected Queue<String> create(String[] elements) {
            Channel<String> channel = kind.open();
            for (String element : elements) {
                assertThat(channel.trySend(element)).isTrue();
            }
            return channel.asBlockingQueue();
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void theViewPassesASuiteForQueuesThatTakeFromTheHead(ChannelKind kind) {
        run(suite(kind)
                .withFeatures(CollectionFeature.SUPPORTS_REMOVE)
                .suppressing(methodsOf(FROM_THE_MIDDLE))
                .suppressing(refusals()));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void theViewPassesASuiteForQueuesThatTakeNothingFromTheMiddle(ChannelKind kind) {
        run(suite(kind).suppressing(methodsOf(CollectionClearTester.class)).suppressing(refusals()));
    }

    /** To the suite a remove of what is there must throw; here it is false, which executors understand. */
    private static Method[] refusals() {
        return Stream.of(methodsOf(CollectionRemoveTester.class, CollectionIteratorTester.class))
                .filter(method -> method.getName().matches("test(Remove_|Iterator_?.*Remove).*"))
                .toArray(Method[]::new);
    }

    private static QueueTestSuiteBuilder<String> suite(ChannelKind kind) {
        return QueueTestSuiteBuilder.using(new Views(kind))
                .named(kind.name().replace('(', '[').replace(')', ']'))
                .withFeatures(FEATURES);
    }

    private static Method[] methodsOf(Class<?>... testers) {
        return Stream.of(testers)
                .flatMap(tester -> Stream.of(tester.getDeclaredMethods()))
                .toArray(Method[]::new);
    }

    private static void run(QueueTestSuiteBuilder<String> builder) {
        TestSuite suite = builder.createTestSuite();
        TestResult result = new TestResult();
        suite.run(result);
        assertThat(wrong(result)).isEmpty();
        assertThat(result.runCount()).isEqualTo(suite.countTestCases()).isGreaterThan(100);
    }

    private static List<String> wrong(TestResult result) {
        List<TestFailure> all = new ArrayList<>(Collections.list(result.failures()));
        all.addAll(Collections.list(result.errors()));
        return all.stream().map(one -> one.failedTest() + ": " + one.trace()).toList();
    }
}
