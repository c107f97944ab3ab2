/** jcstress tests of single steps of a flavor, beside the classes they reach into. */
package io.millrace.internal.broadcast;
