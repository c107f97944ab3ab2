/** jcstress tests of single steps of a flavour, beside the classes they reach into. */
package io.millrace.internal.broadcast;
