package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Timers;
import io.millrace.offheap.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits without a thread, and timers, with what must hold whatever was thrown into their beginning. */
public final class AsyncFaultScenarios {

    private static final int SENT = 100;
    private static final int LATER = 101;
    private static final long LIMIT_SECONDS = 10;

    private AsyncFaultScenarios() {}

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (!kind.hasSoleReceiver()) {
                Channel<Integer> channel = kind.open(message -> {});
                all.add(new Async(kind + " receiveAsync that waits", channel, channel));
                Channel<Integer> counted = kind.open(message -> {});
                all.add(new Async(kind + " receiveAsync that waits over a handle", counted, counted.attachReceiver()));
            }
        }
        Ring ring = Ring.builder().capacity(4096).build();
        Channel<Integer> coded = ring.channel(new ThrowingCodec(Collections.synchronizedList(new ArrayList<>())));
        all.add(new Async("ring receiveAsync that waits", coded, coded));
        all.add(new OfTimer("after", Timers.after(Duration.ZERO), Receiver::tryReceive));
        all.add(new OfTimer("tick", Timers.tick(Duration.ofMillis(1)), Receiver::receive));
        all.add(new OfTimer("tick that is due", Timers.tick(Duration.ofNanos(1)), Receiver::tryReceive));
        all.add(new OfTimer("after that waits", Timers.after(Duration.ofMillis(1)), Receiver::receive));
        all.add(new OfTimer("after in a select", Timers.after(Duration.ofMillis(1)), AsyncFaultScenarios::selected));
        all.add(new OfTimer("after in one choice", Timers.after(Duration.ofMillis(1)), AsyncFaultScenarios::chosen));
        all.add(new OfTimer("after without a thread", Timers.after(Duration.ofMillis(1)), timer -> {
            return timer.receiveAsync().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }));
        return all;
    }

    private static Instant selected(Receiver<Instant> timer) throws Exception {
        Select select = Select.fair();
        select.onReceive(timer);
        select.await();
        return select.received(timer);
    }

    private static Instant chosen(Receiver<Instant> timer) throws Exception {
        Instant[] received = {null};
        Select.of(Select.receive(timer, message -> received[0] = message));
        return received[0];
    }

    /** A receive that begins while there is nothing. */
    private static final class Async implements FaultScenario {

        private final String name;
        private final Channel<Integer> channel;
        private final Receiver<Integer> receiver;
        private CompletableFuture<Integer> future;

        Async(String name, Channel<Integer> channel, Receiver<Integer> receiver) {
            this.name = name;
            this.channel = channel;
            this.receiver = receiver;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void setUp() {
            // Nothing is there.
        }

        @Override
        public void operate() {
            future = receiver.receiveAsync();
        }

        /** If the receive began it gets the first message; if it threw, it gets none. */
        @Override
        public void check(Throwable thrown) throws Exception {
            if (future != null) {
                channel.send(SENT);
                requireEqual(SENT, future.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            CompletableFuture<Integer> last = receiver.receiveAsync();
            channel.send(LATER);
            requireEqual(LATER, last.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            if (!receiver.receiveAsync().cancel(false)) {
                throw new AssertionError("a receive that waits cannot be cancelled");
            }
            Registrations.requireNone(receiver);
            if (channel.capacity() > 0) {
                channel.send(SENT);
                requireEqual(SENT, receiver.tryReceive());
            }
            channel.cancel();
        }

        private static void requireEqual(int expected, Integer received) {
            if (received == null || received != expected) {
                throw new AssertionError("sent " + expected + ", received " + received);
            }
        }
    }

    private interface TimerOperation {
        Instant run(Receiver<Instant> timer) throws Exception;
    }

    /** A receive from a timer. One that threw has taken nothing. */
    private static final class OfTimer implements FaultScenario {

        private final String name;
        private final Receiver<Instant> timer;
        private final TimerOperation operation;
        private Instant received;

        OfTimer(String name, Receiver<Instant> timer, TimerOperation operation) {
            this.name = name;
            this.timer = timer;
            this.operation = operation;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void setUp() {
            // The timer runs.
        }

        @Override
        public void operate() throws Exception {
            received = operation.run(timer);
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            if (received == null && timer.tryReceive(Duration.ofSeconds(LIMIT_SECONDS)) == null) {
                throw new AssertionError("the message of a timer is lost");
            }
            timer.close();
            timer.cancel();
            if (!timer.isClosedForReceive()) {
                throw new AssertionError("not closed");
            }
        }
    }
}
