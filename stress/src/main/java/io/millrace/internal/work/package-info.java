/** jcstress tests of steps inside requests, in the package of what they test. */
package io.millrace.internal.work;
