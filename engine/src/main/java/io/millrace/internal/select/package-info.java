/**
 * The choice among several ends. {@link io.millrace.internal.select.Selector} makes passes over its clauses and waits
 * between them; it tries, registers and takes out through {@link io.millrace.internal.select.ReceiveSource} and {@link
 * io.millrace.internal.select.SendTarget}, and knows no kind of channel. {@link io.millrace.internal.select.Meeting} is
 * where selects and threads hand messages over that no buffer holds.
 *
 * <p>Channels implement these interfaces; nothing here knows a channel. Start at Selector.
 */
@NullMarked
package io.millrace.internal.select;

import org.jspecify.annotations.NullMarked;
