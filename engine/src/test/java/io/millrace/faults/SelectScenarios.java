package io.millrace.faults;

import io.millrace.Channel;
import io.millrace.Receiver;
import io.millrace.Select;
import io.millrace.Sender;
import io.millrace.offheap.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Selects that wait over a bounded channel, one of each kind, and a handle: served at each, at the end of their time, interrupted, closed.
 * Afterwards nobody is listed anywhere, and what was taken is there.
 */
public final class SelectScenarios {

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Set<Thread.State> PARKED = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /** The others list as one of these does. */
    private static final List<FaultKind> KINDS =
            List.of(FaultKind.BOUNDED_1, FaultKind.ONE_TO_ONE, FaultKind.RENDEZVOUS, FaultKind.BY_KEY);

    private static final int FIRST = 10;
    private static final int SENT = 100;
    private static final int AGAIN = 10;
    private static final int LATER = 200;

    private SelectScenarios() {}

    /** Makes all of them afresh. Called through reflection, from outside of the loader. */
    public static List<FaultScenario> all() {
        List<FaultScenario> all = new ArrayList<>();
        for (FaultKind kind : KINDS) {
            add(all, kind.name(), () -> new ChannelLedger(kind), kind.waits());
        }
        add(all, "ring", SelectScenarios::ring, true);
        all.add(new Growing());
        return all;
    }

    private interface Maker {
        ChannelLedger make();
    }

    private static ChannelLedger ring() {
        List<Integer> decoded = new ArrayList<>();
        Ring[] ring = {null};
        ChannelLedger ledger = new ChannelLedger(onUndelivered -> {
            ring[0] = Ring.builder()
                    .capacity(2048)
                    .name("ring")
                    .recordStats()
                    .onUndelivered((type, buffer, offset, length, reason) ->
                            onUndelivered.accept(RingForm.BYTES.message(buffer, offset)))
                    .build();
            return ring[0].channel(new ThrowingCodec(decoded));
        });
        ledger.alsoArrived = decoded;
        return ledger;
    }

    private static void add(List<FaultScenario> all, String kind, Maker maker, boolean waits) {
        for (Ending ending : Ending.values()) {
            all.add(new Waiting(kind, maker, ending, false, false));
            if (waits) {
                all.add(new Waiting(kind, maker, ending, true, false));
            }
        }
        if (waits) {
            all.add(new Waiting(kind, maker, Ending.SERVED, false, true));
        }
    }

    /** What ends the wait. */
    private enum Ending {
        SERVED,
        SERVED_AT_THE_HANDLE,
        TIME,
        INTERRUPT,
        CLOSE,
        CLOSE_OF_THE_HANDLE,
        CANCEL
    }

    private static final class Waiting implements FaultScenario {

        private final String kind;
        private final Maker maker;
        private final Ending ending;
        private final boolean sends;
        private final boolean oneShot;
        private final Thread selecting = Thread.currentThread();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread partner = new Thread(this::endOnceItWaits, "partner");
        private ChannelLedger first;
        private ChannelLedger second;
        private ChannelLedger third;
        private Sender<Integer> sendingHandle;
        private Receiver<Integer> receivingHandle;
        private Select select;
        private boolean again;
        private boolean interrupted;
        private int chosen = Select.NONE;

        Waiting(String kind, Maker maker, Ending ending, boolean sends, boolean oneShot) {
            this.kind = kind;
            this.maker = maker;
            this.ending = ending;
            this.sends = sends;
            this.oneShot = oneShot;
        }

        @Override
        public String name() {
            return (oneShot ? "choice over " : "select over ") + kind + (sends ? ", sends, " : ", receives, ") + ending;
        }

        @Override
        public void setUp() {
            first = new ChannelLedger(FaultKind.BOUNDED_1);
            second = maker.make();
            third = maker.make();
            if (sends) {
                fill(first.channel);
                fill(second.channel);
                fill(third.channel);
            }
            sendingHandle = third.channel.attachSender();
            receivingHandle = third.channel.attachReceiver();
            select = Select.biased();
            if (sends) {
                select.onSend(first.channel, () -> supplied(SENT));
                select.onSend(second.channel, () -> supplied(SENT + 1));
                select.onSend(sendingHandle, () -> supplied(SENT + 2));
            } else {
                select.onReceive(first.channel);
                select.onReceive(second.channel);
                select.onReceive(receivingHandle);
            }
            partner.start();
        }

