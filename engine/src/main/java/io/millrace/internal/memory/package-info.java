/**
 * Shared words and slots. The only package that knows VarHandles, padding and cache lines; access modes stand in its
 * method names, as VarHandle defines them.
 */
@NullMarked
package io.millrace.internal.memory;

import org.jspecify.annotations.NullMarked;
