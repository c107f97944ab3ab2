/** The clock that measures timeouts, and the ends of waits on it. Knows nothing, and neither waits nor wakes. */
@NullMarked
package io.millrace.internal.clock;

import org.jspecify.annotations.NullMarked;
