/**
 * A sequencer of the LMAX Disruptor's, made to claim and publish without waiting. No other package knows the Disruptor.
 *
 * <p>Start at {@link io.millrace.internal.ring.SequencedRing}.
 */
@NullMarked
package io.millrace.internal.ring;

import org.jspecify.annotations.NullMarked;
