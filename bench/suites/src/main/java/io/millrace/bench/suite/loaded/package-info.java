/** Channels beside other processes that want the processors too. */
package io.millrace.bench.suite.loaded;
