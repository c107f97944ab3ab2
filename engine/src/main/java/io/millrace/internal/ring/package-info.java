/**
 * The LMAX Disruptor's sequencer, which nothing else knows, and how it is told to do without waiting.
 *
 * <p>Start at {@link io.millrace.internal.ring.SequencedRing}.
 */
@NullMarked
package io.millrace.internal.ring;

import org.jspecify.annotations.NullMarked;
