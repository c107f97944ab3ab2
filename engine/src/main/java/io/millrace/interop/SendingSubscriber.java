package io.millrace.interop;

import io.millrace.Sender;
import io.millrace.internal.async.AsyncSends;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.park.Insistent;
import io.millrace.internal.terms.Closing;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is published. Requests and cancels only on the thread that works on the backlog, so one call at a time.
 */
final class SendingSubscriber<T> extends AsyncSends<T> implements Flow.Subscriber<T> {

    private static final int MOST_REQUESTED = 256;

    private final Sender<T> sender;
    private final Consumer<? super T> onRefused;

    /** At how many accepted messages it requests as many again. */
    private final int batch;

    /**
     * Set once.
     * <p>Written by: the publisher (compare-and-set), before it counts the call.
     * <p>Read by: the thread that works (volatile). Orders nothing: {@code TURN} does.
     */
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

    /**
     * Set once, after the last message. Written by: the publisher (compare-and-set). Read by: as {@link #subscription}.
     * Orders nothing: {@code TURN} does.
     */
    private final AtomicReference<@Nullable Closing> end = new AtomicReference<>();

    /** Made once: there may be no memory when it is needed. */
    private final Consumer<@Nullable Throwable> closing = this::tryClose;

    // Used by the thread that works.
    private int toRequest;
    private boolean ended;

    SendingSubscriber(Sender<T> sender, Consumer<? super T> onRefused) {
        super(sender);
        this.sender = sender;
        this.onRefused = onRefused;
        this.toRequest = Math.max(1, Math.min(sender.capacity(), MOST_REQUESTED));
        this.batch = (toRequest + 1) / 2;
    }

    @Override
    public void onSubscribe(Flow.Subscription published) {
        Objects.requireNonNull(published, "subscription");
        if (subscription.compareAndSet(null, published)) {
            work();
        } else {
            published.cancel();
        }
    }

    @Override
    public void onNext(T message) {
        send(Objects.requireNonNull(message, "message"));
    }

    @Override
    public void onError(Throwable cause) {
        end(Closing.of(Objects.requireNonNull(cause, "cause")));
    }

    @Override
    public void onComplete() {
        end(Closing.of(null));
    }

    private void end(Closing with) {
        end.compareAndSet(null, with);
        work();
    }

    @Override
    protected void accepted(int messages, boolean backlogIsEmpty) {
        Flow.Subscription published = subscription.get();
        if (ended || published == null) {
            return;
        }
        Closing how = backlogIsEmpty ? end.get() : null;
        if (how != null) {
            ended = true;
            close(how.cause());
            return;
        }
        toRequest += messages;
        if (toRequest >= batch && end.get() == null) {
            int now = toRequest;
            toRequest = 0;
            request(published, now);
        }
    }

    /** A subscription that throws will publish nothing more. */
    private void request(Flow.Subscription published, int messages) {
        try {
            published.request(messages); // may call onNext, which leaves the message to this thread
        } catch (Throwable e) {
            end(Closing.of(e));
        }
    }

    private void cancel(Flow.Subscription published) {
        try {
            published.cancel();
        } catch (Throwable e) {
            CallbackThreads.uncaught(e);
        }
    }

    private void close(@Nullable Throwable cause) {
        try {
            Insistent.run(closing, cause); // no other thread would close it
        } catch (Throwable e) {
            CallbackThreads.uncaught(e);
        }
    }

    private void tryClose(@Nullable Throwable cause) {
        Closing.close(sender, cause);
    }

    @Override
    protected void refused(T message) {
        Flow.Subscription published = subscription.get();
        if (!ended && published != null) {
            ended = true;
            cancel(published);
        }
        try {
            onRefused.accept(message);
        } catch (Throwable e) {
            CallbackThreads.uncaught(e);
        }
    }

    @Override
    protected void sendFailed(Throwable failure) {
        close(failure);
    }

    @Override
    protected void callbackFailed(Throwable failure) {
        CallbackThreads.uncaught(failure);
    }
}
