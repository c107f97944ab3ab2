/** Many messages in one operation. */
package io.millrace.bench.suite.batch;
