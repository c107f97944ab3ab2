/**
 * For the tests of programs that use channels: time that stands still until the test moves it, instead of sleeps.
 */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
