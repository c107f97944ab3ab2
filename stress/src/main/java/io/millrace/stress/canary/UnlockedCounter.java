package io.millrace.stress.canary;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** LOCK left out: two threads inside at once. */
@JCStressTest
@State
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "both were inside")
public class UnlockedCounter {

    private int counter;

    @Actor
    public void first() {
        counter++;
    }

    @Actor
    public void second() {
        counter++;
    }

    @Arbiter
    public void sum(I_Result r) {
        r.r1 = counter;
    }
}
