/**
 * Channels for the JVM.
 *
 * <p>A {@link io.millrace.Channel} carries messages from any number of senders to any number of receivers, each message
 * to one of them, in order. {@link io.millrace.Channel#bounded bounded} channels hold a fixed number of messages and
 * hold their senders back when full; over a {@link io.millrace.Channel#rendezvous rendezvous} a send returns when a
 * receiver has the message; an {@link io.millrace.Channel#unbounded unbounded} channel takes everything. {@link
 * io.millrace.Channel#builder() builder} sets the rest.
 *
 * <p><b>Blocking.</b> {@code send} and {@code receive} wait, {@code trySend} and {@code tryReceive} do not, or no
 * longer than their timeout. {@link io.millrace.Waiting} says how a thread waits.
 *
 * <p><b>Choosing.</b> A {@link io.millrace.Select} waits for the first of several sends and receives that can be
 * carried out. {@link io.millrace.Timers} are receivers of their own, so that a timeout is one more clause.
 *
 * <p><b>Ending.</b> {@code close} refuses more messages and lets receivers drain what was accepted; {@code
 * close(cause)} also gives the reason; {@code cancel} declares that nothing more will be received. No thread stays
 * blocked after any of them.
 *
 * <p><b>Memory consistency.</b> What a thread did before a send happens-before the receive of that message returns.
 * What a receiver did before a receive happens-before the return of the send that reuses the place. What a thread did
 * before a close happens-before another thread sees the channel closed.
 */
@NullMarked
package io.millrace;

import org.jspecify.annotations.NullMarked;
