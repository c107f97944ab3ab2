/** More threads than processors, and threads that only wait. */
package io.millrace.bench.suite.scaling;
