package io.millrace.stress.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** How hard Lincheck looks: some seconds a class. */
public final class Checks {

    private static final int THREADS = 2;
    private static final int OPERATIONS = 3;

    private Checks() {}

    /** Tries random programs, each in many interleavings, which Lincheck chooses. */
    public static void everyInterleaving(Class<?> operations, Class<?> rules) {
        new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(OPERATIONS)
                .iterations(10)
                .invocationsPerIteration(200)
                .sequentialSpecification(rules)
                .check(operations);
    }

    /** Tries random programs, each many times, on threads that race. */
    public static void underStress(Class<?> operations, Class<?> rules) {
        new StressOptions()
                .threads(THREADS)
                .actorsPerThread(OPERATIONS)
                .iterations(5)
                .invocationsPerIteration(500)
                .sequentialSpecification(rules)
                .check(operations);
    }
}
