package io.millrace.support;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The one limit of every test; each runs in a thread of its own. A test fails with the stacks of all threads once nothing has
 * moved for two minutes, see {@link Movement}, or once this JVM has used more CPU time than any test needs, so that a loop without
 * end fails too. How long a test takes by the clock decides nothing: a machine may be as slow as it likes. A test during which a thread died of an
 * exception that nobody handled fails as well, see {@link UncaughtExceptions}.
 *
 * <p>JUnit finds this class by {@code META-INF/services}, so that a test class needs no annotation.
 */
public final class Watchdog implements InvocationInterceptor, AfterAllCallback {

    private static final int STILL_LOOKS = 120;
    private static final int LOOKS_AFTER_INTERRUPT = 10;
    private static final long LOOK_MILLIS = 1_000;

    /** More than ten times what the longest test needs. */
    private static final Duration CPU_LIMIT = Duration.ofMinutes(20);

    private final int stillLooks;
    private final Duration cpuLimit;

    public Watchdog() {
        this(STILL_LOOKS, CPU_LIMIT);
    }

    Watchdog(int stillLooks, Duration cpuLimit) {
        this.stillLooks = stillLooks;
        this.cpuLimit = cpuLimit;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        watch(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        watch(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        watch(invocation, context);
    }

    /** Threads may die behind the last test. */
    @Override
    public void afterAll(ExtensionContext context) {
        UncaughtExceptions.rethrow();
    }

    private void watch(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        Class<?> type = context.getRequiredTestClass();
        watch(
                type.getSimpleName() + ": " + context.getDisplayName(),
                type.isAnnotationPresent(LongRun.class),
                invocation);
    }

    void watch(String name, boolean longRun, Invocation<Void> invocation) throws Throwable {
        Body body = new Body(invocation);
        Thread thread = new Thread(body, "test " + name);
        thread.setDaemon(true);
        thread.start();
        thread.join(LOOK_MILLIS);
        if (thread.isAlive()) {
            watch(name, longRun, thread, body);
        }
        if (body.failure != null) {
            throw body.failure;
        }
        UncaughtExceptions.rethrow();
    }

    private void watch(String name, boolean longRun, Thread thread, Body body) throws InterruptedException {
        Movement movement = new Movement(stillLooks);
        while (thread.isAlive()) {
            if (movement.isStuck()) {
                throw stuck(thread, body, name + " is stuck: nothing has moved for " + stillLooks + " s");
            }
            if (!longRun && movement.cpuTime().compareTo(cpuLimit) > 0) {
                throw stuck(thread, body, name + " has not ended after " + cpuLimit + " of CPU time");
            }
            thread.join(LOOK_MILLIS);
        }
    }

    private static AssertionError stuck(Thread thread, Body body, String message) throws InterruptedException {
        AssertionError error = new AssertionError(message + stacks());
        error.setStackTrace(thread.getStackTrace());
        for (int looks = 0; looks < LOOKS_AFTER_INTERRUPT && thread.isAlive(); looks++) {
            thread.interrupt();
            thread.join(LOOK_MILLIS);
        }
        if (body.failure != null) {
            error.addSuppressed(body.failure);
        }
        return error;
    }

    private static String stacks() {
        StringBuilder stacks = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            stacks.append("\n\n\"").append(thread.getName()).append("\" ").append(thread.getState());
            for (StackTraceElement frame : entry.getValue()) {
                stacks.append("\n    at ").append(frame);
            }
        }
        return stacks.toString();
    }

    private static final class Body implements Runnable {
        private final Invocation<Void> invocation;
        private volatile Throwable failure;

        Body(Invocation<Void> invocation) {
            this.invocation = invocation;
        }

        @Override
        public void run() {
            try {
                invocation.proceed();
            } catch (Throwable e) {
                failure = e;
            }
        }
    }
}
