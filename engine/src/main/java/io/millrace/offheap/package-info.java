/**
 * Rings of byte messages without garbage, on heap or off it, on Agrona's ring buffers.
 *
 * <p>A {@link io.millrace.offheap.Ring} carries messages of varying length, each with a type, and waits, closes,
 * cancels and counts as a channel does. {@link io.millrace.offheap.Ring#channel} gives a {@link io.millrace.Channel}
 * over it by a {@link io.millrace.offheap.Codec}, for selects and for code that knows channels only. {@link
 * io.millrace.offheap.LongChannel} and {@link io.millrace.offheap.DoubleChannel} carry numbers without boxing.
 *
 * <p>A {@link io.millrace.offheap.SharedRing} is a ring between processes. Its senders and receiver are ends of
 * channels too, by a codec.
 *
 * <p>Agrona needs the JVM flag {@code --add-exports java.base/jdk.internal.misc=ALL-UNNAMED}, on the module path {@code
 * --add-exports java.base/jdk.internal.misc=org.agrona}. Without it nothing here can be made. A module that uses rings
 * requires {@code org.agrona} itself.
 */
@NullMarked
package io.millrace.offheap;

import org.jspecify.annotations.NullMarked;
