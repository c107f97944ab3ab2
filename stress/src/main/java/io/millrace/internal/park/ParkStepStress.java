package io.millrace.internal.park;

import io.millrace.internal.clock.Deadlines;
import io.millrace.internal.clock.NanoClock;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Edges PARK, NOTIFY, SPARE and LOCK, one step each. */
public class ParkStepStress {

    private static final Blocker AT = new Blocker() {};

    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the end was seen, so the thread does not park")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the end was seen, and the waiter notified for nothing")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the end was not seen, but the waiter is notified")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the thread would wait at a closed handle for ever")
    public static class RegisterAgainstDetach implements Blocker {
        final WaitQueue queue = new WaitQueue(Supply.ofOne(need -> false), Parker.system());
        volatile boolean detached;
        Waiter waiter;

        @Override
        public boolean isDetached() {
            return detached;
        }

        @Actor
        public void parker(II_Result r) {
            waiter = queue.register(this, WaitSide.ANY, false);
            r.r1 = isDetached() ? 1 : 0;
        }

        @Actor
        public void closer() {
            detached = true;
            queue.wakeAll(this);
        }

        @Arbiter
        public void notified(II_Result r) {
            r.r2 = waiter.isNotified() ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the claim was seen, so the thread does not park")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the claim was seen, and the waiter notified for nothing")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the claim was not seen, but the waiter is notified")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the thread would park for ever")
    public static class RegisterAgainstClaim {
        final Cursor claims = new Cursor(0);
        final WaitQueue queue =
                new WaitQueue(Supply.of(claims::valueVolatile, () -> 0, need -> false), Parker.system());
        Waiter waiter;

        @Actor
        public void parker(II_Result r) {
            waiter = queue.register(AT, WaitSide.ANY, false);
            r.r1 = (int) claims.valueVolatile();
        }

        @Actor
        public void waker() {
            claims.getAndAdd(1);
            queue.wake();
        }

        @Arbiter
        public void notified(II_Result r) {
            r.r2 = waiter.isNotified() ? 1 : 0;
        }
    }

    /** The first was woken for a unit that it does not find: another thread took it. Then comes the next. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the second was woken, by the one or the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "each relied on the other: the wake-up was lost")
    public static class LeaveAgainstClaim {
        final Cursor claims = new Cursor(1);
        final Cursor takes = new Cursor(0);
        final WaitQueue queue =
                new WaitQueue(Supply.of(claims::valueVolatile, takes::valueVolatile, need -> false), Parker.system());
        final Waiter first = queue.register(AT, WaitSide.ANY, false);
        final Waiter second = queue.register(AT, WaitSide.ANY, false);

        public LeaveAgainstClaim() {
            queue.wake(); // the first is on its way
        }

        @Actor
        public void woken() {
            takes.getAndAdd(1);
            queue.unregister(first);
            Fences.storeLoad();
            if (queue.wakeable() != 0) {
                queue.wakeFirst();
            }
        }

        @Actor
        public void waker() {
            claims.getAndAdd(1);
            queue.wake();
        }

        @Arbiter
        public void notified(I_Result r) {
            r.r1 = second.isNotified() ? 1 : 0;
        }
    }

    /** One of two woken threads never comes; of three units one is left when the other leaves, and the third thread waits. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each unit that is left has somebody on the way")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a unit is left, and a thread sleeps")
    public static class OvertakenAgainstClaim {
        final Cursor claims = new Cursor(2);
        final Cursor takes = new Cursor(0);
        final WaitQueue queue =
                new WaitQueue(Supply.of(claims::valueVolatile, takes::valueVolatile, need -> false), Parker.system());
        final Waiter stopped = queue.register(AT, WaitSide.ANY, false);
        final Waiter second = queue.register(AT, WaitSide.ANY, false);
        final Waiter third = queue.register(AT, WaitSide.ANY, false);
        final Waiter fourth = queue.register(AT, WaitSide.ANY, false);

        public OvertakenAgainstClaim() {
            queue.wake();
        }

        @Actor
        public void woken() {
            takes.getAndAdd(1);
            queue.unregister(second);
            Fences.storeLoad();
            while (queue.wakeable() != 0 && queue.wakeFirst()) {}
        }

        @Actor
        public void waker() {
            claims.getAndAdd(1);
            queue.wake();
        }

        @Arbiter
        public void notified(II_Result r) {
            r.r1 = third.isNotified() ? 1 : 0;
            r.r2 = fourth.isNotified() ? 1 : 0;
        }
    }

    /** One to one: the claim has no fence behind it, so the parking thread looks again once it is visible. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the claim was seen, so the thread does not sleep")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the claim came later, and saw the registration")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the thread would sleep for ever")
    public static class RegisterAgainstUnfencedClaim {
        final Cursor claims = new Cursor(0);
        final Cursor signal = new Cursor(0);

        @Actor
        public void claimer(II_Result r) {
            claims.valueRelease(1);
            r.r2 = (int) signal.valueVolatile();
        }

        @Actor
        public void parker(II_Result r) {
            signal.valueVolatile(1);
            Fences.storeLoad();
            long registered = System.nanoTime();
            while (StoreDelay.nanosLeft(registered) > 0) {
                Thread.onSpinWait();
            }
            r.r1 = (int) claims.valueVolatile();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not notified yet")
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "notified, and the message is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "notified without the message")
    public static class MessageBesideState {
        final Waiter waiter = new WaiterPool().take();

        @Actor
        public void waker() {
            waiter.message(7);
            waiter.notifyOwner();
        }

        @Actor
        public void owner(II_Result r) {
            if (waiter.isNotified()) {
                r.r1 = 1;
                Object message = waiter.message();
                r.r2 = message == null ? 0 : (int) message;
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "its next owner has it to itself")
    @Outcome(expect = Expect.FORBIDDEN, desc = "the one that gave it back wrote to it after the next")
    public static class SpareGivenBackAndTaken {
        final RendezvousSide side =
                new RendezvousSide(new SpinLock(), false, true, Parker.system(), new Deadlines(NanoClock.system()));
        final Waiter waiter = new WaiterPool().take();
        Waiter taken;

        @Actor
        public void done() {
            waiter.message(3);
            side.keep(waiter);
        }

        @Actor
        public void next() {
            taken = side.waiter();
            taken.message(7);
            taken.thread = Thread.currentThread();
        }

        @Arbiter
        public void owner(II_Result r) {
            r.r1 = taken.thread == null ? 0 : 1;
            r.r2 = taken.message() == null ? 0 : (int) taken.message();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both were inside")
    public static class OneInsideTheLock {
        final SpinLock lock = new SpinLock();
        int counter;

        @Actor
        public void first() {
            lock.lock();
            counter++;
            lock.unlock();
        }

        @Actor
        public void second() {
            lock.lock();
            counter++;
            lock.unlock();
        }

        @Arbiter
        public void sum(I_Result r) {
            r.r1 = counter;
        }
    }
}
