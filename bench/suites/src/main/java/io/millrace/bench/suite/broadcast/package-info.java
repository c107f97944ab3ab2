/** Every message for every receiver. */
package io.millrace.bench.suite.broadcast;
