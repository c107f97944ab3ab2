package io.millrace.interop;

import io.millrace.Receiver;
import io.millrace.Sender;
import io.millrace.ThreadRoleException;
import io.millrace.internal.park.CallbackThreads;
import io.millrace.internal.select.Roles;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Makes publishers and subscribers of channels. Both keep the rules of Reactive Streams, hold the other side back
 * instead of buffering without limit, and have no thread of their own.
 *
 * <pre>{@code
 * Flow.Publisher<String> publisher = Flows.publisher(quotes);
 * publisher.subscribe(Flows.subscriber(copies)); // moves quotes to copies, as fast as copies has room
 * quotes.send("MILL 12.5");
 * quotes.close(); // copies closes after the last quote
 * }</pre>
 *
 * @since 0.1
 */
public final class Flows {

    /**
     * Made with this class, so that it is not first needed where the stack is used up, which would break it for the
     * whole JVM.
     */
    static final Executor THREADS = CallbackThreads.executor();

    private Flows() {}

    /**
     * Returns a publisher of a receiver's messages that signals on threads of this library, as {@link
     * Receiver#receiveAsync()} completes futures; otherwise as {@link #publisher(Receiver, Executor)}.
     *
     * @param receiver where the messages come from
     * @param <T> the type of the messages
     * @return a publisher
     * @throws ThreadRoleException if the receiver was promised a single consumer
     */
    public static <T> Flow.Publisher<T> publisher(Receiver<T> receiver) {
        return publisher(receiver, THREADS);
    }

    /**
     * Returns a publisher of a receiver's messages. Subscribers share them as receivers do: each message goes to one,
     * and a subscriber takes no more messages than it has requested. No thread waits for messages.
     *
     * <p>{@code onSubscribe} is called by the thread that subscribes, everything else by the executor, one call at a
     * time. Once the channel is closed and drained the subscribers get {@code onComplete}; if it was closed with a
     * cause, {@code onError} with that cause. A subscriber that has requested nothing more is told at its next request
     * if the close comes after its last message.
     *
     * <p>Cancelling a subscription leaves the channel as it is. A message that was taken for the subscriber before is
     * still given to it, so none is lost; one that {@code onNext} throws on counts as received, cancels the
     * subscription, and the exception goes to the thread's uncaught exception handler. If receiving throws, as the
     * codec of a ring may, the subscriber gets that by {@code onError}; the message has been received.
     *
     * <p>An executor that runs tasks on the thread that submits them, such as {@code Runnable::run}, does not nest
     * them: signals go on from the call that found the subscription idle.
     *
     * @param receiver where the messages come from
     * @param executor runs the subscribers' methods; if it refuses, a thread of this library does, and if there is
     *     none, the current thread
     * @param <T> the type of the messages
     * @return a publisher
     * @throws ThreadRoleException if the receiver was promised a single consumer
     */
    public static <T> Flow.Publisher<T> publisher(Receiver<T> receiver, Executor executor) {
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(executor, "executor");
        Roles.requireConsumer(receiver, "a Flow publisher", Roles.SEVERAL);
        return subscriber -> ReceivingSubscription.start(receiver, executor, subscriber);
    }

    /**
     * Returns a subscriber as {@link #subscriber(Sender, Consumer)} does, which drops what a closed channel refuses.
     *
     * @param sender where the messages go; one of this library's own
     * @param <T> the type of the messages
     * @return a subscriber, for one subscription
     * @throws IllegalArgumentException if the sender is not one of this library's own
     * @throws ThreadRoleException if the sender was promised a single producer
     */
    public static <T> Flow.Subscriber<T> subscriber(Sender<T> sender) {
        return subscriber(sender, message -> {});
    }

    /**
     * Returns a subscriber that sends what it gets. It never blocks its publisher: it requests as many messages as the
     * channel holds (1 of a rendezvous, at most 256), and more as the channel accepts them. Those that do not fit
     * because other senders were faster wait in the subscriber, never more than it has requested.
     *
     * <p>{@code onComplete} closes the sender, and {@code onError} closes it with its cause, once everything before was
     * accepted. If the channel is closed otherwise, the subscription is cancelled at the next message, and the messages
     * that the channel refuses go to {@code onRefused}. So it is if a send itself fails, as the codec of a ring or a
     * key function may: the message was not accepted, it and those that wait go to {@code onRefused}, and the channel
     * is closed with what was thrown. What a callback of the channel throws once a message is accepted goes to the
     * thread's uncaught exception handler.
     *
     * <p>Sends run on the publisher's thread, or on one of this library once there is room for what had to wait. Over a
     * rendezvous they meet receivers that wait, not ones that only try.
     *
     * @param sender where the messages go; one of this library's own
     * @param onRefused gets each message that was published and not accepted; what it throws goes to the thread's
     *     uncaught exception handler
     * @param <T> the type of the messages
     * @return a subscriber, for one subscription
     * @throws IllegalArgumentException if the sender is not one of this library's own
     * @throws ThreadRoleException if the sender was promised a single producer
     */
    public static <T> Flow.Subscriber<T> subscriber(Sender<T> sender, Consumer<? super T> onRefused) {
        Objects.requireNonNull(sender, "sender");
        return new SendingSubscriber<>(sender, Objects.requireNonNull(onRefused, "onRefused"));
    }
}
