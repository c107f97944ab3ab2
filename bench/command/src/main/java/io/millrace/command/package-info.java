/** What the programs of this repository have in common on the command line. */
package io.millrace.command;
