package io.millrace.exchange.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.Channel;
import io.millrace.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private final Channel<Object> input = Channel.rendezvous();
    private final List<String> calls = new ArrayList<>();

    @Test
    void itReturnsWhenAllHaveEnded() throws Exception {
        Supervisor supervisor = new Supervisor(RunControl.of(count -> {}));
        input.close();

        run(supervisor, new Reader("other", supervisor.ends()));

        assertThat(supervisor.started()).isEqualTo(2);
        assertThat(supervisor.ended()).isEqualTo(2);
        assertThat(supervisor.stopReason()).isNull();
        assertThat(calls).containsExactly("input ended");
    }

    @Test
    void aMessageToQuitStopsTheInputAndIsTheReason() throws Exception {
        Channel<String> quit = Channel.rendezvous();
        Supervisor supervisor = new Supervisor(RunControl.of(count -> {}).withQuit(quit));
        FutureTask<Void> quitter = new FutureTask<>(() -> {
            quit.send("tired");
            return null;
        });
        new Thread(quitter).start();

        run(supervisor);

        quitter.get();
        assertThat(supervisor.stopReason()).isEqualTo("tired");
        assertThat(calls).containsExactly("stop input", "input ended");
    }

    @Test
    void theEndOfTheTimeStopsTheInput() throws Exception {
        Supervisor supervisor = new Supervisor(RunControl.of(count -> {}).withLongest(Duration.ofMillis(1)));

        run(supervisor);

        assertThat(supervisor.stopReason()).isEqualTo("its time was over after 0.001 s");
    }

    @Test
    void aQuitChannelThatIsClosedStopsNothing() throws Exception {
        Channel<String> quit = Channel.rendezvous();
        quit.close();
        RunControl control = new RunControl(quit, null, Duration.ofMillis(1), count -> input.close());
        Supervisor supervisor = new Supervisor(control);

        run(supervisor);

        assertThat(supervisor.stopReason()).isNull();
        assertThat(supervisor.heartbeat().beats()).isPositive();
    }

    @Test
    void aFailureIsToldToTheRunAndThrown() {
        Supervisor supervisor = new Supervisor(RunControl.of(count -> {}));
        IllegalStateException broken = new IllegalStateException("broken");
        SupervisedTask failing = new Reader("failing", supervisor.ends()) {
            @Override
            protected void work() {
                throw broken;
            }
        };

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> run(supervisor, failing))
                .withCause(broken);
        assertThat(calls).containsExactly("failed", "input ended");
    }

    @Test
    void theCauseOfAClosedChannelIsTheFailure() {
        Supervisor supervisor = new Supervisor(RunControl.of(count -> {}));
        IllegalStateException broken = new IllegalStateException("broken");
        input.close(broken);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> run(supervisor))
                .withCause(broken);
    }

    private void run(Supervisor supervisor, SupervisedTask... others) throws ExecutionException, InterruptedException {
        supervisor.run(new Reader("source", supervisor.ends()), List.of(others), new Calls(), () -> 0);
    }

    /** Ends when there is no more input. */
    private class Reader extends SupervisedTask {

        Reader(String label, Sender<Ended> end) {
            super(label, end);
        }

        @Override
        protected void work() throws InterruptedException {
            input.receiveOrNull();
        }

        @Override
        protected void fail(Throwable cause) {}
    }

    private final class Calls implements Supervisor.Run {

        @Override
        public void stopInput() {
            calls.add("stop input");
            input.close();
        }

        @Override
        public void inputEnded() {
            calls.add("input ended");
        }

        @Override
        public void failed(Throwable cause) {
            calls.add("failed");
            input.close();
        }
    }
}
