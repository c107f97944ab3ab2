/**
 * Deliberately weakened twins: each must show its forbidden outcome, which proves that the suite can fail. They are left out of
 * the normal run and expected red in a run of their own. Weakenings that x86 hides (a release made opaque, an acquire made plain)
 * have no canary here; see {@code docs/stress.md}.
 */
package io.millrace.stress.canary;
