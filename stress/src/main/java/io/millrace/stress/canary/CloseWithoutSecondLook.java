package io.millrace.stress.canary;

import io.millrace.internal.memory.Cursor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** CLOSE where the sender looks only before its claim: a message may be accepted behind the end. */
@JCStressTest
@State
@Outcome(
        id = {"1, 1", "-1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "accepted before the end, or refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "accepted behind the end")
public class CloseWithoutSecondLook {

    private static final long OPEN = Long.MAX_VALUE;

    private final Cursor claims = new Cursor(0);
    private final Cursor end = new Cursor(OPEN);

    @Actor
    public void sender(II_Result r) {
        if (end.valueVolatile() == OPEN) {
            claims.getAndAdd(1);
            r.r1 = 1;
        } else {
            r.r1 = -1;
        }
    }

    @Actor
    public void closer() {
        end.valueVolatile(claims.valueVolatile());
    }

    @Arbiter
    public void inside(II_Result r) {
        r.r2 = r.r1 == 1 && end.valueVolatile() >= 1 ? 1 : 0;
    }
}
