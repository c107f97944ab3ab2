/**
 * Waiting without a thread: receives and sends that stand in the queue of a channel as a select of one clause does, and
 * continue in an executor. One thread at a time works for an owner, so that messages complete in order.
 *
 * <p>Knows ends by the interfaces of {@code select} alone. Start at {@link io.millrace.internal.async.AsyncReceives}.
 */
@NullMarked
package io.millrace.internal.async;

import org.jspecify.annotations.NullMarked;
