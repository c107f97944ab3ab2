package io.millrace.support;

import io.millrace.internal.park.Parker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Parks as another does, but threads that were stopped are not made to run, as if by a debugger, until they are let go. */
public final class StoppingParker implements Parker {

    private final Parker parker;
    private final Set<Thread> stopped = ConcurrentHashMap.newKeySet();
    private final Set<Thread> kept = ConcurrentHashMap.newKeySet();

    public StoppingParker(Parker parker) {
        this.parker = parker;
    }

    /** From now on the thread is not unparked. */
    public void stop(Thread thread) {
        stopped.add(thread);
    }

    /** Lets all go on. */
    public void letGo() {
        stopped.clear();
        kept.forEach(parker::unpark);
    }

    /** Whether somebody wanted the thread to run. */
    public boolean wasUnparked(Thread thread) {
        return kept.contains(thread);
    }

    @Override
    public void park(Object blocker) {
        parker.park(blocker);
    }

    @Override
    public void parkNanos(Object blocker, long nanos) {
        parker.parkNanos(blocker, nanos);
    }

    @Override
    public void unpark(Thread thread) {
        if (stopped.contains(thread)) {
            kept.add(thread);
        } else {
            parker.unpark(thread);
        }
    }
}
