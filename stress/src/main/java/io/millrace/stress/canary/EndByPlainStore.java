package io.millrace.stress.canary;

import io.millrace.internal.memory.Cursor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** LANE where the producer looks for a mark and then moves the end by a store: the mark may be lost, and a fenced producer goes on. */
@JCStressTest
@State
@Outcome(
        id = {"1, 1", "-1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "committed or refused, and marked")
@Outcome(expect = Expect.FORBIDDEN, desc = "the mark is lost")
public class EndByPlainStore {

    private static final long FENCED = 1;
    private static final long RECORD = 24;

    private final Cursor end = new Cursor(0);

    @Actor
    public void producer(II_Result r) {
        if (end.valueVolatile() == 0) {
            end.valueRelease(RECORD);
            r.r1 = 1;
        } else {
            r.r1 = -1;
        }
    }

    @Actor
    public void fencer() {
        long before;
        do {
            before = end.valueVolatile();
        } while (!end.compareAndSet(before, before | FENCED));
    }

    @Arbiter
    public void marked(II_Result r) {
        r.r2 = (end.valueVolatile() & FENCED) == 0 ? 0 : 1;
    }
}
