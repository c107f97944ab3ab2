/**
 * The mechanics of {@code work} that know none of its parts: threads that start and end together, waits that no
 * interrupt ends, messages sorted by their keys, results put back in order, the cell that carries a request and its
 * reply.
 *
 * <p>Start at {@link io.millrace.internal.work.WorkerThreads}.
 */
@NullMarked
package io.millrace.internal.work;

import org.jspecify.annotations.NullMarked;
