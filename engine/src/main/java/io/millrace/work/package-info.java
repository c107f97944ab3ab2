/**
 * Threads that work on channels.
 *
 * <ul>
 *   <li>{@link io.millrace.work.WorkerPool}: workers share a channel; resize while they run.
 *   <li>{@link io.millrace.work.KeyedWorkers}: order per key, sharing across keys, results in the order of the sends on
 *   request.
 *   <li>{@link io.millrace.work.Requests}: ask and wait for the reply, or the end of the time.
 *   <li>{@link io.millrace.work.Pipeline}: stages in a row; merge and tee.
 * </ul>
 *
 * <p><b>Threads</b> come from a {@link java.util.concurrent.ThreadFactory} of the caller, platform or virtual. They end
 * when what they work on is closed, and when it is stopped none is left behind. A factory that throws, or returns null
 * or a thread that is started already or cannot be started, is refused at once, and nothing has changed. A thread that
 * ends without having run what it was given counts as a worker that has died: the caller that stops the part, or waits
 * for its end, handles or reports what is left. Merge and tee, which nobody waits for, then bring nothing, until their
 * results are closed or cancelled.
 *
 * <p><b>Failure</b> of a handler has a policy, {@link io.millrace.work.OnFailure}: close the channel with the cause, or
 * skip and report, at once or after retries. Failure travels: blocked senders get the cause at once, receivers get it
 * after what was finished.
 *
 * <p><b>Accounting.</b> Every message taken is handled, failed or handed to {@code onUndelivered}, exactly once;
 * {@link io.millrace.work.WorkCounts} says how many of each.
 */
@NullMarked
package io.millrace.work;

import org.jspecify.annotations.NullMarked;
