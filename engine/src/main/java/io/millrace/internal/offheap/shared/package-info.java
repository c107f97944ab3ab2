/**
 * Rings between processes: {@link io.millrace.internal.offheap.shared.RingMaker} makes the file, {@link
 * io.millrace.internal.offheap.shared.Mapping} holds it in memory, {@link io.millrace.internal.offheap.shared.Lane} is
 * shared by one producer and the consumer, {@link io.millrace.internal.offheap.shared.MappedRing} is the class behind
 * the public handle. {@link io.millrace.internal.offheap.shared.CodecSender} and {@link
 * io.millrace.internal.offheap.shared.CodecReceiver} are ends of channels over it.
 */
@NullMarked
package io.millrace.internal.offheap.shared;

import org.jspecify.annotations.NullMarked;
