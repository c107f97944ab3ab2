/**
 * What is ours of the LMAX Disruptor's sequencer, and how it is told to do without waiting.
 *
 * <p>Start at {@link io.millrace.internal.ring.GateSequence}.
 */
@NullMarked
package io.millrace.internal.ring;

import org.jspecify.annotations.NullMarked;
