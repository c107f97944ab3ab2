/**
 * Receivers whose message comes by itself at a time, without a thread and without a wheel.
 *
 * <p>Start at {@link io.millrace.internal.timer.Timer}; each kind says in a few lines when it is due.
 */
@NullMarked
package io.millrace.internal.timer;

import org.jspecify.annotations.NullMarked;
