package io.millrace.internal.flavor;

import io.millrace.ChannelClosedException;
import io.millrace.internal.end.ReceivingEnd;
import io.millrace.internal.park.Blocker;
import io.millrace.internal.park.SelectToken;
import io.millrace.internal.park.Waiter;
import io.millrace.internal.select.Meeting;
import io.millrace.internal.terms.SoleThread;
import org.jspecify.annotations.Nullable;

/**
 * A counted handle of the receiving end: it receives as its channel does, but is closed once it is detached, and then a
 * wait at it ends. Its asynchronous receives are its own, and end with it.
 */
final class AttachedReceiver<T> extends ReceivingEnd<T> implements AttachedEnd<T> {

    private final Flavor<T> channel;
    private final Attachment<T> attachment;

    AttachedReceiver(Flavor<T> channel) {
        this.channel = channel;
        this.attachment = new Attachment<>(channel, this, false);
    }

    // ---- receiving ----

    @Override
    public @Nullable T take() {
        return isDetached() ? null : channel.take();
    }

    @Override
    public void afterTake() {
        channel.afterTake();
    }

    @Override
    public @Nullable T awaitReceive(Blocker through, long nanos) throws InterruptedException {
        return channel.awaitReceive(through, nanos);
    }

    @Override
    public void nudgeSenders() {
        channel.nudgeSenders();
    }

    @Override
    public void enterReceive() {
        if (!isDetached()) {
            channel.enterReceive();
        }
    }

    @Override
    public void requireManyConsumers() {
        attachment.attached().requireManyConsumers();
    }

    @Override
    public void requireOtherProducer() {
        channel.requireOtherProducer();
    }

    @Override
    public void countReceived() {
        channel.countReceived();
    }

    @Override
    public void countBlockedReceive() {
        channel.countBlockedReceive();
    }

    @Override
    public void countHandedOver() {
        channel.countHandedOver();
    }

    @Override
    public @Nullable SoleThread consumer() {
        return channel.consumer();
    }

    @Override
    public void releaseConsumer() {
        channel.releaseConsumer();
    }

    @Override
    public ChannelClosedException closedForReceive() {
        return isDetached() ? attachment.wasClosed() : channel.closedForReceive();
    }

    // ---- closing ----

    /** With a cause the handle stays attached, so that its owner can receive what was accepted before the failure. */
    @Override
    public void closeWith(@Nullable Throwable cause) {
        if (cause == null) {
            attachment.detach();
        } else {
            channel.close(cause);
        }
    }

    @Override
    public void cancelWith(@Nullable Throwable cause) {
        try {
            channel.cancelWith(cause);
        } finally { // whatever the callback for undelivered messages throws
            close();
        }
    }

    // ---- the handle ----

    @Override
    public Attachment<T> attachment() {
        return attachment;
    }

    @Override
    public boolean isClosedForReceive() {
        return AttachedEnd.super.isClosedForReceive();
    }

    @Override
    public @Nullable Throwable closeCause() {
        return AttachedEnd.super.closeCause();
    }

    // ---- select ----

    @Override
    public long receiveVersion() {
        return isDetached() ? MOVING : channel.receiveVersion();
    }

    @Override
    public @Nullable Meeting meeting() {
        return channel.meeting();
    }

    @Override
    public @Nullable Waiter registerReceive(SelectToken token, int clause) {
        return channel.registerReceive(token, clause);
    }

    @Override
    public void unregisterReceive(Waiter waiter) {
        channel.unregisterReceive(waiter);
    }

    @Override
    public void passOnReceive() {
        channel.passOnReceive();
    }

    @Override
    public boolean mayReceive(SelectToken token) {
        return isDetached() || channel.mayReceive(token);
    }

    @Override
    public long nanosUntilReady() {
        return channel.nanosUntilReady();
    }

    @Override
    public boolean isFencedForReceive() {
        return channel.isFencedForReceive();
    }

    @Override
    public void fenceSenders() {
        channel.fenceSenders();
    }

    @Override
    public String toString() {
        return "attached receiver of " + channel;
    }
}
