package io.millrace.internal.flavor;

import io.millrace.ChannelStats;
import io.millrace.internal.end.ChannelConfig;
import io.millrace.internal.end.CloseWord;
import io.millrace.internal.end.ReceiveAttempt;
import io.millrace.internal.end.Status;
import io.millrace.internal.memory.Cursor;
import io.millrace.internal.memory.Fences;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.StoreDelay;
import io.millrace.internal.park.Supply;
import io.millrace.internal.park.WaitSide;
import io.millrace.internal.park.WaitSide.Attempt;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.terms.Counters;
import io.millrace.internal.terms.SoleThread;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The part that the flavors with a buffer share: both sides claim sequences, and wait by trying again. */
abstract class BufferedFlavor<T> extends Flavor<T> {

    /** The sequence of the first message, if the positions tell how many came in and went out; else -1. */
    private final long first;

    final CloseWord closeWord;
    final WaitSide senders;
    final WaitSide receivers;

    /**
     * That of {@link #senders}, at hand so that an operation that need not wait touches nothing that waiting threads
     * write. Written by: as there. Read by: receivers (volatile, {@code PARK}).
     */
    private final Cursor sendersSignal;

    /**
     * That of {@link #receivers}. Written by: as there. Read by: senders (volatile, {@code PARK}, {@code CLOSE}).
     */
    private final Cursor receiversSignal;

    /** Of the one sender that was promised, whose claims have no fence; null if none was. */
    final @Nullable LateFence soleSender;

    /** Whether a close need not wait for the stores of that sender; made beforehand, so that no close needs memory. */
    private final @Nullable BooleanSupplier senderReached;

    /** What a waiting send tries. */
    private final Attempt<T> sending = this::sendOrThrow;

    private final Attempt<T> receiving = new ReceiveAttempt<>(this);

    /**
     * Makes the part.
     *
     * @param first the sequence of the first message
     */
    BufferedFlavor(ChannelConfig<T> config, long first) {
        super(config);
        this.first = config.isCountedByPosition() ? first : -1;
        this.closeWord = new CloseWord(this::nextClaim, this::reachSenders);
        this.senders = config.sendingSide(
                Supply.of(() -> nextTake() + capacity(), this::nextClaim, need -> maySend(), need -> looksSendable()));
        this.receivers = config.receivingSide(
                Supply.of(this::nextClaim, this::nextTake, need -> mayReceive(), need -> looksReceivable()));
        WaitSide.faceEachOther(senders, receivers);
        this.sendersSignal = senders.signal();
        this.receiversSignal = receivers.signal();
        this.soleSender = config.hasSoleSender() ? new LateFence(() -> isHarmless(producer, senders)) : null;
        this.senderReached = soleSender == null ? null : () -> !closeWord.isClosing() || isHarmless(producer, senders);
    }

    /** For a view of existing records, with the parts that close, wait and count. */
    BufferedFlavor(ChannelConfig<T> config, RecordStore.Shared shared) {
        super(config, shared.counters(), shared.producer(), shared.consumer());
        this.first = -1; // its counters are the ring's
        this.soleSender = null; // its own senders have fences
        this.senderReached = null;
        this.closeWord = shared.closeWord();
        this.senders = shared.senders();
        this.receivers = shared.receivers();
        this.sendersSignal = senders.signal();
        this.receiversSignal = receivers.signal();
    }

    /**
     * Runs between the beginning of a close and its look at the claims. Sets the mark that senders look at after a claim,
     * and is a fence. Waits until the claims are visible that an only sender made without one, before it could see the
     * mark; that sender itself, if it comes, sees CLOSING and sets the end.
     */
    private void reachSenders() {
        receivers.markClosed();
        if (senderReached == null) {
            Fences.storeLoad();
        } else {
            StoreDelay.await(senderReached);
        }
    }

    /**
     * Whether the thread that has the role is not between a store and a load of its own that must not be swapped: there
     * is none, it is this one, or it stands in the channel's queue, whose lock it takes before it goes on.
     */
    static boolean isHarmless(@Nullable SoleThread role, WaitSide side) {
        Thread holder = Objects.requireNonNull(role).holder();
        return holder == null || holder == Thread.currentThread() || side.isParked(holder);
    }

    /** Whether a sequence that the current thread has claimed lies before the end of the channel. */
    final boolean isBeforeEnd(long sequence) {
        return receiversSignal.valueVolatile() == 0 // acquire CLOSE <- markClosed
                || closeWord.isOpen()
                || sequence < closeWord.end();
    }

    /** How many of {@code count} sequences that the current thread has claimed do. */
    final int countBeforeEnd(long first, int count) {
        return closeWord.isOpen() ? count : (int) Math.max(0, Math.min(count, closeWord.end() - first));
    }

    /** The sequence that the next send will claim. */
    abstract long nextClaim();

    /** The sequence that the next receive will take. */
    abstract long nextTake();

    // ---- sending ----

    /**
     * Whether a blocked sender should try again: there is room by the claims or need not be, or the channel is closed.
     */
    private boolean maySend() {
        return !closeWord.isOpen() || isDropping() || hasRoom();
    }

    /** Wakes a receiver if one waits. Called after a publish. */
    final void wakeReceiver() {
        if (receiversSignal.valueVolatile() != 0) { // acquire PARK <- updateSignal
            receivers.wake();
        }
    }

