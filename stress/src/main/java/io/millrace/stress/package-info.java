/**
 * jcstress tests of the shipped classes. One file per edge of {@code docs/memory-model.md} or per race; each lists every legal
 * outcome with the order of events that yields it, everything else is forbidden.
 */
package io.millrace.stress;
