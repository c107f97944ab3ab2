package io.millrace.internal.work;

import io.millrace.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Edge SERVE: a server that begins and replies against a client whose time runs out, and against a close. Of the server: 0 it has not begun, 1
 * it has replied to nobody, 2 it has replied. Of the client: the reply, or -1 given up before a server began, -2 after that, -3 closed.
 */
public class ReplyCellStress {

    private static int serve(ReplyCell<Integer, Integer> cell, long stamp) {
        if (!cell.begin(stamp)) {
            return 0;
        }
        Integer request = cell.takeRequest();
        return cell.reply(stamp, request == null ? 0 : request + 1) ? 2 : 1;
    }

    private static int giveUp(ReplyCell<Integer, Integer> cell, long stamp) {
        if (cell.abandonWaiting(stamp)) {
            return -1;
        }
        if (cell.abandonServing(stamp)) {
            return -2;
        }
        cell.awaitTold();
        if (cell.isClosed(stamp)) {
            return -3;
        }
        Integer reply = cell.takeReply();
        return reply == null ? 0 : reply;
    }

    @JCStressTest
    @State
    @Outcome(id = "0, -1, 1", expect = Expect.ACCEPTABLE, desc = "given up, begin")
    @Outcome(id = "1, -2, 1", expect = Expect.ACCEPTABLE, desc = "begin, given up, reply")
    @Outcome(id = "2, 8, 0", expect = Expect.ACCEPTABLE, desc = "begin, reply, given up too late")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "replied to nobody without a word, or both have the cell, or the reply is not there")
    public static class ServeAgainstTimeout {
        final ReplyCell<Integer, Integer> cell = new ReplyCell<>(TimeSource.system());
        final long stamp = cell.open(7);

        @Actor
        public void server(III_Result r) {
            r.r1 = serve(cell, stamp);
        }

        @Actor
        public void client(III_Result r) {
            r.r2 = giveUp(cell, stamp);
        }

        @Arbiter
        public void rest(III_Result r) {
            r.r3 = cell.isAbandoned(stamp) ? 1 : 0;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, -3", expect = Expect.ACCEPTABLE, desc = "close, begin")
    @Outcome(id = "1, -3", expect = Expect.ACCEPTABLE, desc = "begin, close, reply")
    @Outcome(id = "2, 8", expect = Expect.ACCEPTABLE, desc = "begin, reply, close")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two ends of one request; a hang: nobody told the client")
    public static class ServeAgainstClose {
        final ReplyCell<Integer, Integer> cell = new ReplyCell<>(TimeSource.system());
        final long stamp = cell.open(7);

        @Actor
        public void server(II_Result r) {
            r.r1 = serve(cell, stamp);
        }

        @Actor
        public void closer() {
            cell.close();
        }

        @Arbiter
        public void client(II_Result r) {
            r.r2 = giveUp(cell, stamp);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "given up, close")
    @Outcome(id = "-3", expect = Expect.ACCEPTABLE, desc = "close, given up too late")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two ends of one request; a hang: nobody told the client")
    public static class TimeoutAgainstClose {
        final ReplyCell<Integer, Integer> cell = new ReplyCell<>(TimeSource.system());
        final long stamp = cell.open(7);

        @Actor
        public void client(I_Result r) {
            r.r1 = giveUp(cell, stamp);
        }

        @Actor
        public void closer() {
            cell.close();
        }
    }
}