    /** How much room a send of the message waits for. */
    long need(T message) {
        return WaitSide.ANY;
    }

    /** What {@link Supply#looksReady} asks for a sender. */
    boolean looksSendable() {
        return maySend();
    }

    /** What {@link Supply#looksReady} asks for a receiver. */
    boolean looksReceivable() {
        return mayReceive();
    }

    /** Whether there is room, by the claims. */
    boolean hasRoom() {
        long take = nextTake(); // before the claims, so that the difference is never too small
        return nextClaim() - take < capacity();
    }

    @Override
    public final boolean awaitSend(T message, Blocker through, long nanos) throws InterruptedException {
        return senders.await(sending, message, through, need(message), nanos) != null;
    }

    private @Nullable T sendOrThrow(@Nullable T message) {
        int status = offer(Objects.requireNonNull(message));
        if (status == Status.CLOSED) {
            throw closedForSend();
        }
        return status == Status.ACCEPTED ? message : null;
    }

    // ---- receiving ----

    /** Wakes a sender if one waits. Called after a take. */
    final void wakeSender() {
        if (sendersSignal.valueVolatile() != 0) { // acquire PARK <- updateSignal
            senders.wake();
        }
    }

    /** Whether a blocked receiver should try again: something was claimed, or the channel is closed. */
    private boolean mayReceive() {
        return !closeWord.isOpen() || nextClaim() > nextTake();
    }

    @Override
    public final @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return receivers.await(receiving, null, through, WaitSide.ANY, nanos);
    }

    // ---- select ----

    @Override
    public boolean isFencedForReceive() {
        return soleSender == null || soleSender.isSure();
    }

    @Override
    public void fenceSenders() {
        if (soleSender != null) {
            soleSender.demand();
        }
    }

    @Override
    public final Waiter registerReceive(SelectToken token, int clause) {
        return receivers.register(token, clause, WaitSide.ANY);
    }

    @Override
    public final void unregisterReceive(Waiter waiter) {
        receivers.unregister(waiter);
    }

    @Override
    public final void passOnReceive() {
        receivers.passOn();
    }

    @Override
    public final long receiveVersion() {
        return nextTake() + closedBit(); // not the claims: what was claimed before may be published only now
    }

    @Override
    public final long sendVersion() {
        return nextClaim() + closedBit();
    }

    /** Added to a sequence, tells a version before the close from one after it. */
    private long closedBit() {
        return closeWord.isOpen() ? 0 : Long.MIN_VALUE + 1;
    }

    @Override
    public final boolean mayReceive(SelectToken token) {
        return receivers.isReady(WaitSide.ANY);
    }

    @Override
    public final Waiter registerSend(SelectToken token, int clause, T message) {
        return senders.register(token, clause, need(message));
    }

    @Override
    public final void unregisterSend(Waiter waiter) {
        senders.unregister(waiter);
    }

    @Override
    public final void passOnSend() {
        senders.passOn();
    }

    @Override
    public final boolean maySend(SelectToken token, T message) {
        return senders.isReady(need(message));
    }

    // ---- closing ----

    @Override
    final void wakeSenders(Blocker detached) {
        senders.wakeAll(detached);
    }

    @Override
    final void wakeReceivers(Blocker detached) {
        receivers.wakeAll(detached);
    }

    @Override
    public final void nudgeSenders() {
        senders.nudge();
    }

    @Override
    public final void nudgeReceivers() {
        receivers.nudge();
    }

    @Override
    public final void closeWith(@Nullable Throwable cause) {
        try {
            closeWord.close(cause);
        } finally {
            senders.wakeAll();
            receivers.wakeAll();
        }
    }

    @Override
    public final @Nullable Throwable closeCause() {
        return closeWord.cause();
    }

    @Override
    public final boolean isClosedForSend() {
        return !closeWord.isOpen();
    }

    @Override
    public final boolean isClosedForReceive() {
        return !closeWord.isOpen() && nextTake() >= closeWord.end();
    }

    // ---- looking inside ----

    /** The sequence after the last accepted one, as of now. */
    final long nextAccepted() {
        long claim = nextClaim(); // before the close word: while that is open, no claim is refused
        return closeWord.isOpen() ? claim : closeWord.end();
    }

    @Override
    public final int size() {
        while (true) {
            long take = nextTake();
            long end = nextAccepted();
            if (take == nextTake()) { // so that both held at one moment, and the difference cannot exceed the capacity
                return (int) Math.min(Math.max(0, end - take), capacity());
            }
        }
    }

    @Override
    final ChannelStats snapshot(Counters counts) {
        if (first < 0) {
            return super.snapshot(counts);
        }
        while (true) {
            long take = nextTake();
            long end = nextAccepted();
            if (take == nextTake()) { // as in size()
                return counts.snapshotAt(end - first, Math.min(take, end) - first);
            }
        }
    }

    @Override
    public void noteLevel(Counters counters) {
        if (counters.mayBeHighest(nextClaim())) {
            counters.level(nextTake(), size());
        }
    }

    @Override
    void checkInvariants() {
        senders.checkInvariants();
        receivers.checkInvariants();
        long take = nextTake();
        long claim = nextClaim();
        if (take > claim) {
            throw new AssertionError("taken up to " + take + ", claimed only up to " + claim);
        }
    }
}
