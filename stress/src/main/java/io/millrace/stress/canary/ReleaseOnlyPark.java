package io.millrace.stress.canary;

import io.millrace.internal.memory.Cursor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** PARK with release stores in place of volatile ones: each side may miss the other, which is a lost wake-up. */
@JCStressTest
@State
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one saw the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "neither saw the other")
public class ReleaseOnlyPark {

    private final Cursor claims = new Cursor(0);
    private final Cursor signal = new Cursor(0);

    @Actor
    public void parker(II_Result r) {
        signal.valueRelease(1);
        r.r1 = (int) claims.valueAcquire();
    }

    @Actor
    public void waker(II_Result r) {
        claims.valueRelease(1);
        r.r2 = (int) signal.valueAcquire();
    }
}
