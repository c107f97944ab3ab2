/**
 * Channels of which every subscriber sees every message: one ring, one gate for the subscriptions that hold the
 * senders, and subscriptions that come and go. {@link io.millrace.internal.broadcast.BroadcastRing} claims and
 * publishes, {@link io.millrace.internal.broadcast.SubscriptionEnd} reads at its own pace.
 *
 * <p>Start at {@link io.millrace.internal.broadcast.BroadcastFlavor}.
 */
@NullMarked
package io.millrace.internal.broadcast;

import org.jspecify.annotations.NullMarked;
