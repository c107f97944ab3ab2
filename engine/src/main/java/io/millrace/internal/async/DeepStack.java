package io.millrace.internal.async;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells a recursion from a call: {@code receiveAsync().thenCompose(next)} calls itself as long as each receive finds a
 * message, and ends with the stack unless one of them is completed elsewhere.
 */
final class DeepStack {

    private static final int FRAMES = 1024;

    /** So many calls may go by between two looks; a look costs as long as the stack is. */
    private static final int CALLS = 16;

    private static final StackWalker WALKER = StackWalker.getInstance();

    private DeepStack() {}

    /** Whether the stack of the current thread is far deeper than calls make it. Looks once in a while only. */
    static boolean isReached() {
        return ThreadLocalRandom.current().nextInt(CALLS) == 0
                && WALKER.walk(frames -> frames.skip(FRAMES).findFirst().isPresent());
    }
}
