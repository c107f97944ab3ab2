/**
 * The terms under which an end of a channel is used: the thread that may use it ({@link
 * io.millrace.internal.terms.SoleThread}), the counts ({@link io.millrace.internal.terms.Counters}) and the path of
 * messages that are not received ({@link io.millrace.internal.terms.Undelivered}).
 *
 * <p>Knows the public types and padded words, and neither waits nor wakes. Start at Undelivered.
 */
@NullMarked
package io.millrace.internal.terms;

import org.jspecify.annotations.NullMarked;
