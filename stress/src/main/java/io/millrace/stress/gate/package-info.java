/**
 * Runs the jcstress tests of this jar and judges the run.
 *
 * <p>jcstress alone is not a gate: it exits with 0 when no test matched, when a test has more actors than the machine has CPUs
 * and so never ran, and when a test class does not fit its harness. {@link io.millrace.stress.gate.StressMain} chooses flags with
 * which every test runs, reads what jcstress recorded, and fails unless every listed test ran and nothing forbidden was seen.
 */
package io.millrace.stress.gate;
