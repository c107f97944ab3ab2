package io.millrace.internal.flavor;

import io.millrace.Sender;
import io.millrace.internal.clock.Timeouts;
import io.millrace.internal.end.Batches;
import io.millrace.internal.end.EndForms;
import io.millrace.internal.memory.StackRoom;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.select.ReceiveSource;
import io.millrace.internal.select.SendTarget;
import io.millrace.internal.terms.SoleThread;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A counted handle of the sending end. */
final class AttachedSender<T> implements Sender<T>, SendTarget<T>, EndForms, AttachedEnd<T> {

    private final Flavor<T> channel;
    private final Attachment<T> attachment;

    AttachedSender(Flavor<T> channel) {
        this.channel = channel;
        this.attachment = new Attachment<>(channel, this, true);
    }

    // ---- sending ----

    @Override
    public void send(T message) throws InterruptedException {
        if (!sendWithin(message, Timeouts.FOREVER)) {
            throw channel.full();
        }
    }

    @Override
    public boolean trySend(T message) {
        return attachment.attached().trySend(message);
    }

    @Override
    public boolean trySend(T message, long timeout, TimeUnit unit) throws InterruptedException {
        return sendWithin(message, unit.toNanos(timeout));
    }

    @Override
    public boolean trySend(T message, Duration timeout) throws InterruptedException {
        return sendWithin(message, Timeouts.nanos(timeout));
    }

    /** As a channel does, but a wait ends when this is closed. */
    private boolean sendWithin(T message, long nanos) throws InterruptedException {
        boolean sent = attachment.attached().trySendNanos(Objects.requireNonNull(message, "message"), this, nanos);
        if (!sent && isDetached()) {
            throw attachment.wasClosed();
        }
        return sent;
    }

    @Override
    public int trySendAll(T[] messages, int from, int to) {
        return attachment.attached().trySendAll(messages, from, to);
    }

    @Override
    public void sendAll(Collection<? extends T> messages) throws InterruptedException {
        Batches.sendAll(this, (all, from, to) -> attachment.attached().sendSome(all, from, to), messages);
    }

    @Override
    public void releaseProducer() {
        channel.releaseProducer();
    }

    @Override
    public @Nullable SoleThread producer() {
        return channel.producer();
    }

    // ---- closing ----

    @Override
    public void closeWith(@Nullable Throwable cause) {
        StackRoom.ensure();
        try {
            if (cause != null) {
                channel.close(cause);
            }
        } finally {
            attachment.detach();
        }
    }

    // ---- the handle ----

    @Override
    public Attachment<T> attachment() {
        return attachment;
    }

    @Override
    public boolean isClosedForSend() {
        return AttachedEnd.super.isClosedForSend();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return AttachedEnd.super.closeCause();
    }

    // ---- select: a closed handle is a closed channel ----

    @Override
    public boolean maySend(SelectToken token, T message) {
        return isDetached() || channel.maySend(token, message);
    }

    @Override
    public boolean trySendNow(T message) {
        return !isDetached() && channel.trySendNow(message);
    }

    @Override
    public void countTaken() {
        channel.countTaken();
    }

    @Override
    public void countBlockedSend() {
        channel.countBlockedSend();
    }

    @Override
    public long nanosUntilReady() {
        return channel.nanosUntilReady();
    }

    @Override
    public boolean isFencedForSend() {
        return channel.isFencedForSend();
    }

    @Override
    public void fenceReceivers() {
        channel.fenceReceivers();
    }

    @Override
    public long sendVersion() {
        return isDetached() ? ReceiveSource.MOVING : channel.sendVersion();
    }

    @Override
    public @Nullable Meeting meeting() {
        return channel.meeting();
    }

    @Override
    public @Nullable Waiter registerSend(SelectToken token, int clause, T message) {
        return channel.registerSend(token, clause, message);
    }

    @Override
    public void unregisterSend(Waiter waiter) {
        channel.unregisterSend(waiter);
    }

    @Override
    public void passOnSend() {
        channel.passOnSend();
    }

    @Override
    public String toString() {
        return "attached sender of " + channel;
    }
}
