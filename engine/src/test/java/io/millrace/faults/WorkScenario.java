package io.millrace.faults;

import io.millrace.faults.FaultPoint.Fault;
import io.millrace.support.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** One operation of a part that has threads of its own, and what became of its messages. */
public abstract class WorkScenario implements FaultScenario {

    private final String name;

    /** Whether the fault is thrown in the first of the part's threads. */
    private final boolean inWorker;

    /** What handlers and callbacks for undelivered messages got. */
    protected final List<Integer> arrived = Collections.synchronizedList(new ArrayList<>());

    /** What sends have returned for. */
    protected final List<Integer> accepted = Collections.synchronizedList(new ArrayList<>());

    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    protected WorkScenario(String name, boolean inWorker) {
        this.name = name + (inWorker ? ", in a worker" : "");
        this.inWorker = inWorker;
    }

    @Override
    public final String name() {
        return name;
    }

    /** A worker has its stack to itself. */
    @Override
    public final boolean takes(Fault fault) {
        return fault != Fault.STACK_OVERFLOW || !inWorker;
    }

    /** The factory of the part. */
    protected final ThreadFactory threads() {
        return body -> {
            FaultPoint.callsOut("thread factory");
            Thread thread = new Thread(
                    () -> {
                        if (inWorker) {
                            FaultPoint.takeOver();
                        }
                        body.run();
                    },
                    "fault worker");
            threads.add(thread);
            return thread;
        };
    }

    /** A handler. */
    protected final void handle(Integer message) {
        arrived.add(message);
        FaultPoint.callsOut("handler");
    }

    /** A callback. */
    protected final void undelivered(Integer message) {
        arrived.add(message);
        FaultPoint.callsOut("onUndelivered");
    }

    @Override
    public void setUp() throws Exception {
        // in most cases operate does it all
    }

    @Override
    public final void operate() throws Exception {
        if (inWorker) {
            FaultPoint.leaveToWorker();
        }
        run();
    }

    /** Whether a message may arrive more than once. */
    protected boolean mayRepeat() {
        return false;
    }

    /** The operation. */
    protected abstract void run() throws Exception;

    /** Ends the part, if that has not happened, and looks at what it promises. */
    protected abstract void end(Throwable thrown) throws Exception;

    @Override
    public final void check(Throwable thrown) throws Exception {
        end(thrown);
        Await.until("no thread is left", () -> threads.stream().noneMatch(Thread::isAlive));
        List<Integer> lost = new ArrayList<>(accepted);
        lost.removeAll(arrived);
        if (!lost.isEmpty()) {
            throw new AssertionError("lost: " + lost + ", arrived: " + arrived + ", thrown: " + thrown);
        }
        if (!mayRepeat() && arrived.stream().distinct().count() != arrived.size()) {
            throw new AssertionError("arrived twice: " + arrived + ", thrown: " + thrown);
        }
    }
}
