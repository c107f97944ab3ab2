package io.millrace;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What builders refuse, each with the setting, its value and what stands against it. */
class BuilderConflictsTest {

    private static Arguments refused(ThrowingCallable call, String... words) {
        return Arguments.of(call, words);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused(() -> Channel.builder().capacity(8).unbounded(), "unbounded()", "capacity(8)"),
                refused(() -> Channel.builder().unbounded().capacity(8), "capacity(8)", "unbounded()"),
                refused(() -> Channel.builder().capacity(8).capacity(16), "capacity(16)", "capacity(8)"),
                refused(() -> Channel.builder().unbounded().unbounded(), "unbounded()"),
                refused(() -> Channel.builder().unbounded().conflating(), "conflating()", "unbounded()"),
                refused(() -> Channel.builder().conflating().unbounded(), "unbounded()", "conflating()"),
                refused(() -> Channel.builder().unbounded().conflatingBy(m -> m), "conflatingBy", "unbounded()"),
                refused(() -> Channel.builder().conflatingBy(m -> m).unbounded(), "unbounded()", "conflatingBy"),
                refused(() -> Channel.builder().conflating().conflatingBy(m -> m), "conflatingBy", "conflating()"),
                refused(() -> Channel.builder().conflatingBy(m -> m).conflating(), "conflating()", "conflatingBy"),
                refused(() -> Channel.builder().conflating().conflating(), "conflating()"),
                refused(() -> Channel.builder().capacity(2).conflating().build(), "capacity is 2", "1 or none"),
                refused(() -> Channel.builder().capacity(0).conflatingBy(m -> m).build(), "capacity is 0"),
                refused(
                        () -> Channel.builder()
                                .unbounded()
                                .onFull(Overflow.FAIL)
                                .build(),
                        "onFull is FAIL"),
                refused(
                        () -> Channel.builder()
                                .capacity(0)
                                .onFull(Overflow.DROP_OLDEST)
                                .build(),
                        "DROP_OLDEST"),
                refused(
                        () -> Channel.builder()
                                .conflating()
                                .onFull(Overflow.DROP_NEWEST)
                                .build(),
                        "DROP_NEWEST"),
                refused(
                        () -> Channel.builder().onFull(Overflow.FAIL).onFull(Overflow.WAIT),
                        "onFull(WAIT)",
                        "onFull(FAIL)"),
                refused(() -> Channel.builder().singleProducer().singleProducer(), "singleProducer()"),
                refused(() -> Channel.builder().singleConsumer().singleConsumer(), "singleConsumer()"),
                refused(
                        () -> Channel.builder().onUndelivered((m, r) -> {}).onUndelivered((m, r) -> {}),
                        "onUndelivered"),
                refused(() -> Channel.builder().name(" "), "name is ' '"),
                refused(() -> Channel.builder().name("a").name("b"), "name(b)", "name(a)"),
                refused(() -> Channel.bounded(0), "capacity is 0", "Channel.rendezvous()"),
                refused(() -> Channel.bounded(-1), "capacity is -1", "1 to "),
                refused(() -> Channel.builder().capacity(-1), "capacity is -1", "0 to "),
                refused(() -> Channel.builder().capacity(ChannelEnd.UNBOUNDED), "capacity is " + Integer.MAX_VALUE),
                refused(() -> Broadcast.of(0), "capacity is 0", "1 to "),
                refused(() -> Broadcast.builder().capacity(1).capacity(2), "capacity(2)", "capacity(1)"),
                refused(() -> Broadcast.builder().name(""), "name is ''"),
                refused(() -> Broadcast.of(1).subscribe(" ", Lagging.DROP), "name is ' '"),
                refused(() -> Timers.tick(Duration.ofNanos(-1)), "period is PT-0.000000001S", "zero or more"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedInWords(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }
}
