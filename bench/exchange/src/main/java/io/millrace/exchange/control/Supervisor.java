package io.millrace.exchange.control;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/**
 * Starts the tasks of a run and waits, in one place, for whatever comes first: the end of a task, a reason to quit,
 * the end of the time, the next heartbeat. It belongs to the thread that calls {@link #run}.
 */
public final class Supervisor {

    private final Channel<Ended> ends = Channel.unbounded();
    private final RunControl control;
    private final Heartbeat heartbeat;
    private final List<Thread> threads = new ArrayList<>();
    private Throwable failure;
    private String stopReason;
    private int ended;

    /** What the supervisor can do to a run. The calls come from its thread and do not wait. */
    public interface Run {

        /** Ends the input here; what was sent goes its way to the end. */
        void stopInput();

        /** Those who go on as long as there is input may end. */
        void inputEnded();

        /** Something failed: fails those whom the cause does not reach through their neighbours. */
        void failed(Throwable cause);
    }

    /** Makes a supervisor of one run. */
    public Supervisor(RunControl control) {
        this.control = control;
        this.heartbeat = new Heartbeat(control.beat());
    }

    /** Where tasks say how they ended. */
    public Sender<Ended> ends() {
        return ends;
    }

    /**
     * Starts the tasks and returns when all have ended.
     *
     * @param source the one that ends when there is no more input
     * @param others the rest
     * @param run what to do to them
     * @param messages about how many messages have been sent
     * @throws ExecutionException if a task failed; the cause is what the first one failed with
     * @throws InterruptedException if the calling thread is interrupted; so are the tasks then
     */
    public void run(SupervisedTask source, List<? extends SupervisedTask> others, Run run, LongSupplier messages)
            throws ExecutionException, InterruptedException {
        start(source);
        others.forEach(this::start);
        Receiver<Instant> tick = Timers.tick(control.beat());
        Receiver<Instant> time = control.longest() == null ? Timers.never() : Timers.after(control.longest());
        Select select = Select.biased();
        int onEnd = select.onReceive(ends);
        int onQuit = select.onReceive(control.quit());
        int onTime = select.onReceive(time);
        int onTick = select.onReceive(tick);
        try {
            while (ended < threads.size()) {
                int chosen = select.await();
                if (chosen == onEnd) {
                    end(select.received(ends), source, run);
                } else if (chosen == onQuit) {
                    if (!select.isClosed()) {
                        stop(select.received(control.quit()), run);
                    }
                    select.disable(onQuit);
                } else if (chosen == onTime) {
                    stop("its time was over after " + text(control.longest()), run);
                } else if (chosen == onTick) {
                    heartbeat.beat(select.received(tick), messages.getAsLong());
                    control.progress().accept(messages.getAsLong());
                }
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            throw e;
        }
        if (failure != null) {
            throw new ExecutionException("a stage failed", failure);
        }
    }

    /** Why the input was ended early, or null if it was not. */
    public String stopReason() {
        return stopReason;
    }

    /** What the ticks have shown. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** How many tasks were started. */
    public int started() {
        return threads.size();
    }

    /** How many tasks have said that they ended. */
    public int ended() {
        return ended;
    }

    private void start(SupervisedTask task) {
        Thread thread = new Thread(task, task.label());
        thread.setDaemon(true); // so that an interrupted run does not keep the program alive
        threads.add(thread);
        thread.start();
    }

    private void end(Ended end, SupervisedTask source, Run run) {
        ended++;
        if (end.failure() != null && failure == null) {
            failure = end.failure();
            run.failed(failure);
        }
        if (end.task().equals(source.label())) {
            run.inputEnded();
        }
    }

    private void stop(String reason, Run run) {
        if (stopReason == null) {
            stopReason = reason;
            run.stopInput();
        }
    }

    private static String text(Duration time) {
        return time.toMillis() / 1e3 + " s";
    }
}
