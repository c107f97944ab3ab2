/** Looking into rings between processes. */
package io.millrace.inspect;
