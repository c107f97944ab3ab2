/** jcstress tests of what producer and consumer of a lane share, beside the classes they reach into. */
package io.millrace.internal.offheap.shared;
