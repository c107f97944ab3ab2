/** Rings of bytes beside Agrona's own, which do not wait. */
package io.millrace.bench.suite.offheap;
