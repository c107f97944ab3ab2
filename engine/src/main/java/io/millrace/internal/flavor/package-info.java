/**
 * One final class per kind of channel, each with the same order of parts: fields with their edges, send side, receive side,
 * closing, looking inside. {@link io.millrace.internal.flavor.Flavor} holds what all kinds share,
 * {@link io.millrace.internal.flavor.BufferedFlavor} what those with a buffer share.
 */
@NullMarked
package io.millrace.internal.flavor;

import org.jspecify.annotations.NullMarked;
