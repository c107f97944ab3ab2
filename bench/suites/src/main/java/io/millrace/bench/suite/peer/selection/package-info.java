/** The peers that choose between several channels, in one shape. */
package io.millrace.bench.suite.peer.selection;
