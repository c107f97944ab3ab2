/**
 * Channels and {@link java.util.concurrent.Flow}: a receiver as a publisher, a sender as a subscriber.
 */
@NullMarked
package io.millrace.interop;

import org.jspecify.annotations.NullMarked;
