/** jcstress tests of single steps of waiting and waking, beside the classes they reach into. */
package io.millrace.internal.park;
