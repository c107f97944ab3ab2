package io.millrace.internal.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ChannelClosedException;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.ReceiveSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AsyncReceivesTest {

    private final BreakingSource source = new BreakingSource();
    private final AsyncReceives<String> receives = new AsyncReceives<>(source);

    @Test
    void aMessageThatIsTakenReachesItsFutureAlthoughTheWakeUpOfOthersFails() {
        CompletableFuture<String> future = receives.receive(Runnable::run);
        source.message = "taken";

        assertThatThrownBy(source.alarm::run).isSameAs(source.failure);

        assertThat(future).isCompletedWithValue("taken");
        assertThat(receives.waiting()).isZero();
    }

    /** Has what the test puts there, is looked at when the test says so, and fails to wake others. */
    private static final class BreakingSource implements ReceiveSource<String> {

        private final Error failure = new Error("deliberate");
        private @Nullable String message;
        private Runnable alarm = () -> {};

        @Override
        public @Nullable String pollNow() {
            String taken = message;
            message = null;
            return taken;
        }

        @Override
        public void passOnReceive() {
            throw failure;
        }

        @Override
        public long nanosUntilReady() {
            return 1;
        }

        @Override
        public Runnable runAfter(long nanos, Runnable action) {
            alarm = action;
            return () -> {};
        }

        @Override
        public boolean isClosedForReceive() {
            return false;
        }

        @Override
        public @Nullable Throwable closeCause() {
            return null;
        }

        @Override
        public ChannelClosedException closedForReceive() {
            throw new AssertionError("never closed");
        }

        @Override
        public @Nullable Waiter registerReceive(SelectToken token, int clause) {
            return null;
        }

        @Override
        public void unregisterReceive(Waiter waiter) {
            throw new AssertionError("none is registered");
        }

        @Override
        public long receiveVersion() {
            return MOVING;
        }

        @Override
        public boolean mayReceive(SelectToken token) {
            return false;
        }
    }
}
