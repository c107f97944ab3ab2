/** Waiting and waking. The only package that parks or unparks threads. */
@NullMarked
package io.millrace.internal.park;

import org.jspecify.annotations.NullMarked;
