package io.millrace;

import org.jspecify.annotations.Nullable;

/**
 * The part that both ends of a channel share: its name, how full it is, and the right to close it.
 *
 * <p>Any thread may call any method here. None of them waits, except for the few instructions of another operation
 * under way or, where {@link ChannelBuilder#singleProducer()} says so, up to a millisecond.
 *
 * <p>This interface, {@link Sender}, {@link Receiver} and {@link Channel} are implemented by this library only; methods
 * may be added to them in any release.
 *
 * @since 0.1
 */
public interface ChannelEnd extends AutoCloseable {

    /** What {@link #capacity()} reports of an unbounded channel. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * Returns how many messages the channel can hold: exactly the number asked for, 0 for a rendezvous, {@link
     * #UNBOUNDED} for an unbounded channel.
     *
     * @return the capacity, in messages
     */
    int capacity();

    /**
     * Returns how many messages are buffered. The number is never below 0 and never above {@link #capacity()}; while
     * other threads send and receive it is a value that held at some moment during the call. A send counts from the
     * moment its place is claimed. More than {@code Integer.MAX_VALUE} messages are reported as that.
     *
     * @return the number of buffered messages
     */
    int size();

    /**
     * Tells whether {@link #size()} is 0. Always true for a rendezvous.
     *
     * @return true if nothing is buffered
     */
    boolean isEmpty();

    /**
     * Tells whether {@link #size()} equals {@link #capacity()}. Always true for a rendezvous, never for an unbounded
     * channel.
     *
     * @return true if nothing more fits
     */
    boolean isFull();

    /**
     * Returns the name given to the builder, or a generated one.
     *
     * @return the channel's name
     */
    String name();

    /**
     * Returns the channel's counters. They are counted only if the channel was built with
     * {@link ChannelBuilder#recordStats()}.
     *
     * @return a snapshot; its numbers agree with each other whenever the channel is quiet
     */
    ChannelStats stats();

    /**
     * Closes the channel: no more messages are accepted, and accepted messages can still be received. A send is either
     * accepted before the close or fails; senders that wait for room at that moment fail and keep their message.
     * Receivers take the buffered messages and then see the channel closed. A second close, with or without a cause,
     * changes nothing; after one that threw an error, it goes on.
     *
     * <p>Memory effects: what a thread did before closing happens-before any other thread sees the channel closed.
     */
    @Override
    void close();

    /**
     * Closes the channel as {@link #close()} does and gives the reason. Every {@link ChannelClosedException} of this
     * channel has it as its cause.
     *
     * @param cause why the channel fails
     * @throws NullPointerException if {@code cause} is null; the channel is then unchanged
     */
    void close(Throwable cause);

    /**
     * Returns why the channel was closed: the argument of the first {@link #close(Throwable)} or {@link
     * Receiver#cancel(Throwable)}, the same object each time. The first close decides, so a cause that comes later is
     * not kept. A counted handle returns the channel's.
     *
     * @return the cause; null while the channel is open, and if it was closed without one
     */
    @Nullable Throwable closeCause();

    /**
     * Tells whether a send now would fail because the channel is closed. True as soon as {@code close} returns, for
     * ever.
     *
     * @return true if the channel accepts no more messages
     */
    boolean isClosedForSend();

    /**
     * Tells whether the channel is closed and everything accepted has been taken.
     *
     * @return true if no receive can ever succeed again
     */
    boolean isClosedForReceive();
}
