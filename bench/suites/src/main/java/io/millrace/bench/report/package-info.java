/**
 * The commands {@code report} and {@code compare}: they measure the {@link io.millrace.bench.suite.Catalogue}, keep each result
 * as it comes, and render what was measured.
 */
package io.millrace.bench.report;
