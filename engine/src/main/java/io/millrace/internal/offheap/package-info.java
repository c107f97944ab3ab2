/**
 * Rings of bytes on Agrona's: {@link io.millrace.internal.offheap.ByteRing} is the class behind the public interfaces,
 * {@link io.millrace.internal.offheap.SendSide} claims and commits, {@link io.millrace.internal.offheap.ReceiveSide}
 * reads and gives back, {@link io.millrace.internal.offheap.RingView} looks, {@link
 * io.millrace.internal.offheap.RingRecordStore} is what channels over a ring see. The only package that knows Agrona.
 */
@NullMarked
package io.millrace.internal.offheap;

import org.jspecify.annotations.NullMarked;
