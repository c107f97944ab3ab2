package io.millrace.internal.select;

import io.millrace.ChannelEnd;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One clause of a {@link Selector}: a source to receive from, or a target to send to. Owner thread only. Its selector
 * uses it again for another clause once it was removed.
 */
final class SelectorClause {

    /** Its name: never that of another clause of the select. */
    int index;

    /** Whether selects look at it. */
    boolean enabled;

    /** Whether it is disabled because it was closed. */
    boolean dropped;

    /** Why it was closed, once dropped. */
    @Nullable Throwable dropCause;

    /** The version seen before a pass. */
    long versionSeen;

    /** The attachment of the code that added it. */
    @Nullable Object attachment;

    private @Nullable ChannelEnd end;

    /** One of these two is null. */
    private @Nullable ReceiveSource<?> source;

    private @Nullable SendTarget<Object> target;

    private @Nullable Supplier<?> supplier;

    /** The message to send if the clause is chosen; of a clause with a supplier, null between calls. */
    private @Nullable Object message;

    /** The counted handle that {@link #end} is, if it is one. */
    private @Nullable HandleWatch handle;

    /** Its registration at that handle. */
    private @Nullable Waiter watch;

    private @Nullable Meeting meeting;

    /** Its registration while its select waits, unless that is at a meeting. */
    private @Nullable Waiter waiter;

    /** The waiter that is registered at a meeting; made once. */
    private @Nullable Waiter meetingWaiter;

    private boolean registeredAtMeeting;

    private void begin(int newIndex, ChannelEnd newEnd) {
        index = newIndex;
        enabled = true;
        end = newEnd;
        handle = newEnd instanceof HandleWatch attached ? attached : null;
    }

    void receiving(int newIndex, ChannelEnd newEnd, ReceiveSource<?> newSource) {
        begin(newIndex, newEnd);
        source = newSource;
        meeting = newSource.meeting();
    }

    /** Either {@code newSupplier} or {@code newMessage} is null. */
    @SuppressWarnings("unchecked")
    void sending(
            int newIndex,
            ChannelEnd newEnd,
            SendTarget<?> newTarget,
            @Nullable Supplier<?> newSupplier,
            @Nullable Object newMessage) {
        begin(newIndex, newEnd);
        target = (SendTarget<Object>) newTarget;
        supplier = newSupplier;
        message = newMessage;
        meeting = newTarget.meeting();
    }

    /** It was removed: nothing that it referred to stays reachable. */
    void forget() {
        enabled = false;
        dropped = false;
        dropCause = null;
        attachment = null;
        end = null;
        source = null;
        target = null;
        supplier = null;
        message = null;
        handle = null;
        meeting = null;
    }

    ChannelEnd end() {
        return Objects.requireNonNull(end);
    }

    boolean isTimer() {
        return source != null && source.isTimer();
    }

    @Nullable Meeting meeting() {
        return meeting;
    }

    // ---- one call ----

    boolean hasSupplier() {
        return supplier != null;
    }

    /** A call begins: fixes the message to send, if it has a supplier. */
    void fixMessage() {
        message = Objects.requireNonNull(Objects.requireNonNull(supplier).get(), "message of the supplier");
    }

    /** The call is over, if it has a supplier. */
    void dropMessage() {
        message = null;
    }

    private Object message() {
        return Objects.requireNonNull(message);
    }

    /** Carries the clause out if that can be done without waiting; a closed one counts as carried out. */
    boolean tryNow(Selector outcome) {
        if (source != null) {
            Object received = source.pollNow();
            if (received != null) {
                outcome.received(received);
            } else if (source.isClosedForReceive()) {
                outcome.closed(source.closeCause());
            } else {
                return false;
            }
            return true;
        }
        SendTarget<Object> to = to();
        if (to.trySendNow(message())) {
            outcome.sent();
        } else if (to.isClosedForSend()) {
            outcome.closed(to.closeCause());
        } else {
            return false;
        }
        return true;
    }

    private SendTarget<Object> to() {
        return Objects.requireNonNull(target);
    }

    void countWait() {
        if (source != null) {
            source.countBlockedReceive();
        } else {
            to().countBlockedSend();
        }
    }

    // ---- waiting ----

    /** Registers the clause where it is signalled. */
    void registerForSignals(SelectToken token) {
        if (handle != null) {
            watch = handle.register(token, index);
        }
        if (meeting == null) {
            waiter = source != null ? source.registerReceive(token, index) : to().registerSend(token, index, message());
        } else if (meetingWaiter == null) {
            meetingWaiter = token.waiterOf(index); // now, and not under a lock
        }
    }

    /** With the lock of its meeting, if it has one: whether it should be tried rather than registered there. */
    boolean mayMeetLocked() {
        return meeting != null && meeting.mayMeetLocked(source == null, through());
    }

    /** With that lock: registers it there. */
    void registerAtMeetingLocked() {
        if (meeting != null) {
            Waiter registered = Objects.requireNonNull(meetingWaiter);
            registered.clause(index);
            meeting.registerLocked(source == null, registered, through(), message);
            registeredAtMeeting = true;
        }
    }

    /** The object that a wait for it waits at: once that is closed, nothing goes over any more. */
    private Blocker through() {
        return (Blocker) end();
    }

    /** Ends the registrations, once the token is not armed any more, and owes a {@link #passOn}. */
    void unregister() {
        Waiter registered = waiter;
        if (registered != null) {
            waiter = null;
            if (source != null) {
                source.unregisterReceive(registered);
            } else {
                to().unregisterSend(registered);
            }
        }
        if (registeredAtMeeting) {
            registeredAtMeeting = false;
            Objects.requireNonNull(meeting).unregister(source == null, Objects.requireNonNull(meetingWaiter));
        }
        Waiter watching = watch;
        if (handle != null && watching != null) {
            watch = null;
            handle.unregister(watching);
        }
    }

    /** A partner has carried the clause out; once unregistered. */
    void carriedOut(Selector outcome) {
        if (source != null) {
            outcome.received(Objects.requireNonNull(meetingWaiter).message());
            source.countHandedOver();
        } else {
            outcome.sent();
            to().countTaken();
        }
    }

    /** Lets go of what lies at the meeting. */
    void clearMeeting() {
        if (meetingWaiter != null) {
            meetingWaiter.message(null);
        }
    }

    /** Passes a wake-up on that was not used. */
    void passOn() {
        if (source != null) {
            source.passOnReceive();
        } else {
            to().passOnSend();
        }
    }

    boolean isReady(SelectToken token) {
        return source != null ? source.mayReceive(token) : to().maySend(token, message());
    }

    long nanosUntilReady() {
        return source != null ? source.nanosUntilReady() : to().nanosUntilReady();
    }

    /**
     * Whether the threads that would signal this clause have a fence between their claim and their look at the
     * registered waiters.
     */
    boolean isFenced() {
        return source != null ? source.isFencedForReceive() : to().isFencedForSend();
    }

    /** A number that has changed if the clause was ready for a while; see {@link ReceiveSource#receiveVersion()}. */
    long version() {
        return source != null ? source.receiveVersion() : to().sendVersion();
    }
}
