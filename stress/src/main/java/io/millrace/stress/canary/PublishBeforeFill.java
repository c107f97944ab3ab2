package io.millrace.stress.canary;

import io.millrace.internal.memory.Cursor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** PUBLISH in the wrong order: the flag before the message. */
@JCStressTest
@State
@Outcome(
        id = {"0, 0", "1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "nothing yet, or the whole message")
@Outcome(expect = Expect.FORBIDDEN, desc = "published before filled")
public class PublishBeforeFill {

    private final Cursor published = new Cursor(0);
    private int slot;

    @Actor
    public void sender() {
        published.valueRelease(1);
        slot = 1;
    }

    @Actor
    public void receiver(II_Result r) {
        r.r1 = (int) published.valueAcquire();
        r.r2 = r.r1 == 1 ? slot : 0;
    }
}
