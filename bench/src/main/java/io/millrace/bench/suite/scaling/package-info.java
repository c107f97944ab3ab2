/** More threads than processors, and what is shared by the other suites: threads that work in runs, and their costs. */
package io.millrace.bench.suite.scaling;
