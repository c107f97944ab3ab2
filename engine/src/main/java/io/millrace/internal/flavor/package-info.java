/**
 * The kinds of channels: one final class each, all with the same order of parts: fields with their edges, send side,
 * receive side, closing, looking inside. {@link io.millrace.internal.flavor.Flavor} holds what all kinds share, {@link
 * io.millrace.internal.flavor.BufferedFlavor} what those with a buffer share, {@link
 * io.millrace.internal.flavor.SlottedFlavor} what the bounded ones among them do, {@link
 * io.millrace.internal.flavor.SegmentedFlavor} what those without bound do. Counted handles and views of a
 * channel are here too.
 *
 * <p>May know every other room but {@code broadcast} and {@code timer}. Start at {@link
 * io.millrace.internal.flavor.BoundedFlavor}.
 */
@NullMarked
package io.millrace.internal.flavor;

import org.jspecify.annotations.NullMarked;
