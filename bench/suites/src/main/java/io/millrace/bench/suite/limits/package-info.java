/** What the machine itself takes for the steps of a handoff. */
package io.millrace.bench.suite.limits;
