/** Select among more and more channels. */
package io.millrace.bench.suite.select;
