/**
 * One final class per kind of channel, each with the same order of parts: fields with their edges, send side, receive side,
 * closing, looking inside. {@link io.millrace.internal.flavor.Flavor} holds what all kinds share,
 * {@link io.millrace.internal.flavor.BufferedFlavor} what those with a buffer share, {@link
 * io.millrace.internal.flavor.SlottedFlavor} what the bounded ones among them do.
 *
 * <p>{@link io.millrace.internal.flavor.ReceivingEnd} is what channels and timers have in common. The selector tries, lists and
 * takes out through {@link io.millrace.internal.flavor.ReceiveSource} and {@link io.millrace.internal.flavor.SendTarget}, and knows
 * no flavour.
 */
@NullMarked
package io.millrace.internal.flavor;

import org.jspecify.annotations.NullMarked;
