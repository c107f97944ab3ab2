/**
 * The terms under which an end of a channel is used: which thread may ({@link io.millrace.internal.terms.SoleThread}),
 * what is counted ({@link io.millrace.internal.terms.Counters}) and to whom a message goes that nobody receives ({@link
 * io.millrace.internal.terms.Undelivered}).
 *
 * <p>Knows the public types and padded words, and neither waits nor wakes. Start at Undelivered.
 */
@NullMarked
package io.millrace.internal.terms;

import org.jspecify.annotations.NullMarked;
