package io.millrace.offheap;

import java.time.Duration;

/**
 * A claim that is neither committed nor aborted.
 *
 * @param owner the thread that claimed
 * @param type the type of the message
 * @param length its length, in bytes
 * @param age for how long it has been noticed, at least: since a receiver first had to wait while it was pending, or
 *     since the first report that contained it
 * @since 0.1
 */
public record PendingClaim(Thread owner, int type, int length, Duration age) {}
