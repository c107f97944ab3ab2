/**
 * The parts that both ends of all channels and timers have in common: {@link io.millrace.internal.end.ReceivingEnd} has
 * the public receives in terms of a few steps that each kind provides, {@link io.millrace.internal.end.CloseWord}
 * decides which sends a close refuses, {@link io.millrace.internal.end.Batches} sends many at once, {@link
 * io.millrace.internal.end.ChannelConfig} holds the settings of a builder.
 *
 * <p>Knows no kind of channel. Start at ReceivingEnd.
 */
@NullMarked
package io.millrace.internal.end;

import org.jspecify.annotations.NullMarked;