        private static void fill(Channel<Integer> channel) {
            for (int message = FIRST; channel.trySend(message); message++) {}
        }

        private int supplied(int message) {
            FaultPoint.callsOut("supplier");
            return again ? message + AGAIN : message;
        }

        @Override
        public void operate() throws Exception {
            try {
                Duration time = ending == Ending.TIME ? MOMENT : LONG;
                if (oneShot) {
                    Select.of(
                            Select.receive(first.channel, first::handle, cause -> {}),
                            Select.receive(second.channel, second::handle, cause -> {}),
                            Select.receive(receivingHandle, third::handle, cause -> {}),
                            Select.timeout(time));
                } else {
                    chosen = select.await(time);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                ended.set(true);
            }
        }

        private void endOnceItWaits() {
            while (ending != Ending.TIME && !ended.get()) {
                if (PARKED.contains(selecting.getState())) {
                    end();
                    return;
                }
                Thread.yield();
            }
        }

        private void end() {
            switch (ending) {
                case SERVED -> serve(second);
                case SERVED_AT_THE_HANDLE -> serve(third);
                case INTERRUPT -> selecting.interrupt();
                case CLOSE -> second.channel.close();
                case CLOSE_OF_THE_HANDLE -> (sends ? sendingHandle : receivingHandle).close();
                case CANCEL -> second.channel.cancel();
                case TIME -> throw new AssertionError("nobody comes");
            }
        }

        private void serve(ChannelLedger at) {
            boolean served = false;
            while (!served && !ended.get()) {
                if (sends) {
                    Integer message = at.channel.tryReceive();
                    at.keep(message);
                    served = message != null;
                } else {
                    served = at.channel.trySend(LATER);
                }
            }
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            while (partner.isAlive()) {
                Thread.interrupted();
                Thread.onSpinWait();
            }
            Thread.interrupted();
            requireNobodyListed();
            keepReceived();
            if ((thrown != null || interrupted) && isSent()) {
                throw new AssertionError("the select has sent and says that it has not");
            }
            requireUsable();
            sendingHandle.close();
            for (ChannelLedger ledger : List.of(first, second, third)) {
                ledger.requireWhole();
            }
        }

        private boolean isSent() {
            first.takeAll();
            second.takeAll();
            third.takeAll();
            return first.arrived.contains(SENT)
                    || second.arrived.contains(SENT + 1)
                    || third.arrived.contains(SENT + 2);
        }

        private void requireNobodyListed() {
            Registrations.requireNone(first.channel);
            Registrations.requireNone(second.channel);
            Registrations.requireNone(third.channel);
            Registrations.requireNone(sendingHandle);
            Registrations.requireNone(receivingHandle);
        }

        private void keepReceived() {
            if (chosen < 0 || sends || select.isClosed()) {
                return;
            }
            switch (chosen) {
                case 0 -> first.keep(select.received(first.channel));
                case 1 -> second.keep(select.received(second.channel));
                default -> third.keep(select.received(receivingHandle));
            }
        }

        /** The select works as before. */
        private void requireUsable() throws InterruptedException {
            again = true;
            first.takeAll();
            if (!sends) {
                first.channel.trySend(LATER + 1);
            }
            chosen = select.await(LONG);
            if (chosen < 0) {
                throw new AssertionError("the select chooses nothing");
            }
            keepReceived();
            requireNobodyListed();
        }
    }

    /** The first call of a select that has more clauses than it had room for. */
    private static final class Growing implements FaultScenario {

        private static final int CLAUSES = 9;

        private final List<Channel<Integer>> channels = new ArrayList<>();
        private Select select;

        @Override
        public String name() {
            return "select that has grown";
        }

        @Override
        public void setUp() {
            select = Select.fair();
            for (int i = 0; i < CLAUSES; i++) {
                Channel<Integer> channel = i % 2 == 0 ? Channel.rendezvous() : Channel.bounded(1);
                channels.add(channel);
                select.onReceive(channel);
                if (i % 2 == 0) {
                    select.onSend(channel, () -> SENT);
                }
            }
        }

        @Override
        public void operate() {
            select.poll();
        }

        @Override
        public void check(Throwable thrown) throws Exception {
            Channel<Integer> ready = channels.get(1);
            ready.trySend(LATER);
            select.await(LONG);
            if (!ready.isEmpty()) {
                throw new AssertionError("the ready clause was not chosen");
            }
            channels.forEach(Registrations::requireNone);
        }
    }
}
